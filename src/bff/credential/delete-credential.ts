import type { DeletedCredential } from '../../contract/credential.ts'
import type { Principal } from '../access/principal.ts'
import type { Refusal } from '../refusal.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import { lockCredential, toEtag } from '../store/credentials.ts'
import type { Store } from '../store/database.ts'
import { moveToDeleted } from '../store/deleted-credentials.ts'
import { listUsers } from '../store/resources.ts'
import { refuseWithoutRight } from './refuse-without-right.ts'

export interface DeleteCredentialDependencies {
  store: Store
  clock(): Date
}

export interface DeleteCredentialRequest {
  principal: Principal
  credentialId: string
  /** Whether the asker's condition holds for the credential's entity tag. */
  matches(etag: string): boolean
}

/** Takes a credential out of sight, for a week in which it can be had back. One that is used stays. */
export async function deleteCredential(
  { store, clock }: DeleteCredentialDependencies,
  { principal, credentialId, matches }: DeleteCredentialRequest,
): Promise<DeletedCredential | Refusal> {
  return store.of(principal.tenantId).write(async (transaction) => {
    const locked = await lockCredential(transaction, principal, credentialId)
    if (!locked) return { code: 'not_found' }
    const { row, access } = locked
    const refusal = refuseWithoutRight('delete', { role: principal.role, access, ownerName: row.owner_name })
    if (refusal) return refusal
    if (!matches(toEtag(row.revision))) return { code: 'changed_meanwhile' }
    // After the lock, which waits for whoever is making one, and in a statement of its own, which sees it.
    const usedBy = await listUsers(transaction, credentialId)
    if (usedBy.length > 0) return { code: 'credential_in_use', usedBy }

    const at = clock().toISOString()
    const deleted = await moveToDeleted(transaction, locked, { by: { id: principal.id, name: principal.name }, at })
    const event = { action: 'credential.deleted', connector: row.connector, credentialId, detail: {} } as const
    await addAuditEvent(transaction, principal, at, event)
    return deleted
  })
}
