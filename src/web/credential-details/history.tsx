import { useInfiniteQuery } from '@tanstack/react-query'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { credentialEventsQuery } from '../api/credential-events.ts'
import { eventInWords } from './event-words.ts'
import { firstRejectionInWords } from './first-rejection.ts'
import { Section } from './section.tsx'
import { Timeline } from './timeline.tsx'

/** All that became of a credential, and through whom. */
export function History({ connector, credential }: { connector: Connector; credential: Credential }) {
  const events = useInfiniteQuery(credentialEventsQuery(credential.id, 'everything'))
  return (
    <Section title="History">
      <Timeline
        list={events}
        what="history"
        empty="Nothing has happened to it since Latchkey keeps a history."
        toWords={(event, place, all) => {
          const first = firstRejectionInWords(all, place, credential.status)
          return [eventInWords(connector, event), first].filter(Boolean).join(' ')
        }}
      />
    </Section>
  )
}
