import { latchkeyPrincipal, type Principal } from '../access/principal.ts'
import type { Refusal } from '../refusal.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import { deleteGrants } from '../store/credential-grants.ts'
import type { Database, Store } from '../store/database.ts'
import {
  type ErasedCredential,
  eraseDeletedBefore,
  eraseDeletedCredential,
  KEPT,
  lockDeletedCredential,
} from '../store/deleted-credentials.ts'
import { eraseUse } from '../store/rate-budgets.ts'
import { refuseWithoutRight } from './refuse-without-right.ts'

/** Rows a transaction: a person's save comes in between. */
const BATCH = 50

export interface EraseCredentialDependencies {
  store: Store
  clock(): Date
}

/** Erases a deleted credential for good, before its time. Null when it is done. */
export async function eraseCredential(
  { store, clock }: EraseCredentialDependencies,
  { principal, credentialId }: { principal: Principal; credentialId: string },
): Promise<Refusal | null> {
  const erased = await store.of(principal.tenantId).write(async (transaction) => {
    const locked = await lockDeletedCredential(transaction, principal, credentialId)
    if (!locked) return { code: 'not_found' } as const
    const { row, access } = locked
    const refusal = refuseWithoutRight('delete', { role: principal.role, access, ownerName: row.owner_name })
    if (refusal) return refusal
    await eraseDeletedCredential(transaction, row)
    await eraseWhatIsLeft(transaction, [row])
    await noteErased(transaction, principal, clock(), row)
    return row
  })
  if ('code' in erased) return erased
  await store.scrub([erased.sealed_secret])
  return null
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
      await eraseWhatIsLeft(transaction, erased)
      for (const row of erased) await noteErased(transaction, latchkeyPrincipal(row.tenant_id), now, row)
      return erased
    })
    sealedSecrets.push(...rows.map((row) => row.sealed_secret))
    isMore = rows.length === BATCH
  }
  return store.scrub(sealedSecrets)
}

/** What hung on a credential and is nobody's once it is erased. */
async function eraseWhatIsLeft(transaction: Database, erased: readonly ErasedCredential[]): Promise<void> {
  const ids = erased.map(({ id }) => id)
  await eraseUse(transaction, ids)
  await deleteGrants(transaction, ids)
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
