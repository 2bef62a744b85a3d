import type { GrantedAccess } from '../../contract/access.ts'
import type { Principal } from '../access/principal.ts'
import { refuseWithoutRight } from '../credential/refuse-without-right.ts'
import { refuseInput } from '../resource/refuse-input.ts'
import type { Refusal } from '../refusal.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import { findGrant, type Grantee, putGrant } from '../store/credential-grants.ts'
import { lockCredential } from '../store/credentials.ts'
import type { Store } from '../store/database.ts'
import { findGranteeName } from '../store/people.ts'

export interface SharingDependencies {
  store: Store
  clock(): Date
}

export interface ShareCredentialRequest {
  principal: Principal
  credentialId: string
  grantee: Grantee
  access: GrantedAccess
}

/**
 * Gives a person or a team access to a credential, or changes what they have. What leaves it as it is makes no event. Null
 * when it is done.
 */
export async function shareCredential(
  { store, clock }: SharingDependencies,
  { principal, credentialId, grantee, access }: ShareCredentialRequest,
): Promise<Refusal | null> {
  const { tenantId } = principal
  return store.of(tenantId).write(async (transaction) => {
    // Whoever shares, unshares, hands over, uses or deletes it meanwhile waits.
    const locked = await lockCredential(transaction, principal, credentialId)
    if (!locked) return { code: 'not_found' }
    const { row } = locked
    const asker = { role: principal.role, access: locked.access, ownerName: row.owner_name }
    const refusal = refuseWithoutRight('share', asker)
    if (refusal) return refusal
    if (grantee.kind === 'person' && grantee.id === row.owner_id) {
      return refuseInput('/grantee', 'Its owner has every right to it already.')
    }
    const name = await findGranteeName(transaction, tenantId, grantee)
    if (name === null) return refuseInput('/grantee', 'Nobody and no team of this id is known here.')
    const before = await findGrant(transaction, credentialId, grantee)
    if (before === access) return null

    const at = clock().toISOString()
    const by = { id: principal.id, name: principal.name }
    await putGrant(transaction, { tenantId, credentialId }, { grantee, access, by, at })
    const detail = { grant: { kind: grantee.kind, name, before, after: access } }
    const event = { action: 'access.granted', connector: row.connector, credentialId, detail } as const
    await addAuditEvent(transaction, principal, at, event)
    return null
  })
}
