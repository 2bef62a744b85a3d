import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useLocation, useSearch } from 'wouter'
import { auditEventsQuery, auditExportHref } from '../api/audit-events.ts'
import { connectorsQuery } from '../api/connectors.ts'
import { credentialQuery } from '../api/credentials.ts'
import { ProblemFailure } from '../api/request.ts'
import { useAnnounceFound } from '../authenticate/use-announce-found.ts'
import { FailedNotice } from '../flow/failed-notice.tsx'
import { Bone, Loading } from '../flow/loading.tsx'
import { Screen } from '../flow/screen.tsx'
import { ShowMore } from '../flow/show-more.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { EventFilterBar } from './event-filter-bar.tsx'
import { parseEventFilters, toAuditFilters, toEventsPath } from './event-filters.ts'
import { eventElementId, EventList } from './event-list.tsx'
import styles from './events-screen.module.css'

const NONE_FOUND = 'No event is like that.'

/** Who did what: every event of the tenant, for its admins. */
export function EventsScreen() {
  const search = useSearch()
  const filters = parseEventFilters(search)
  const isNarrowed = Object.keys(filters).length > 0
  const [, navigate] = useLocation()
  const asked = toAuditFilters(filters)
  const list = useInfiniteQuery(auditEventsQuery(asked))
  const connectors = useQuery(connectorsQuery).data ?? []
  const credential = useQuery({
    ...credentialQuery(filters.credential ?? ''),
    enabled: filters.credential !== undefined,
  })
  const events = list.data?.pages.flatMap((page) => page.events)
  const isForbidden = list.error instanceof ProblemFailure && list.error.problem.code === 'not_permitted'
  useAnnounceFound(events && foundInWords(events.length, list.hasNextPage), search)

  return (
    <Screen
      title="Events"
      pageTitle="Events"
      sentence="What was done here, by whom, and how it ended. The calls of data flows are counted on each credential, not listed here."
      actions={
        !isForbidden && (
          <a
            className={buttonClass('secondary')}
            href={auditExportHref(asked)}
            title="As JSON Lines, an event a line"
            download
          >
            <Download size={16} aria-hidden />
            Export
          </a>
        )
      }
    >
      {isForbidden ? (
        <Notice tone="warning" title="Only an admin of your organisation may read this.">
          <p>The history of a credential that you can see is in its details.</p>
        </Notice>
      ) : (
        <EventFilterBar
          filters={filters}
          credentialName={credential.data?.name}
          onChange={(changed) => navigate(toEventsPath(changed), { replace: true })}
        />
      )}
      {list.isPending && (
        <Loading words="Loading the events…">
          <Bone shape="row" />
          <Bone shape="row" />
          <Bone shape="row" />
        </Loading>
      )}
      {list.isError && !events && !isForbidden && (
        <FailedNotice
          title="The events could not be loaded."
          failure={list.error}
          onRetry={() => void list.refetch()}
          isRetrying={list.isFetching}
        />
      )}
      {events?.length === 0 && <p className={styles['empty']}>{isNarrowed ? NONE_FOUND : 'Nothing was done yet.'}</p>}
      {events && events.length > 0 && (
        <>
          <EventList events={events} connectors={connectors} />
          <ShowMore
            list={list}
            label="Show earlier"
            pages={list.data?.pages.map((page) => page.events.map((event) => eventElementId(event))) ?? []}
          />
        </>
      )}
    </Screen>
  )
}

function foundInWords(count: number, hasMore: boolean): string {
  if (count === 0) return NONE_FOUND
  if (hasMore) return `More than ${count} events found.`
  return count === 1 ? '1 event found.' : `${count} events found.`
}
