import type * as z from 'zod/mini'
import type { EventDetail } from '../../contract/credential-event.ts'
import type { editResourceSchema, Resource } from '../../contract/resource.ts'
import type { Principal } from '../access/principal.ts'
import { getConnector } from '../connectors/registry.ts'
import type { Refusal } from '../refusal.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import type { Database, Store } from '../store/database.ts'
import { findResource, holdForResource, lockResource, updateResource } from '../store/resources.ts'
import { checkConfiguration } from './check-configuration.ts'
import { refuseInput } from './refuse-input.ts'
import { refuseOthers } from './refuse-others.ts'

export interface EditResourceDependencies {
  store: Store
  clock(): Date
}

export type EditResourceRequest = z.output<typeof editResourceSchema> & {
  principal: Principal
  resourceId: string
  /** Whether the asker's condition holds for the resource's entity tag. */
  matches(etag: string): boolean
}

/** Changes what a source or destination is called, does and uses. What leaves everything as it is makes no revision. */
export async function editResource(
  { store, clock }: EditResourceDependencies,
  request: EditResourceRequest,
): Promise<Resource | Refusal> {
  return store.of(request.principal.tenantId).write((transaction) => edit(transaction, request, clock().toISOString()))
}

async function edit(
  transaction: Database,
  { principal, resourceId, matches, ...asked }: EditResourceRequest,
  now: string,
): Promise<Resource | Refusal> {
  const locked = await lockResource(transaction, principal, resourceId)
  if (!locked) return { code: 'not_found' }
  const { resource } = locked
  const refusal = refuseOthers(resource)
  if (refusal) return refusal
  const { kind, connector } = resource
  if (!matches(resource.etag)) return { code: 'changed_meanwhile' }
  if (asked.kind !== kind) return refuseInput('/kind', 'What is there is of the other kind.')
  const errors = asked.configuration ? checkConfiguration(getConnector(connector), asked.configuration) : []
  if (errors.length > 0) return { code: 'invalid_input', errors }

  const before = toChangeable(resource)
  const after = {
    credentialId: asked.credentialId ?? before.credentialId,
    name: asked.name ?? before.name,
    region: asked.region === undefined ? before.region : asked.region,
    configuration: asked.configuration ?? before.configuration,
  }
  if (isSame(before, after)) return resource
  const isMoved = after.credentialId !== before.credentialId
  if (!isSame({ ...before, name: after.name }, after)) {
    const credentialConnector = await holdForResource(transaction, principal, after.credentialId)
    if (credentialConnector !== connector) return isMoved ? noSuchCredential : noLongerShared
  }

  const { configuration = null } = asked
  await updateResource(transaction, locked, { ...after, configuration, updatedAt: now })
  const detail: EventDetail = {
    resource: { kind, name: after.name },
    ...(after.name !== before.name && { name: { before: before.name, after: after.name } }),
  }
  // In the history of the one it leaves, too.
  for (const credentialId of isMoved ? [before.credentialId, after.credentialId] : [after.credentialId]) {
    const event = { action: 'resource.edited', connector, credentialId, resourceId, detail } as const
    await addAuditEvent(transaction, principal, now, event)
  }
  return (await findResource(transaction, principal, resourceId)) ?? { code: 'not_found' }
}

const noSuchCredential = refuseInput('/credentialId', 'There is no such credential of this connector.')

/** Whoever lost the credential keeps what runs on it, and has it do nothing else. */
const noLongerShared: Refusal = {
  code: 'not_permitted',
  detail: 'The credential that this uses is no longer shared with you: only its name can be changed.',
}

type Changeable = Pick<Resource, 'name' | 'region' | 'configuration'> & { credentialId: string }

function toChangeable({ credential, name, region, configuration }: Resource): Changeable {
  return { credentialId: credential.id, name, region, configuration }
}

/** Both came out of the same schema, which puts the fields in one order. */
function isSame(before: Changeable, after: Changeable): boolean {
  return JSON.stringify(before) === JSON.stringify(after)
}
