import type { Principal } from '../access/principal.ts'
import { refuseWithoutRight } from '../credential/refuse-without-right.ts'
import { refuseInput } from '../resource/refuse-input.ts'
import type { Refusal } from '../refusal.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import { deleteGrant, putGrant } from '../store/credential-grants.ts'
import { lockCredential, updateOwner } from '../store/credentials.ts'
import { findGranteeName, keepPerson } from '../store/people.ts'
import type { SharingDependencies } from './share-credential.ts'

export interface HandOverCredentialRequest {
  principal: Principal
  credentialId: string
  /** The id of who is to own it. */
  ownerId: string
}

/** Makes somebody else a credential's owner. Who was keeps the access of an admin. Null when it is done. */
export async function handOverCredential(
  { store, clock }: SharingDependencies,
  { principal, credentialId, ownerId }: HandOverCredentialRequest,
): Promise<Refusal | null> {
  const { tenantId } = principal
  return store.of(tenantId).write(async (transaction) => {
    const locked = await lockCredential(transaction, principal, credentialId)
    if (!locked) return { code: 'not_found' }
    const { row, access } = locked
    const before = { id: row.owner_id, name: row.owner_name }
    const refusal = refuseWithoutRight('handOver', { role: principal.role, access, ownerName: before.name })
    if (refusal) return refusal
    if (ownerId === before.id) return null
    const name = await findGranteeName(transaction, tenantId, { kind: 'person', id: ownerId })
    if (name === null) return refuseInput('/owner', 'Nobody of this id has signed in here.')

    const at = clock().toISOString()
    await updateOwner(transaction, row, { owner: { id: ownerId, name }, updatedAt: at })
    await deleteGrant(transaction, credentialId, { kind: 'person', id: ownerId })
    await keepPerson(transaction, { tenantId, ...before }, at)
    const grantee = { kind: 'person', id: before.id } as const
    const by = { id: principal.id, name: principal.name }
    await putGrant(transaction, { tenantId, credentialId }, { grantee, access: 'admin', by, at })
    const detail = { owner: { before: before.name, after: name } }
    const event = { action: 'owner.changed', connector: row.connector, credentialId, detail } as const
    await addAuditEvent(transaction, principal, at, event)
    return null
  })
}
