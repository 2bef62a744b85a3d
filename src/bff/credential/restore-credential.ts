import type { Credential } from '../../contract/credential.ts'
import type { Principal } from '../access/principal.ts'
import type { Refusal } from '../refusal.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import { findConflict } from '../store/credential-conflicts.ts'
import { findCredential } from '../store/credentials.ts'
import type { Store } from '../store/database.ts'
import { lockDeletedCredential, moveBack } from '../store/deleted-credentials.ts'

export interface RestoreCredentialDependencies {
  store: Store
  clock(): Date
}

/** Brings a deleted credential back as it was. Nobody watched it meanwhile, so it is due for a check at once. */
export async function restoreCredential(
  { store, clock }: RestoreCredentialDependencies,
  { principal, credentialId }: { principal: Principal; credentialId: string },
): Promise<Credential | Refusal> {
  const { tenantId } = principal
  return store.of(tenantId).write(async (transaction) => {
    const row = await lockDeletedCredential(transaction, tenantId, credentialId)
    if (!row) return { code: 'not_found' }
    const now = clock().toISOString()
    const { connector, name, secret_hash: secretHash } = row
    if (!(await moveBack(transaction, row, { checkDueAt: now }))) {
      const conflict = await findConflict(transaction, { tenantId, connector, secretHash, name })
      return conflict ?? { code: 'store_unavailable' }
    }
    const event = { action: 'credential.restored', connector, credentialId, detail: {} } as const
    await addAuditEvent(transaction, principal, now, event)
    return (await findCredential(transaction, tenantId, credentialId)) ?? { code: 'not_found' }
  })
}
