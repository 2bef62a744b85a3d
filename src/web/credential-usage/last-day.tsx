import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import type { CredentialUsage } from '../../contract/credential-usage.ts'
import { lastDayQuery } from '../api/credential-usage.ts'
import { Section } from '../credential-details/section.tsx'
import { ChunkFailed } from '../flow/chunk-failed.tsx'
import { FailedNotice } from '../flow/failed-notice.tsx'
import { Bone, Loading } from '../flow/loading.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { useChunk } from '../ui/use-chunk.ts'
import { useNow } from '../ui/use-now.ts'
import { startOfHour, toDayHours } from './day-hours.ts'
import styles from './last-day.module.css'
import { UsageTable } from './usage-table.tsx'
import { budgetInWords, bytesInWords, speedInWords, totalsInWords } from './usage-words.ts'

const loadPlots = () => import('./usage-plots.tsx').then(({ UsagePlots }) => UsagePlots)

/** What a credential was used for in the last 24 hours: in words, plotted, and as a table. */
export function LastDay({ connector, credential }: { connector: Connector; credential: Credential }) {
  const usage = useQuery(lastDayQuery(credential.id))
  return (
    <Section title="Last day">
      {usage.isPending && (
        <Loading words="Loading what it was used for…">
          <Bone shape="tile" />
        </Loading>
      )}
      {usage.isError && !usage.data && (
        <FailedNotice
          title="What it was used for could not be loaded."
          failure={usage.error}
          onRetry={() => void usage.refetch()}
          isRetrying={usage.isFetching}
        />
      )}
      {usage.data?.hours.length === 0 && <p className={styles['empty']}>Not used in the last day.</p>}
      {usage.data && usage.data.hours.length > 0 && <Used provider={connector.name} usage={usage.data} />}
    </Section>
  )
}

function Used({ provider, usage: { hours } }: { provider: string; usage: CredentialUsage }) {
  const now = useNow()
  // Once an hour, and not with every minute: the plots are drawn anew with it.
  const hour = startOfHour(now)
  const day = useMemo(() => toDayHours(hours, hour), [hours, hour])
  const [isTableOpen, setIsTableOpen] = useState(false)
  const plots = useChunk(loadPlots, true)
  const UsagePlots = plots.part
  const more = [speedInWords(hours), budgetInWords(hours, now), bytesInWords(hours)]
  return (
    <div className={styles['used']}>
      <div className={styles['words']}>
        <p className={styles['totals']}>{totalsInWords(hours, provider)}</p>
        <p className={styles['more']}>{more.filter(Boolean).join(' ')}</p>
      </div>
      {plots.hasFailed ? (
        <ChunkFailed title="The plot could not be loaded." onRetry={plots.fetch} />
      ) : (
        <div className={styles['plots']} aria-busy={!UsagePlots}>
          {UsagePlots && <UsagePlots day={day} now={now} />}
        </div>
      )}
      <Disclosure summary="Show as table" open={isTableOpen} onOpenChange={setIsTableOpen}>
        <UsageTable day={day} now={now} />
      </Disclosure>
    </div>
  )
}
