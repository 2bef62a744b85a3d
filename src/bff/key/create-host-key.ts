import { v7 as uuidv7 } from 'uuid'
import type { Principal } from '../access/principal.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import { type HostKey, insertHostKey } from '../store/host-keys.ts'
import type { Secret } from '../vault/secret.ts'
import type { KeyDependencies } from './create-key.ts'
import { hashKeyText, makeKeyText } from './key-text.ts'

/** What the key is for: exact origins (access/host-origin.ts), connectors that there are, a parsed name. */
export interface CreateHostKeyRequest extends Omit<HostKey, 'id'> {
  principal: Principal
}

/** The key itself is had here and never again: what is stored is its hash. Null where a host key of that name is in use. */
export async function createHostKey(
  { store, clock }: KeyDependencies,
  { principal, ...wanted }: CreateHostKeyRequest,
): Promise<{ id: string; text: Secret } | null> {
  const id = uuidv7()
  const text = makeKeyText('host')
  const createdAt = clock().toISOString()
  const key = { ...wanted, id, hash: hashKeyText(text.reveal()), createdBy: principal.name, createdAt }
  return store.write(async (transaction) => {
    if (!(await insertHostKey(transaction, key))) return null
    const by = { ...principal, tenantId: wanted.tenantId ?? principal.tenantId }
    await addAuditEvent(transaction, by, createdAt, { action: 'key.created', detail: { key: { id, name: key.name } } })
    return { id, text }
  })
}
