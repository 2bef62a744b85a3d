import { latchkeyPrincipal, type Principal } from '../access/principal.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import type { Database, Store } from '../store/database.ts'
import {
  type ErasedCredential,
  eraseDeletedBefore,
  eraseDeletedCredential,
  KEPT,
} from '../store/deleted-credentials.ts'
import { eraseUse } from '../store/rate-budgets.ts'

/** Rows a transaction: a person's save comes in between. */
const BATCH = 50

export interface EraseCredentialDependencies {
  store: Store
  clock(): Date
}

/** Erases a deleted credential for good, before its time. False when there is none. */
export async function eraseCredential(
  { store, clock }: EraseCredentialDependencies,
  { principal, credentialId }: { principal: Principal; credentialId: string },
): Promise<boolean> {
  const erased = await store.of(principal.tenantId).write(async (transaction) => {
    const row = await eraseDeletedCredential(transaction, principal.tenantId, credentialId)
    if (row) {
      await eraseUse(transaction, [row.id])
      await noteErased(transaction, principal, clock(), row)
    }
    return row
  })
  if (!erased) return false
  await store.scrub([erased.sealed_secret])
  return true
}

/**
 * Erases what was deleted a week ago, of every tenant, and whatever earlier erasures could not get out of the store's files.
 * False when that is held up still; the next sweep tries again.
 */
export async function eraseExpired({ store, clock }: EraseCredentialDependencies): Promise<boolean> {
  const sealedSecrets: string[] = []
  for (let isMore = true; isMore;) {
    const rows = await store.write(async (transaction) => {
      const now = clock()
      const erased = await eraseDeletedBefore(transaction, new Date(now.getTime() - KEPT).toISOString(), BATCH)
      await eraseUse(
        transaction,
        erased.map(({ id }) => id),
      )
      for (const row of erased) await noteErased(transaction, latchkeyPrincipal(row.tenant_id), now, row)
      return erased
    })
    sealedSecrets.push(...rows.map((row) => row.sealed_secret))
    isMore = rows.length === BATCH
  }
  return store.scrub(sealedSecrets)
}

async function noteErased(
  transaction: Database,
  principal: Principal,
  now: Date,
  { id, connector }: ErasedCredential,
): Promise<void> {
  const event = { action: 'credential.erased', connector, credentialId: id, detail: {} } as const
  await addAuditEvent(transaction, principal, now.toISOString(), event)
}
