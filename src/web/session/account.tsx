import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { sessionQuery } from '../api/session.ts'
import { eventsPath } from '../flow/paths.ts'
import { useChunk } from '../ui/use-chunk.ts'
import { AccountButton } from './account-button.tsx'
import styles from './account-button.module.css'

const loadMenu = () => import('./account-menu.tsx').then(({ AccountMenu }) => AccountMenu)

/** Who is signed in, in the page's head. Where nobody is asked everybody is an admin: of their menu only one link is left. */
export function Account() {
  const { data: session } = useQuery(sessionQuery)
  const [opening, setOpening] = useState<{ isByKey: boolean } | null>(null)
  const { part: AccountMenu, fetch } = useChunk(loadMenu, opening !== null)
  if (!session) return null
  if (session.signIn === 'none') {
    return (
      <Link className={styles['events']} href={eventsPath}>
        Events
      </Link>
    )
  }
  if (opening && AccountMenu) return <AccountMenu session={session} isByKey={opening.isByKey} />
  return (
    <AccountButton
      name={session.person.name}
      aria-expanded={false}
      onPointerEnter={fetch}
      onFocus={fetch}
      // A press of a key is a click without a pointer's count.
      onClick={({ detail }) => setOpening({ isByKey: detail === 0 })}
    />
  )
}
