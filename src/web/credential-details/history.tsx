import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { credentialEventsQuery } from '../api/credential-events.ts'
import { sessionQuery } from '../api/session.ts'
import { eventsPath } from '../flow/paths.ts'
import { eventInWords } from './event-words.ts'
import { firstRejectionInWords } from './first-rejection.ts'
import styles from './history.module.css'
import { Section } from './section.tsx'
import { Timeline } from './timeline.tsx'

/** All that became of a credential, and through whom. */
export function History({ connector, credential }: { connector: Connector; credential: Credential }) {
  const events = useInfiniteQuery(credentialEventsQuery(credential.id, 'everything'))
  const { data: session } = useQuery(sessionQuery)
  // In a product's frame there is no such screen.
  const hasEvents = session?.role === 'admin' && session.signIn !== 'host'
  const more = hasEvents && (
    <Link className={styles['more']} href={`${eventsPath}?${new URLSearchParams({ credential: credential.id })}`}>
      Show in Events
    </Link>
  )
  return (
    <Section title="History" action={more}>
      <Timeline
        list={events}
        what="history"
        empty="Nothing has happened to it since Latchkey keeps a history."
        toWords={(event, place, all) => {
          const first = firstRejectionInWords(all, place, credential.status)
          return [eventInWords(connector, event, credential.method), first].filter(Boolean).join(' ')
        }}
      />
    </Section>
  )
}
