import type { Selectable } from 'kysely'
import { addHourUse, type HourUse } from '../usage/hour-use.ts'
import { decodeLatency, encodeLatency } from '../usage/latency.ts'
import type { Database, Store } from './database.ts'
import type { CredentialUsageTable } from './schema.ts'

/** Milliseconds: what a credential's last use is told to. */
const USE_IS_TOLD_TO = 60_000

/** What an instance counted of a credential since it last wrote. */
export interface CountedUse {
  tenantId: string
  credentialId: string
  /** RFC 3339, its first millisecond. */
  hour: string
  use: HourUse
  lastUsedAt: Date
}

/**
 * Adds to what is there, whoever counted it, and says when each credential was last used. Leaves out what belongs to one
 * that was erased meanwhile. Whoever has the credentials' rows may write what was counted of them, and nobody else.
 */
export async function addUsage(store: Pick<Store, 'write'>, counted: readonly CountedUse[]): Promise<void> {
  await store.write(async (transaction) => {
    const lastUses = await lockCredentials(transaction, [...new Set(counted.map(({ credentialId }) => credentialId))])
    const kept = counted.filter(({ credentialId }) => lastUses.has(credentialId))
    if (kept.length === 0) return
    await writeSums(transaction, kept)
    const lastUsedAt = kept.reduce((last, each) => (each.lastUsedAt > last ? each.lastUsedAt : last), new Date(0))
    const isOld = (id: string): boolean => (lastUses.get(id) ?? '') <= longBefore(lastUsedAt)
    await noteLastUse(transaction, [...lastUses.keys()].filter(isOld), lastUsedAt)
  })
}

/** By the hour, in no order, without those that had no calls. */
export async function listUsage(
  database: Database,
  { tenantId, credentialId, since }: { tenantId: string; credentialId: string; since: string },
): Promise<Map<string, HourUse>> {
  const rows = await database
    .selectFrom('credential_usage')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('credential_id', '=', credentialId)
    .where('hour', '>=', since)
    .execute()
  return new Map(rows.map((row) => [row.hour, toHourUse(row)]))
}

export async function deleteUsageBefore(store: Pick<Store, 'note'>, hour: string): Promise<void> {
  await store.note((connection) => connection.deleteFrom('credential_usage').where('hour', '<', hour).execute())
}

/**
 * When each was last used, of those that are there or can be had back; none of these is erased before the transaction ends.
 * In one order, so that two instances wait for each other, and never in a ring.
 */
async function lockCredentials(transaction: Database, ids: readonly string[]): Promise<Map<string, string>> {
  const lastUses = new Map<string, string>()
  for (const table of ['credential', 'deleted_credential'] as const) {
    const missing = ids.filter((id) => !lastUses.has(id))
    if (missing.length === 0) break
    const rows = await transaction
      .selectFrom(table)
      .select(['id', 'last_used_at'])
      .where('id', 'in', missing)
      .orderBy('id')
      .forNoKeyUpdate()
      .execute()
    for (const row of rows) lastUses.set(row.id, row.last_used_at)
  }
  return lastUses
}

async function writeSums(transaction: Database, counted: readonly CountedUse[]): Promise<void> {
  const rows = await transaction
    .selectFrom('credential_usage')
    .selectAll()
    .where(
      'credential_id',
      'in',
      counted.map(({ credentialId }) => credentialId),
    )
    .where('hour', 'in', [...new Set(counted.map(({ hour }) => hour))])
    .execute()
  const known = new Map(rows.map((row) => [`${row.credential_id} ${row.hour}`, row]))
  const sums = counted.map(({ tenantId, credentialId, hour, use }) => {
    const row = known.get(`${credentialId} ${hour}`)
    const sum = row ? toHourUse(row) : use
    if (row) addHourUse(sum, use)
    return { tenant_id: tenantId, credential_id: credentialId, hour, ...toColumns(sum) }
  })
  await transaction
    .insertInto('credential_usage')
    .values(sums)
    .onConflict((conflict) =>
      conflict.columns(['credential_id', 'hour']).doUpdateSet((update) => ({
        calls: update.ref('excluded.calls'),
        errors: update.ref('excluded.errors'),
        throttled: update.ref('excluded.throttled'),
        bytes_sent: update.ref('excluded.bytes_sent'),
        bytes_received: update.ref('excluded.bytes_received'),
        latency: update.ref('excluded.latency'),
        quota: update.ref('excluded.quota'),
        least_remaining: update.ref('excluded.least_remaining'),
      })),
    )
    .execute()
}

/** Neither `updated_at` nor the revision: nobody's edit is lost by a call. */
async function noteLastUse(transaction: Database, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return
  await transaction.updateTable('credential').set({ last_used_at: at.toISOString() }).where('id', 'in', ids).execute()
}

function longBefore(time: Date): string {
  return new Date(time.getTime() - USE_IS_TOLD_TO).toISOString()
}

function toHourUse(row: Selectable<CredentialUsageTable>): HourUse {
  const { quota, least_remaining: leastRemaining } = row
  return {
    calls: Number(row.calls),
    errors: Number(row.errors),
    throttled: Number(row.throttled),
    bytesSent: Number(row.bytes_sent),
    bytesReceived: Number(row.bytes_received),
    latency: decodeLatency(row.latency),
    budget: quota === null || leastRemaining === null ? null : { limit: quota, leastRemaining },
  }
}

function toColumns({ calls, errors, throttled, bytesSent, bytesReceived, latency, budget }: HourUse) {
  return {
    calls,
    errors,
    throttled,
    bytes_sent: bytesSent,
    bytes_received: bytesReceived,
    latency: encodeLatency(latency),
    quota: budget?.limit ?? null,
    least_remaining: budget?.leastRemaining ?? null,
  }
}
