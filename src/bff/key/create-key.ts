import { v7 as uuidv7 } from 'uuid'
import type { Principal } from '../access/principal.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import { insertKey } from '../store/data-plane-keys.ts'
import type { Store } from '../store/database.ts'
import type { Secret } from '../vault/secret.ts'
import { hashKeyText, makeKeyText } from './key-text.ts'

export interface KeyDependencies {
  store: Pick<Store, 'of' | 'write'>
  clock(): Date
}

export interface CreateKeyRequest {
  principal: Principal
  /** Parsed (contract/text.ts). */
  name: string
  /** One that there is. */
  connector: string
}

/**
 * For the principal's tenant. The key itself is had here and never again: what is stored is its hash. Null where a key of
 * that name is in use.
 */
export async function createKey(
  { store, clock }: KeyDependencies,
  { principal, name, connector }: CreateKeyRequest,
): Promise<{ id: string; text: Secret } | null> {
  const id = uuidv7()
  const text = makeKeyText()
  const createdAt = clock().toISOString()
  const { tenantId, name: createdBy } = principal
  const hash = hashKeyText(text.reveal())
  return store.of(tenantId).write(async (transaction) => {
    if (!(await insertKey(transaction, { id, tenantId, name, connector, hash, createdBy, createdAt }))) return null
    const event = { action: 'key.created', connector, detail: { key: { id, name } } } as const
    await addAuditEvent(transaction, principal, createdAt, event)
    return { id, text }
  })
}
