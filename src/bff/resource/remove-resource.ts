import type { Resource } from '../../contract/resource.ts'
import type { Principal } from '../access/principal.ts'
import type { Refusal } from '../refusal.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import type { Store } from '../store/database.ts'
import { deleteResource, lockResource } from '../store/resources.ts'
import { refuseOthers } from './refuse-others.ts'

export interface RemoveResourceDependencies {
  store: Store
  clock(): Date
}

export interface RemoveResourceRequest {
  principal: Principal
  resourceId: string
  /** Whether the asker's condition holds for the resource's entity tag. */
  matches(etag: string): boolean
}

/** Removes a source or destination for good, and answers what it was. Its credential stays. */
export async function removeResource(
  { store, clock }: RemoveResourceDependencies,
  { principal, resourceId, matches }: RemoveResourceRequest,
): Promise<Resource | Refusal> {
  return store.of(principal.tenantId).write(async (transaction) => {
    const locked = await lockResource(transaction, principal, resourceId)
    if (!locked) return { code: 'not_found' }
    const { resource } = locked
    const refusal = refuseOthers(resource)
    if (refusal) return refusal
    if (!matches(resource.etag)) return { code: 'changed_meanwhile' }

    await deleteResource(transaction, resource)
    const { kind, name, connector, credential } = resource
    const event = { action: 'resource.removed', connector, credentialId: credential.id, resourceId } as const
    const detail = { resource: { kind, name } }
    await addAuditEvent(transaction, principal, clock().toISOString(), { ...event, detail })
    return resource
  })
}
