import type { Principal } from '../access/principal.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import { type ListedDataPlaneKey, markRevoked } from '../store/data-plane-keys.ts'
import type { KeyDependencies } from './create-key.ts'

/** From then on it is nobody's key, and its name is free. Null where no key in use has that id or name. */
export async function revokeKey(
  { store, clock }: KeyDependencies,
  { principal, idOrName }: { principal: Principal; idOrName: string },
): Promise<ListedDataPlaneKey | null> {
  const at = clock().toISOString()
  return store.of(principal.tenantId).write(async (transaction) => {
    const revoked = await markRevoked(transaction, { tenantId: principal.tenantId, idOrName, at })
    if (!revoked) return null
    const { id, name, connector } = revoked
    const event = { action: 'key.revoked', connector, detail: { key: { id, name } } } as const
    await addAuditEvent(transaction, principal, at, event)
    return revoked
  })
}
