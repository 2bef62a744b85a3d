import { memo } from 'react'
import { Link } from 'wouter'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import type { TenantRole } from '../../contract/person.ts'
import type { ResourceKind } from '../../contract/resource-kind.ts'
import type { CredentialFilters } from '../api/credentials.ts'
import { type DetailsAction, deletedHref, type OverEntry } from '../credential-details/open-details.ts'
import { useAsker } from '../credential-access/use-asker.ts'
import { FailedNotice } from '../flow/failed-notice.tsx'
import { Bone, Loading } from '../flow/loading.tsx'
import styles from './credential-choice.module.css'
import { isNarrowed, withFilters } from './credential-filters.ts'
import { CredentialGrid } from './credential-grid.tsx'
import { FilterBar } from './filter-bar.tsx'
import { totalInWords } from './total-in-words.ts'
import { useAnnounceFound } from './use-announce-found.ts'
import { useCredentials } from './use-credentials.ts'
import type { ChangeFilters } from './use-filters.ts'
import { useNeededPages } from './use-needed-pages.ts'

type CredentialChoiceProps = {
  kind: ResourceKind
  connector: Connector
  filters: CredentialFilters
  onFilter: ChangeFilters
  chosenId: string | undefined
  chosen: Credential | undefined
  onChoose: (credential: Credential) => void
  addWords: string
  onAdd: () => void
  onAddLikely: () => void
  arrivingId: string | null
  onArrived: () => void
  onOpenDetails: (id: string, action?: DetailsAction) => void
}

/**
 * The grid of credentials with what finds one among them, or what there is in its place: being loaded, none yet, none
 * found, not to be had. Not rendered anew for the overlay that opens over it.
 */
export const CredentialChoice = memo(function CredentialChoice(props: CredentialChoiceProps) {
  const { kind, connector, filters, onFilter, chosen, ...choice } = props
  const { list, shown, total, count = 0 } = useCredentials(connector.id, filters, chosen)
  const { role } = useAsker()
  const narrowed = isNarrowed(filters)
  // There before the credentials are, too: it would push them down under the person's hand.
  const hasBar = narrowed || total?.count !== 0

  const { isFetchNextPageError, fetchNextPage } = list
  const setNeeded = useNeededPages(connector.id, filters, list)

  const words = total && totalInWords(total, narrowed)
  useAnnounceFound(list.isPlaceholderData ? undefined : words, withFilters('', filters))

  return (
    <>
      {hasBar && <FilterBar connector={connector} filters={filters} onChange={onFilter} />}
      <div className={styles['total']}>
        {total && (narrowed || total.count > 0) && <p>{words}</p>}
        {narrowed && (
          <button
            type="button"
            className={styles['clear']}
            onClick={() => onFilter(filters.sort ? { sort: filters.sort } : {})}
          >
            Clear filters
          </button>
        )}
        <Link className={styles['deleted']} href={deletedHref()} state={{ isOverEntry: true } satisfies OverEntry}>
          Recently deleted
        </Link>
      </div>
      <CredentialGrid
        {...choice}
        connector={connector}
        list={`${kind}/${connector.id}${withFilters('', filters)}`}
        credentials={shown}
        count={count}
        total={!total || total.isAtLeast ? null : count}
        onNeeded={setNeeded}
      >
        {list.isPending && (
          <Loading words="Loading the credentials…">
            <Bone shape="tile" />
            <Bone shape="tile" />
          </Loading>
        )}
        {list.isError && !shown && (
          <FailedNotice
            title="The credentials could not be loaded."
            failure={list.error}
            onRetry={() => void list.refetch()}
            isRetrying={list.isFetching}
          />
        )}
        {isFetchNextPageError && (
          <div className={styles['more']}>
            <FailedNotice
              title="More credentials could not be loaded."
              failure={list.error}
              onRetry={() => void fetchNextPage()}
              isRetrying={list.isFetchingNextPage}
            />
          </div>
        )}
        {shown?.length === 0 && (
          <p className={styles['empty']}>
            {narrowed ? `No ${connector.name} credential is like that.` : noneInWords(connector, role)}
          </p>
        )}
      </CredentialGrid>
    </>
  )
})

/** What a member does not see may be there all the same. */
function noneInWords({ name }: Connector, role: TenantRole): string {
  return role === 'admin'
    ? `There is no ${name} credential yet: add the first, and it can be used by every data flow.`
    : `No ${name} credential is yours or shared with you yet: add one, or ask for one to be shared.`
}
