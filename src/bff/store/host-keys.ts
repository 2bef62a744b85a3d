import type { Selectable } from 'kysely'
import { type TenantRole, tenantRoleSchema } from '../../contract/person.ts'
import type { Database } from './database.ts'
import { readIds } from './json-ids.ts'
import type { HostKeyTable } from './schema.ts'

/** What the server of a product may, that shows Latchkey in a frame. */
export interface HostKey {
  id: string
  name: string
  /** Of the pages that may show the frame. */
  origins: readonly string[]
  /** The only one whose people it may name; null for any. */
  tenantId: string | null
  /** The most that its sessions may be. */
  role: TenantRole
  /** Null for all. */
  connectors: readonly string[] | null
}

export interface NewHostKey extends HostKey {
  hash: string
  createdBy: string
  createdAt: string
}

/** As it is listed: without its hash. */
export interface ListedHostKey extends Omit<NewHostKey, 'hash'> {
  kind: 'host'
  lastUsedAt: string | null
  revokedAt: string | null
}

/** False where another host key has its name, and is not revoked. */
export async function insertHostKey(transaction: Database, key: NewHostKey): Promise<boolean> {
  const row = await transaction
    .insertInto('host_key')
    .values({
      id: key.id,
      name: key.name,
      hash: key.hash,
      origins: JSON.stringify(key.origins),
      tenant_id: key.tenantId,
      role: key.role,
      connectors: key.connectors && JSON.stringify(key.connectors),
      created_by: key.createdBy,
      created_at: key.createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** The oldest first. */
export async function listHostKeys(database: Database): Promise<ListedHostKey[]> {
  const rows = await database.selectFrom('host_key').selectAll().orderBy('created_at').orderBy('id').execute()
  return rows.map(toListed)
}

/** Null where somebody else revoked it meanwhile. */
export async function markHostKeyRevoked(
  transaction: Database,
  { id, at }: { id: string; at: string },
): Promise<ListedHostKey | null> {
  const revoked = await transaction
    .updateTable('host_key')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  return revoked ? toListed(revoked) : null
}

/** Those of the hashes that are a key's, and not revoked. */
export async function findHostKeys(
  database: Database,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, HostKey>> {
  const rows = await database
    .selectFrom('host_key')
    .selectAll()
    .where('hash', 'in', hashes)
    .where('revoked_at', 'is', null)
    .execute()
  return new Map(rows.map((row) => [row.hash, toHostKey(row)]))
}

/**
 * Until the transaction ends nobody revokes the key; false where somebody has. A key is believed for a second: what it makes
 * in its last one would outlive it.
 */
export async function holdHostKey(transaction: Database, id: string): Promise<boolean> {
  const row = await transaction
    .selectFrom('host_key')
    .select('id')
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .forShare()
    .executeTakeFirst()
  return row !== undefined
}

/** Of all keys in use. */
export async function listHostOrigins(database: Database): Promise<string[]> {
  const rows = await database.selectFrom('host_key').select('origins').where('revoked_at', 'is', null).execute()
  return rows.flatMap(({ origins }) => readIds(origins))
}

function toHostKey(row: Selectable<HostKeyTable>): HostKey {
  return {
    id: row.id,
    name: row.name,
    origins: readIds(row.origins),
    tenantId: row.tenant_id,
    role: tenantRoleSchema.parse(row.role),
    connectors: row.connectors === null ? null : readIds(row.connectors),
  }
}

function toListed(row: Selectable<HostKeyTable>): ListedHostKey {
  return {
    kind: 'host',
    ...toHostKey(row),
    createdBy: row.created_by,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }
}
