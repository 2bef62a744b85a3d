import { Link } from 'wouter'
import type { AuditEvent } from '../../contract/audit-event.ts'
import type { Connector } from '../../contract/connector.ts'
import { LATCHKEY } from '../credential-details/event-words.ts'
import { detailsHref } from '../credential-details/open-details.ts'
import { resourceHref } from '../flow/resource-href.ts'
import { timeInWords } from '../ui/relative-time.ts'
import { useMediaQuery } from '../ui/use-media-query.ts'
import { actionInWords, detailInWords } from './audit-words.ts'
import styles from './event-list.module.css'
import { exactTime } from './exact-time.ts'

type EventListProps = { events: AuditEvent[]; connectors: Connector[] }

/** What the next page gives the focus to. */
export function eventElementId({ id }: Pick<AuditEvent, 'id'>): string {
  return `event-${id}`
}

/** A table where there is room for one; elsewhere the same, an event a card. */
export function EventList({ events, connectors }: EventListProps) {
  const isWide = useMediaQuery('(width >= 980px)')
  return isWide ? <EventTable {...{ events, connectors }} /> : <EventCards {...{ events, connectors }} />
}

function EventTable({ events, connectors }: EventListProps) {
  return (
    <table className={styles['table']} aria-label="Events">
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Person</th>
          <th scope="col">Action</th>
          <th scope="col">About</th>
          <th scope="col">IP address</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={event.id} id={eventElementId(event)} tabIndex={-1}>
            <td className={styles['time']}>
              <Time event={event} />
            </td>
            <td>
              <Actor event={event} />
            </td>
            <td>
              <Action event={event} connectors={connectors} />
            </td>
            <td>
              {event.credential || event.resource ? (
                <About event={event} />
              ) : (
                <span className={styles['muted']}>—</span>
              )}
            </td>
            <td className={styles['muted']}>{event.address ?? '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function EventCards({ events, connectors }: EventListProps) {
  return (
    <ol className={styles['cards']} aria-label="Events">
      {events.map((event) => (
        <li key={event.id} id={eventElementId(event)} tabIndex={-1}>
          <Action event={event} connectors={connectors} />
          {(event.credential || event.resource) && <About event={event} />}
          <p className={styles['muted']}>
            <Actor event={event} /> · <Time event={event} />
            {event.address && ` · ${event.address}`}
          </p>
        </li>
      ))}
    </ol>
  )
}

function Time({ event: { at } }: { event: AuditEvent }) {
  return (
    <time dateTime={at} title={timeInWords(at)}>
      {exactTime(at)}
    </time>
  )
}

/** Its id as well, for whoever has a namesake. */
function Actor({ event: { actor } }: { event: AuditEvent }) {
  return actor ? <bdi title={actor.id}>{actor.name}</bdi> : LATCHKEY
}

function Action({ event, connectors }: { event: AuditEvent; connectors: Connector[] }) {
  const connector = connectors.find(({ id }) => id === event.connector)
  const detail = detailInWords({ name: connector?.name ?? event.connector ?? 'The provider' }, event)
  return (
    <div className={styles['action']}>
      <span className={styles['what']}>{actionInWords(event.action)}</span>
      {event.outcome === 'refused' && <span className={styles['refused']}>Refused</span>}
      {detail && (
        <span className={styles['muted']} dir="auto">
          {detail}
        </span>
      )}
    </div>
  )
}

/** The credential; the source or destination where it is there still. */
function About({ event: { credential, resource } }: { event: AuditEvent }) {
  return (
    <div className={styles['about']}>
      {resource?.name != null && (
        <Link href={resourceHref(resource.id)} dir="auto">
          {resource.name}
        </Link>
      )}
      {credential?.name != null && (
        <span className={styles['muted']}>
          {resource?.name != null && 'with '}
          <Link href={detailsHref(credential.id)} dir="auto">
            {credential.name}
          </Link>
        </span>
      )}
      {credential?.name === null && <span className={styles['muted']}>A credential that was erased</span>}
    </div>
  )
}
