import type { Selectable } from 'kysely'
import type { Database, Store } from './database.ts'
import type { DataPlaneKeyTable } from './schema.ts'

export interface NewDataPlaneKey {
  id: string
  tenantId: string
  name: string
  connector: string
  hash: string
  createdBy: string
  createdAt: string
}

/** As it is listed: without its hash. */
export interface ListedDataPlaneKey extends Omit<NewDataPlaneKey, 'tenantId' | 'hash'> {
  lastUsedAt: string | null
  revokedAt: string | null
}

/** False where another key has its name, and is not revoked. */
export async function insertKey(transaction: Database, key: NewDataPlaneKey): Promise<boolean> {
  const row = await transaction
    .insertInto('data_plane_key')
    .values({
      id: key.id,
      tenant_id: key.tenantId,
      name: key.name,
      connector: key.connector,
      hash: key.hash,
      created_by: key.createdBy,
      created_at: key.createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** The oldest first. */
export async function listKeys(database: Database, tenantId: string): Promise<ListedDataPlaneKey[]> {
  const rows = await database
    .selectFrom('data_plane_key')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(toListed)
}

/** By its id or its name. Null where no key has it that is not revoked. */
export async function markRevoked(
  transaction: Database,
  { tenantId, idOrName, at }: { tenantId: string; idOrName: string; at: string },
): Promise<ListedDataPlaneKey | null> {
  const named = await transaction
    .selectFrom('data_plane_key')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('revoked_at', 'is', null)
    .where((where) => where.or([where('id', '=', idOrName), where('name', '=', idOrName)]))
    .execute()
  // A key may be named like the id of another: then the id is meant.
  const { id } = named.find((each) => each.id === idOrName) ?? named[0] ?? {}
  if (id === undefined) return null
  const revoked = await transaction
    .updateTable('data_plane_key')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  return revoked ? toListed(revoked) : null
}

export interface FoundDataPlaneKey {
  id: string
  tenantId: string
  connector: string
}

/** Those of the hashes that are a key's, and not revoked. */
export async function findKeys(
  database: Database,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, FoundDataPlaneKey>> {
  const rows = await database
    .selectFrom('data_plane_key')
    .select(['hash', 'id', 'tenant_id', 'connector'])
    .where('hash', 'in', hashes)
    .where('revoked_at', 'is', null)
    .execute()
  return new Map(rows.map((row) => [row.hash, { id: row.id, tenantId: row.tenant_id, connector: row.connector }]))
}

/** Milliseconds: what a key's last use is told to. */
const USE_IS_TOLD_TO = 60_000

/** That keys were used. One statement, and no write for a key that was noted a minute ago. */
export async function noteKeyUse(store: Pick<Store, 'note'>, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return
  const longEnoughAgo = new Date(at.getTime() - USE_IS_TOLD_TO).toISOString()
  await store.note((connection) =>
    connection
      .updateTable('data_plane_key')
      .set({ last_used_at: at.toISOString() })
      .where('id', 'in', ids)
      .where((where) => where.or([where('last_used_at', 'is', null), where('last_used_at', '<=', longEnoughAgo)]))
      .execute(),
  )
}

function toListed(row: Selectable<DataPlaneKeyTable>): ListedDataPlaneKey {
  return {
    id: row.id,
    name: row.name,
    connector: row.connector,
    createdBy: row.created_by,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }
}
