import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import type { ResourceKind } from '../../contract/resource-kind.ts'
import { connectorDetailQuery } from '../api/connector-details.ts'
import type { FlowDraft } from '../flow/flow-draft.ts'
import { FailedNotice } from '../flow/failed-notice.tsx'
import { Bone, Loading } from '../flow/loading.tsx'
import type { ResourceSaving } from '../flow/use-save-resource.ts'
import { fromTemplate, templatesOf } from './configuration.ts'
import { ConfigureFields } from './configure-fields.tsx'

export type ConfigureFormProps = {
  id: string
  kind: ResourceKind
  connector: Connector
  credential: Credential
  /** What can be done about the credential, on its card. */
  credentialAction?: ReactNode
  draft: FlowDraft
  changeDraft: (change: FlowDraft) => void
  saving: ResourceSaving
  /** The person may look, and not change anything. */
  isReadOnly?: boolean
  /** It begins with the connector's first template. What is there already is not configured behind somebody's back. */
  isNew?: boolean
}

/** What a source or destination is called, where it calls, and what it reads or writes; and a way to try that out. */
export function ConfigureForm({ isNew = false, ...props }: ConfigureFormProps) {
  const { kind, connector, draft } = props
  const detail = useQuery(connectorDetailQuery(connector.id))
  if (!detail.data) {
    return detail.isError ? (
      <FailedNotice
        title={`What ${connector.name} offers could not be loaded.`}
        failure={detail.error}
        onRetry={() => void detail.refetch()}
        isRetrying={detail.isFetching}
      />
    ) : (
      <Loading words={`Loading what ${connector.name} offers…`}>
        <Bone shape="tile" />
        <Bone shape="tile" />
      </Loading>
    )
  }
  const [first] = templatesOf(kind, detail.data)
  const preset = isNew && first ? fromTemplate(first) : undefined
  return <ConfigureFields {...props} detail={detail.data} configuration={draft.configuration ?? preset} />
}
