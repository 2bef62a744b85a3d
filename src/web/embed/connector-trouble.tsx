import type { UseQueryResult } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Connector } from '../../contract/connector.ts'
import { FailedNotice } from '../flow/failed-notice.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import styles from './embed-card.module.css'
import { EmbedCard } from './embed-card.tsx'
import type { HostPage } from './host-page.ts'

type ConnectorTroubleProps = { host: HostPage; connector: string; connectors: UseQueryResult<Connector[]> }

/** What there is in place of a connector's screen: nothing while it is on its way, and words where it does not come. */
export function ConnectorTrouble({ host, connector, connectors }: ConnectorTroubleProps) {
  const isUnknown = connectors.data !== undefined
  const { isError } = connectors
  useEffect(() => {
    if (isUnknown) host.send({ type: 'failed', code: 'broken' })
    else if (isError) host.send({ type: 'failed', code: 'no_answer' })
  }, [host, isUnknown, isError])
  if (connectors.isPending) return null
  const leave = () => host.send({ type: 'closed' })
  return (
    <EmbedCard onEscape={leave}>
      {isUnknown ? (
        <div role="alert">
          <Notice tone="bad" title="This connector cannot be shown.">
            <p>
              “<bdi>{connector}</bdi>” is none that Latchkey has, or none that you may use here.
            </p>
          </Notice>
        </div>
      ) : (
        <FailedNotice
          title="The connectors could not be loaded."
          failure={connectors.error}
          onRetry={() => void connectors.refetch()}
          isRetrying={connectors.isFetching}
        />
      )}
      <div className={styles['ways']}>
        <Button onClick={leave}>Close</Button>
      </div>
    </EmbedCard>
  )
}
