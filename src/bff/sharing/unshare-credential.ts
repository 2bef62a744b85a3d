import type { Principal } from '../access/principal.ts'
import { refuseWithoutRight } from '../credential/refuse-without-right.ts'
import type { Refusal } from '../refusal.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import { deleteGrant, findGrant, type Grantee } from '../store/credential-grants.ts'
import { lockCredential } from '../store/credentials.ts'
import { findGranteeName } from '../store/people.ts'
import type { SharingDependencies } from './share-credential.ts'

export interface UnshareCredentialRequest {
  principal: Principal
  credentialId: string
  grantee: Grantee
}

/**
 * Takes what was shared from a person or a team. Whoever it was shared with may leave it by themselves. Null when it is done.
 */
export async function unshareCredential(
  { store, clock }: SharingDependencies,
  { principal, credentialId, grantee }: UnshareCredentialRequest,
): Promise<Refusal | null> {
  const { tenantId } = principal
  return store.of(tenantId).write(async (transaction) => {
    const locked = await lockCredential(transaction, principal, credentialId)
    if (!locked) return { code: 'not_found' }
    const { row } = locked
    const isOwn = grantee.kind === 'person' && grantee.id === principal.id
    const asker = { role: principal.role, access: locked.access, ownerName: row.owner_name }
    const refusal = isOwn ? null : refuseWithoutRight('share', asker)
    if (refusal) return refusal
    const before = await findGrant(transaction, credentialId, grantee)
    if (before === null) return { code: 'not_found' }

    await deleteGrant(transaction, credentialId, grantee)
    const name = (await findGranteeName(transaction, tenantId, grantee)) ?? grantee.id
    const detail = { grant: { kind: grantee.kind, name, before, after: null } }
    const event = { action: 'access.revoked', connector: row.connector, credentialId, detail } as const
    await addAuditEvent(transaction, principal, clock().toISOString(), event)
    return null
  })
}
