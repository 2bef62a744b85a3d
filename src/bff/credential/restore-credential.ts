import type { Credential } from '../../contract/credential.ts'
import type { Principal } from '../access/principal.ts'
import type { Refusal } from '../refusal.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import { findConflict } from '../store/credential-conflicts.ts'
import { findCredential } from '../store/credentials.ts'
import type { Store } from '../store/database.ts'
import { lockDeletedCredential, moveBack } from '../store/deleted-credentials.ts'
import { refuseWithoutRight } from './refuse-without-right.ts'

export interface RestoreCredentialDependencies {
  store: Store
  clock(): Date
}

/** Brings a deleted credential back as it was. Nobody watched it meanwhile, so it is due for a check at once. */
export async function restoreCredential(
  { store, clock }: RestoreCredentialDependencies,
  { principal, credentialId }: { principal: Principal; credentialId: string },
): Promise<Credential | Refusal> {
  return store.of(principal.tenantId).write(async (transaction) => {
    const locked = await lockDeletedCredential(transaction, principal, credentialId)
    if (!locked) return { code: 'not_found' }
    const { row, access } = locked
    const refusal = refuseWithoutRight('delete', { role: principal.role, access, ownerName: row.owner_name })
    if (refusal) return refusal
    const now = clock().toISOString()
    const { connector, name, secret_hash: secretHash } = row
    if (!(await moveBack(transaction, row, { checkDueAt: now }))) {
      const conflict = await findConflict(transaction, principal, { connector, secretHash, name })
      return conflict ?? { code: 'store_unavailable' }
    }
    const event = { action: 'credential.restored', connector, credentialId, detail: {} } as const
    await addAuditEvent(transaction, principal, now, event)
    return (await findCredential(transaction, principal, credentialId)) ?? { code: 'not_found' }
  })
}
