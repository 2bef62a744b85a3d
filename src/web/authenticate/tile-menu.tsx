import { Content, Item, Portal, Root, Separator, Trigger } from '@radix-ui/react-dropdown-menu'
import { useRef } from 'react'
import type { DetailsAction } from '../credential-details/open-details.ts'
import type { MenuState } from './tile-actions.tsx'
import { TileMenuButton } from './tile-menu-button.tsx'
import styles from './tile-menu.module.css'

type TileMenuProps = MenuState & {
  credentialName: string
  /** Whether the button is a stop of the Tab key. */
  tabIndex: number
  onOpenChange: (isOpen: boolean) => void
  /** Called once the menu is gone and its button has the focus again. */
  onAction: (action?: DetailsAction) => void
}

const actions: [action: DetailsAction | undefined, words: string][] = [
  [undefined, 'Details'],
  ['edit', 'Edit'],
  ['check', 'Check now'],
  ['replace', 'Replace token'],
]

/** A tile's menu with its button, in place of the plain button that was pressed. */
export function TileMenu({ credentialName, tabIndex, isOpen, isByKey, onOpenChange, onAction }: TileMenuProps) {
  const first = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  // Radix goes to the first entry by itself where it has seen the key: from the second time on.
  const goesToFirst = useRef(isByKey)
  const wish = useRef<{ action: DetailsAction | undefined } | null>(null)

  return (
    <Root open={isOpen} onOpenChange={onOpenChange} modal={false}>
      <Trigger asChild>
        <TileMenuButton ref={button} credentialName={credentialName} tabIndex={tabIndex} />
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
          {actions.map(([action, words], index) => (
            <Item
              key={words}
              ref={index === 0 ? first : undefined}
              className={styles['item']}
              onSelect={() => (wish.current = { action })}
            >
              {words}
            </Item>
          ))}
          <Separator className={styles['separator']} />
          <Item
            className={`${styles['item']} ${styles['delete']}`}
            onSelect={() => (wish.current = { action: 'delete' })}
          >
            Delete
          </Item>
        </Content>
      </Portal>
    </Root>
  )
}
