import { Content, Item, Label, Root, Separator, Trigger } from '@radix-ui/react-dropdown-menu'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Link } from 'wouter'
import type { Session } from '../../contract/session.ts'
import { failureInWords } from '../flow/failed-notice.tsx'
import { eventsPath } from '../flow/paths.ts'
import { announce } from '../ui/announcer.tsx'
import { AccountButton } from './account-button.tsx'
import styles from './account-menu.module.css'
import { signOut } from './sign-out.ts'

type AccountMenuProps = {
  session: Session
  /** Opened by a key: its first entry has the focus. */
  isByKey: boolean
}

/** The account's menu with its button, open when it first comes, in place of the plain button that was pressed. */
export function AccountMenu({ session: { person, tenant, role }, isByKey }: AccountMenuProps) {
  const client = useQueryClient()
  const [isOpen, setIsOpen] = useState(true)
  const [leaving, setLeaving] = useState<'signing-out' | { failure: unknown } | null>(null)
  const menu = useRef<HTMLDivElement>(null)
  const goesToFirst = useRef(isByKey)

  function handleSignOut() {
    setLeaving('signing-out')
    signOut(client).catch((failure: unknown) => {
      setLeaving({ failure })
      announce(notSignedOut(failure))
    })
  }

  return (
    <Root open={isOpen} onOpenChange={setIsOpen} modal={false}>
      <Trigger asChild>
        <AccountButton name={person.name} />
      </Trigger>
      <Content
        ref={menu}
        className={styles['menu']}
        align="end"
        sideOffset={4}
        collisionPadding={8}
        onFocus={({ target, currentTarget }) => {
          // Radix goes to the first entry by itself where it has seen the key: from the second time on.
          if (target === currentTarget && goesToFirst.current) {
            menu.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus()
          }
          goesToFirst.current = false
        }}
      >
        <Label className={styles['who']}>
          <strong>{person.name}</strong>
          {role === 'admin' && <span>Admin</span>}
          {tenant.id !== 'local' && <span>{tenant.id}</span>}
        </Label>
        <Separator className={styles['separator']} />
        {role === 'admin' && (
          <Item asChild>
            <Link className={styles['item']} href={eventsPath}>
              Events
            </Link>
          </Item>
        )}
        <Item
          className={styles['item']}
          onSelect={(event) => {
            // Until it is done, or has failed: then it says so here.
            event.preventDefault()
            if (leaving !== 'signing-out') handleSignOut()
          }}
        >
          {leaving === 'signing-out' ? 'Signing out…' : 'Sign out'}
        </Item>
        {leaving !== null && leaving !== 'signing-out' && (
          <div className={styles['failed']}>{notSignedOut(leaving.failure)}</div>
        )}
      </Content>
    </Root>
  )
}

function notSignedOut(failure: unknown): string {
  return `You may still be signed in. ${failureInWords(failure)}`
}
