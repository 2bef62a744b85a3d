import type { ConnectorDetail } from '../../contract/connector-detail.ts'
import type { Credential } from '../../contract/credential.ts'
import type { Region } from '../../contract/region.ts'
import type { CreateResource } from '../../contract/resource.ts'
import type { ResourceKind } from '../../contract/resource-kind.ts'
import type { FlowDraft } from '../flow/flow-draft.ts'
import { withoutBlankRows } from './blank-rows.ts'
import { type Configuration, isDestination } from './configuration.ts'

type Configured = {
  kind: ResourceKind
  detail: ConnectorDetail
  credential: Credential
  draft: FlowDraft
  region: Region | undefined
  configuration: Configuration | undefined
}

/** The body that saves it. A configuration that nobody has made is left out. */
export function toCreateResource(configured: Configured): CreateResource {
  const { kind, detail, credential, draft, region } = configured
  const configuration = configured.configuration && withoutBlankRows(configured.configuration)
  const resource = {
    connector: detail.id,
    credentialId: credential.id,
    name: draft.name ?? '',
    ...(region && { region }),
  }
  if (kind === 'source') {
    return { kind, ...resource, ...(configuration && !isDestination(configuration) && { configuration }) }
  }
  return { kind, ...resource, ...(configuration && isDestination(configuration) && { configuration }) }
}
