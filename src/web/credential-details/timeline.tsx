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
  label: string
  /** What to say where there is nothing. */
  empty: string
  toWords: (event: CredentialEvent) => string
  /** What stands beside the time. */
  toNote?: (event: CredentialEvent) => string
  toTone?: (event: CredentialEvent) => 'good' | 'warning' | 'bad' | 'none'
}

/** Events down a line, newest first. */
export function Timeline({ list, label, empty, toWords, toNote, toTone }: TimelineProps) {
  const now = useNow()
  const events = list.data?.pages.flatMap((page) => page.events)
  // The same event can stand in two lists of one panel.
  const elementId = ({ id }: CredentialEvent) => `${label.replaceAll(' ', '-')}-${id}`
  if (!events) {
    if (!list.isError) {
      return (
        <Loading words={`Loading: ${label}…`}>
          <Bone shape="row" />
        </Loading>
      )
    }
    return (
      <FailedNotice
        title="This could not be loaded."
        failure={list.error}
        onRetry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    )
  }
  if (events.length === 0) return <p className={styles['empty']}>{empty}</p>
  return (
    <div>
      <ol className={styles['timeline']} aria-label={label}>
        {events.map((event) => (
          <li
            key={event.id}
            id={elementId(event)}
            tabIndex={-1}
            className={`${styles['event']} ${styles[toTone?.(event) ?? 'none']}`}
          >
            <span dir="auto">{toWords(event)}</span>
            <span className={styles['note']}>
              <time dateTime={event.at} title={timeInWords(event.at)}>
                {ageInWords(event.at, now)}
              </time>
              {toNote && (
                <>
                  {' · '}
                  <bdi>{toNote(event)}</bdi>
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
