import { type RawBuilder, sql } from 'kysely'
import type { Database, Store } from './database.ts'

/** A window that ends this many windows from now was written down by a clock that was wrong. */
export const ABSURD = 10

export interface LeaseRequest {
  credentialId: string
  /** Milliseconds: the length of a time window, and when this one ends, since 1970. */
  window: number
  endsAt: number
  /** Calls a window, where an answer told otherwise than the row; null for what stands there. */
  quota: number | null
  /** Calls of this window that the provider has counted, whoever made them. */
  seen: number
  /** Calls of this window that were given room while the store was down. */
  unrecorded: number
  /** A sixteenth of the quota out of what flows may use, or one call out of all that is left. */
  part: 'slice' | 'reserved'
}

export interface Lease {
  /** Null while no answer has told it: then the lease is of one call, to find out. */
  quota: number | null
  /** Of the window that was leased from: later than asked for where another instance is further. */
  endsAt: number
  /** What was leased: 0 where nothing is left. */
  rooms: number
  /** Calls of the window that all instances have leased, these included. */
  granted: number
}

/** What of each window is kept for people: 2 %, and nothing of a single call. */
export function reserveOf(quota: number): number {
  return Math.floor((quota + 48) / 50)
}

/**
 * Leases calls of a credential's time window. One statement decides, so that all instances together never lease more than
 * the quota, on either engine. It waits for no disk: a power cut that takes it takes the calls as well. A row only moves
 * forward; an earlier window's is begun anew.
 */
export async function leaseRooms(store: Store, request: LeaseRequest): Promise<Lease> {
  const { credentialId, window, endsAt, quota, seen, unrecorded, part } = request
  const told = toInteger(quota)
  const newQuota = sql<number | null>`coalesce(${told}, rate_budget.quota)`
  const isOver = sql`(rate_budget.window_ends_at <= ${toTime(endsAt - window)}
    or rate_budget.window_ends_at > ${toTime(endsAt + ABSURD * window)})`
  const counted = toInteger(Math.max(seen, unrecorded))
  const known = sql<number>`(rate_budget.granted + ${toInteger(unrecorded)})`
  const before = sql<number>`(case
    when ${isOver} then ${counted}
    when rate_budget.window_ends_at >= ${toTime(endsAt + window)} then rate_budget.granted
    when ${known} > ${toInteger(seen)} then ${known}
    else ${toInteger(seen)} end)`
  const first = countRooms(told, counted, part)
  const rooms = countRooms(newQuota, before, part)

  const row = await store.note((connection) =>
    connection
      .insertInto('rate_budget')
      .values({
        credential_id: credentialId,
        quota: told,
        window_ends_at: toTime(endsAt),
        granted: sql<number>`${counted} + ${first}`,
        last_grant: first,
      })
      .onConflict((conflict) =>
        conflict.column('credential_id').doUpdateSet({
          quota: newQuota,
          window_ends_at: sql<string>`case
            when ${isOver} or rate_budget.window_ends_at < ${toTime(endsAt)} then ${toTime(endsAt)}
            else rate_budget.window_ends_at end`,
          granted: sql<number>`${before} + ${rooms}`,
          last_grant: rooms,
        }),
      )
      .returning(['quota', 'window_ends_at', 'granted', 'last_grant'])
      .executeTakeFirstOrThrow(),
  )
  return {
    quota: row.quota,
    endsAt: Date.parse(row.window_ends_at),
    rooms: row.last_grant,
    granted: row.granted,
  }
}

/** What using erased credentials left behind. */
export async function eraseUse(transaction: Database, credentialIds: readonly string[]): Promise<void> {
  if (credentialIds.length === 0) return
  for (const table of ['rate_budget', 'credential_usage'] as const) {
    await transaction.deleteFrom(table).where('credential_id', 'in', credentialIds).execute()
  }
}

type Expression = RawBuilder<number | null>

/** As {@link reserveOf} has it; SQLite has no `least`. */
function countRooms(quota: Expression, before: Expression, part: LeaseRequest['part']): RawBuilder<number> {
  const isSlice = part === 'slice'
  const open = isSlice ? sql`(${quota} - (${quota} + 48) / 50 - ${before})` : sql`(${quota} - ${before})`
  const wanted = isSlice ? sql`(case when ${quota} < 32 then 1 else ${quota} / 16 end)` : sql`1`
  return sql<number>`(case
    when ${quota} is null then 1
    when ${open} <= 0 then 0
    when ${open} < ${wanted} then ${open}
    else ${wanted} end)`
}

/** SQLite is bound every number as a real one, and divides it like one. */
function toInteger(value: number | null): Expression {
  return sql`cast(${value} as integer)`
}

function toTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
