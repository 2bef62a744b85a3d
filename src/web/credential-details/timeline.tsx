import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { CredentialEvent, CredentialEventPage } from '../../contract/credential-event.ts'
import { FailedNotice } from '../flow/failed-notice.tsx'
import { Bone, Loading } from '../flow/loading.tsx'
import { ShowMore } from '../flow/show-more.tsx'
import { ageInWords, timeInWords } from '../ui/relative-time.ts'
import { useNow } from '../ui/use-now.ts'
import styles from './timeline.module.css'

type TimelineProps = {
  list: UseInfiniteQueryResult<InfiniteData<CredentialEventPage>>
  what: 'checks' | 'history'
  /** What to say where there is nothing. */
  empty: string
  toWords: Read<string>
  /** What stands beside the time. */
  toNote?: Read<string>
  toTone?: Read<'good' | 'warning' | 'bad' | 'none'>
}

/** What there is to say of an event, which can depend on those around it. */
type Read<Said> = (event: CredentialEvent, place: number, all: CredentialEvent[]) => Said

/** Events down a line, newest first. */
export function Timeline({ list, what, empty, toWords, toNote, toTone }: TimelineProps) {
  const now = useNow()
  const events = list.data?.pages.flatMap((page) => page.events)
  // The same event can stand in two lists of one panel.
  const elementId = ({ id }: CredentialEvent) => `${what}-${id}`
  if (!events) {
    if (!list.isError) {
      return (
        <Loading words={`Loading the ${what}…`}>
          <Bone shape="row" />
        </Loading>
      )
    }
    return (
      <FailedNotice
        title={`The ${what} could not be loaded.`}
        failure={list.error}
        onRetry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    )
  }
  if (events.length === 0) return <p className={styles['empty']}>{empty}</p>
  return (
    <div>
      <ol className={styles['timeline']} aria-label={what === 'checks' ? 'Checks so far' : 'History'}>
        {events.map((event, place) => (
          <li
            key={event.id}
            id={elementId(event)}
            tabIndex={-1}
            className={`${styles['event']} ${styles[toTone?.(event, place, events) ?? 'none']}`}
          >
            <span>{toWords(event, place, events)}</span>
            <span className={styles['note']}>
              <time dateTime={event.at} title={timeInWords(event.at)}>
                {ageInWords(event.at, now)}
              </time>
              {toNote && (
                <>
                  {' · '}
                  <bdi>{toNote(event, place, events)}</bdi>
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
      <ShowMore
        list={list}
        label="Show earlier"
        pages={list.data?.pages.map((page) => page.events.map((event) => elementId(event))) ?? []}
      />
    </div>
  )
}
