import type { Principal } from '../access/principal.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import { type ListedDataPlaneKey, markRevoked } from '../store/data-plane-keys.ts'
import type { Database } from '../store/database.ts'
import { type ListedHostKey, markHostKeyRevoked } from '../store/host-keys.ts'
import { findKeysInUse } from '../store/key-tables.ts'
import { deleteSessionsOfHostKey } from '../store/sessions.ts'
import type { KeyDependencies } from './create-key.ts'

export type ListedKey = ListedDataPlaneKey | ListedHostKey

/**
 * From then on it is nobody's key, its name is free, and what a host key has opened or could still open is over. Answers
 * `unknown` where no key in use has that id or name, `ambiguous` where several have the name.
 */
export async function revokeKey(
  { store, clock }: KeyDependencies,
  { principal, idOrName }: { principal: Principal; idOrName: string },
): Promise<ListedKey | 'unknown' | 'ambiguous'> {
  const at = clock().toISOString()
  return store.write(async (transaction) => {
    const named = await findInUse(transaction, idOrName)
    // A key may be named like the id of another: then the id is meant.
    const meant = named.find((each) => each.id === idOrName) ?? named[0]
    if (!meant) return 'unknown'
    if (meant.id !== idOrName && named.length > 1) return 'ambiguous'
    const revoked = await revoke(transaction, { ...meant, at })
    if (!revoked) return 'unknown'
    const { id, name, tenantId } = revoked
    await addAuditEvent(transaction, { ...principal, tenantId: tenantId ?? principal.tenantId }, at, {
      action: 'key.revoked',
      ...(revoked.kind === 'data_plane' && { connector: revoked.connector }),
      detail: { key: { id, name } },
    })
    return revoked
  })
}

interface KeyInUse {
  kind: ListedKey['kind']
  id: string
}

async function findInUse(transaction: Database, idOrName: string): Promise<KeyInUse[]> {
  const [dataPlaneKeys, hostKeys] = [
    await findKeysInUse(transaction, 'data_plane_key', idOrName),
    await findKeysInUse(transaction, 'host_key', idOrName),
  ]
  return [
    ...dataPlaneKeys.map(({ id }) => ({ kind: 'data_plane' as const, id })),
    ...hostKeys.map(({ id }) => ({ kind: 'host' as const, id })),
  ]
}

async function revoke(transaction: Database, { kind, id, at }: KeyInUse & { at: string }): Promise<ListedKey | null> {
  if (kind === 'data_plane') return markRevoked(transaction, { id, at })
  const revoked = await markHostKeyRevoked(transaction, { id, at })
  if (revoked) await deleteSessionsOfHostKey(transaction, id)
  return revoked
}
