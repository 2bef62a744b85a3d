import type { UseQueryResult } from '@tanstack/react-query'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { FailedNotice } from '../flow/failed-notice.tsx'
import { Bone, Loading } from '../flow/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import styles from './details-placeholder.module.css'

type DetailsPlaceholderProps = {
  credential: UseQueryResult<Credential>
  connectors: UseQueryResult<Connector[]>
}

/** What there is in place of the details: they are on their way, did not come, or cannot be shown. */
export function DetailsPlaceholder({ credential, connectors }: DetailsPlaceholderProps) {
  const failed = [credential, connectors].find((query) => query.isError && !query.data)
  if (failed) {
    return (
      <FailedNotice
        title="The credential could not be loaded."
        failure={failed.error}
        onRetry={() => void failed.refetch()}
        isRetrying={failed.isFetching}
      />
    )
  }
  if (credential.data && connectors.data) {
    return (
      <Notice tone="warning" title="This credential cannot be shown.">
        <p>
          It is for the connector “<bdi>{credential.data.connector}</bdi>”, which this Latchkey does not have.
        </p>
      </Notice>
    )
  }
  return (
    <div className={styles['bones']}>
      <Loading words="Loading the credential…">
        <Bone shape="row" />
        <Bone shape="tile" />
        <Bone shape="tile" />
      </Loading>
    </div>
  )
}
