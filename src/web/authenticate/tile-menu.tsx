import { Content, Item, Portal, Root, Separator, Trigger } from '@radix-ui/react-dropdown-menu'
import { useId, useRef } from 'react'
import type { Credential } from '../../contract/credential.ts'
import type { TenantRole } from '../../contract/person.ts'
import { refusalInWords } from '../credential-access/refusal.ts'
import type { DetailsAction } from '../credential-details/open-details.ts'
import { announce } from '../ui/announcer.tsx'
import type { MenuState } from './tile-actions.tsx'
import { TileMenuButton } from './tile-menu-button.tsx'
import styles from './tile-menu.module.css'

type TileMenuProps = MenuState & {
  credential: Credential
  /** Of the person who looks. */
  role: TenantRole
  /** Whether the button is a stop of the Tab key. */
  tabIndex: number
  onOpenChange: (isOpen: boolean) => void
  /** Called once the menu is gone and its button has the focus again. */
  onAction: (action?: DetailsAction) => void
}

type Entry = { action?: DetailsAction; words: string; isForAll?: boolean }

const entriesOf = ({ method }: Pick<Credential, 'method'>): Entry[] => [
  { words: 'Details', isForAll: true },
  { action: 'edit', words: 'Edit' },
  { action: 'check', words: 'Check now', isForAll: true },
  { action: 'replace', words: method === 'oauth' ? 'Reconnect' : 'Replace token' },
  { action: 'share', words: 'Share' },
]

const deletion: Entry = { action: 'delete', words: 'Delete' }

/**
 * A tile's menu with its button, in place of the plain button that was pressed. What somebody may not do stays in its
 * place, is walked by the arrow keys, and is described by the reason, which stands below for everybody to read.
 */
export function TileMenu({ credential, role, tabIndex, isOpen, isByKey, onOpenChange, onAction }: TileMenuProps) {
  const refusal = refusalInWords(credential, role, 'edit')
  const refusalId = useId()
  const first = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  // Radix goes to the first entry by itself where it has seen the key: from the second time on.
  const goesToFirst = useRef(isByKey)
  const wish = useRef<Entry | null>(null)

  function toItem(entry: Entry) {
    if (!refusal || entry.isForAll) return { onSelect: () => (wish.current = entry) }
    return {
      'aria-disabled': true,
      'aria-describedby': refusalId,
      onSelect(event: Event) {
        // It stays open, with the reason in it.
        event.preventDefault()
        announce(refusal)
      },
    }
  }

  return (
    <Root open={isOpen} onOpenChange={onOpenChange} modal={false}>
      <Trigger asChild>
        <TileMenuButton ref={button} credentialName={credential.name} tabIndex={tabIndex} />
      </Trigger>
      {/* In the page's landmark, and out of the tile's, in which what is fixed would not be. */}
      <Portal container={document.querySelector<HTMLElement>('#main')}>
        <Content
          className={styles['menu']}
          align="end"
          sideOffset={4}
          collisionPadding={8}
          onFocus={({ target, currentTarget }) => {
            if (target === currentTarget && goesToFirst.current) first.current?.focus()
            goesToFirst.current = false
          }}
          onCloseAutoFocus={(event) => {
            if (!wish.current) return
            // What opens now gives the focus back, when it closes, to whatever has it here.
            event.preventDefault()
            button.current?.focus({ preventScroll: true })
            onAction(wish.current.action)
            wish.current = null
          }}
        >
          {entriesOf(credential).map((entry, index) => (
            <Item key={entry.words} ref={index === 0 ? first : undefined} className={styles['item']} {...toItem(entry)}>
              {entry.words}
            </Item>
          ))}
          <Separator className={styles['separator']} />
          <Item className={`${styles['item']} ${styles['delete']}`} {...toItem(deletion)}>
            {deletion.words}
          </Item>
          {refusal && (
            <p className={styles['refusal']} id={refusalId}>
              {refusal}
            </p>
          )}
        </Content>
      </Portal>
    </Root>
  )
}
