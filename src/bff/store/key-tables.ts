import type { Database, Store } from './database.ts'

/** The kinds of keys that operators make, each in a table of its own. */
export type KeyTable = 'data_plane_key' | 'host_key'

/** Of every tenant, by its id or its name; those that are not revoked. */
export async function findKeysInUse(
  transaction: Database,
  table: KeyTable,
  idOrName: string,
): Promise<{ id: string; name: string }[]> {
  return transaction
    .selectFrom(table)
    .select(['id', 'name'])
    .where('revoked_at', 'is', null)
    .where((where) => where.or([where('id', '=', idOrName), where('name', '=', idOrName)]))
    .execute()
}

/** Milliseconds: what a key's last use is told to. */
export const USE_IS_TOLD_TO = 60_000

/** That keys were used. One statement, and no write for a key that was noted a minute ago. */
export async function noteUse(
  store: Pick<Store, 'note'>,
  table: KeyTable,
  ids: readonly string[],
  at: Date,
): Promise<void> {
  if (ids.length === 0) return
  const longEnoughAgo = new Date(at.getTime() - USE_IS_TOLD_TO).toISOString()
  await store.note((connection) =>
    connection
      .updateTable(table)
      .set({ last_used_at: at.toISOString() })
      .where('id', 'in', ids)
      .where((where) => where.or([where('last_used_at', 'is', null), where('last_used_at', '<=', longEnoughAgo)]))
      .execute(),
  )
}
