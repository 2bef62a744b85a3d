import { v7 as uuidv7 } from 'uuid'
import type { Database, Store } from './database.ts'

/** Milliseconds a 201 is remembered. */
const REMEMBERED = 24 * 60 * 60 * 1_000

/**
 * Milliseconds a mark in flight outlives its request, so that a crash does not hold a key for long. A request that
 * takes longer renews its mark; one whose mark was taken all the same cannot complete, see {@link IdempotencyKeys.complete}.
 */
const IN_FLIGHT = 3_000
export const RENEWAL = 1_000

/** A key in flight, and the claim of the request that marked it: another may take over a mark that expired. */
export interface Mark {
  tenantId: string
  key: string
  claim: string
}

export type Claim =
  | { kind: 'new'; mark: Mark }
  | { kind: 'answered'; answer: string }
  | { kind: 'in_flight' }
  | { kind: 'reused' }

export interface IdempotencyKeys {
  claim(key: { tenantId: string; key: string; requestHash: string }): Promise<Claim>
  renew(mark: Mark): Promise<void>
  release(mark: Mark): Promise<void>
  /** In the transaction that made what is answered. False when the claim was lost: then nothing may be made. */
  complete(transaction: Database, mark: Mark, answer: string): Promise<boolean>
  /** Whether the mark is still the one of this request. */
  isHeld(transaction: Database, mark: Mark): Promise<boolean>
  /** Deletes what is past its time. */
  sweep(): Promise<void>
}

/** Marks are written without waiting for the disk: losing one in a power cut loses nothing that was acknowledged. */
export function createIdempotencyKeys(store: Store, clock: () => Date): IdempotencyKeys {
  const after = (milliseconds: number): string => new Date(clock().getTime() + milliseconds).toISOString()

  async function take(tenantId: string, key: string, requestHash: string): Promise<Mark | null> {
    const claim = uuidv7()
    const taken = await store.of(tenantId).note((connection) =>
      connection
        .insertInto('idempotency_key')
        .values({
          tenant_id: tenantId,
          key,
          claim,
          request_hash: requestHash,
          answer: null,
          expires_at: after(IN_FLIGHT),
        })
        .onConflict((conflict) =>
          conflict
            .columns(['tenant_id', 'key'])
            .doUpdateSet({ claim, request_hash: requestHash, answer: null, expires_at: after(IN_FLIGHT) })
            .where('idempotency_key.expires_at', '<=', after(0)),
        )
        .returning('claim')
        .executeTakeFirst(),
    )
    return taken ? { tenantId, key, claim } : null
  }

  return {
    async claim({ tenantId, key, requestHash }) {
      const mark = await take(tenantId, key, requestHash)
      if (mark) return { kind: 'new', mark }
      const held = await store
        .of(tenantId)
        .database.selectFrom('idempotency_key')
        .select(['request_hash', 'answer'])
        .where('tenant_id', '=', tenantId)
        .where('key', '=', key)
        .executeTakeFirst()
      if (held && held.request_hash !== requestHash) return { kind: 'reused' }
      return held?.answer == null ? { kind: 'in_flight' } : { kind: 'answered', answer: held.answer }
    },
    async renew({ tenantId, key, claim }) {
      await store.of(tenantId).note((connection) =>
        connection
          .updateTable('idempotency_key')
          .set({ expires_at: after(IN_FLIGHT) })
          .where('tenant_id', '=', tenantId)
          .where('key', '=', key)
          .where('claim', '=', claim)
          .where('answer', 'is', null)
          .execute(),
      )
    },
    async release({ tenantId, key, claim }) {
      await store
        .of(tenantId)
        .note((connection) =>
          connection
            .deleteFrom('idempotency_key')
            .where('tenant_id', '=', tenantId)
            .where('key', '=', key)
            .where('claim', '=', claim)
            .where('answer', 'is', null)
            .execute(),
        )
    },
    async complete(transaction, { tenantId, key, claim }, answer) {
      const { numUpdatedRows } = await transaction
        .updateTable('idempotency_key')
        .set({ answer, expires_at: after(REMEMBERED) })
        .where('tenant_id', '=', tenantId)
        .where('key', '=', key)
        .where('claim', '=', claim)
        .executeTakeFirstOrThrow()
      return numUpdatedRows === 1n
    },
    async isHeld(transaction, { tenantId, key, claim }) {
      const held = await transaction
        .selectFrom('idempotency_key')
        .select('key')
        .where('tenant_id', '=', tenantId)
        .where('key', '=', key)
        .where('claim', '=', claim)
        .executeTakeFirst()
      return held !== undefined
    },
    async sweep() {
      await store.note((connection) =>
        connection.deleteFrom('idempotency_key').where('expires_at', '<=', after(0)).execute(),
      )
    },
  }
}
