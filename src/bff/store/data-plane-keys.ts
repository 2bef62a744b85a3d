import type { Selectable } from 'kysely'
import type { Database, Store } from './database.ts'
import { noteUse } from './key-tables.ts'
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
export interface ListedDataPlaneKey extends Omit<NewDataPlaneKey, 'hash'> {
  kind: 'data_plane'
  lastUsedAt: string | null
  revokedAt: string | null
}

/** False where another key of the tenant has its name, and is not revoked. */
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

/** Of every tenant, the oldest first. */
export async function listKeys(database: Database): Promise<ListedDataPlaneKey[]> {
  const rows = await database.selectFrom('data_plane_key').selectAll().orderBy('created_at').orderBy('id').execute()
  return rows.map(toListed)
}

/** Null where somebody else revoked it meanwhile. */
export async function markRevoked(
  transaction: Database,
  { id, at }: { id: string; at: string },
): Promise<ListedDataPlaneKey | null> {
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

export function noteKeyUse(store: Pick<Store, 'note'>, ids: readonly string[], at: Date): Promise<void> {
  return noteUse(store, 'data_plane_key', ids, at)
}

function toListed(row: Selectable<DataPlaneKeyTable>): ListedDataPlaneKey {
  return {
    kind: 'data_plane',
    id: row.id,
    tenantId: row.tenant_id,
    name: row.name,
    connector: row.connector,
    createdBy: row.created_by,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }
}
