import { type RawBuilder, sql } from 'kysely'
import { type GrantedAccess, grantedAccessSchema } from '../../contract/access.ts'
import type { Access } from '../../contract/person.ts'
import type { Principal } from '../access/principal.ts'
import type { Database } from './database.ts'
import type { CredentialTable } from './schema.ts'

/** Whoever a read is for: what they do not see is not there. */
export type Asker = Pick<Principal, 'tenantId' | 'id' | 'role' | 'teams' | 'connectors' | 'session'>

/** The columns of a credential, deleted or not, that say who sees it. */
export type Owned = Pick<CredentialTable, 'id' | 'connector' | 'owner_id'>

/** Of some rows of somebody's tenant those that they see, and what they may do with each. */
export async function keepSeen<Row extends Owned>(
  database: Database,
  asker: Asker,
  rows: readonly Row[],
): Promise<{ row: Row; access: Access }[]> {
  const reached = rows.filter(({ connector }) => reaches(asker, connector))
  const isOwn = (row: Row): boolean => row.owner_id === asker.id
  const asked = asker.role === 'admin' ? [] : reached.filter((row) => !isOwn(row)).map(({ id }) => id)
  const granted = await findGranted(database, asker, asked)
  return reached.flatMap((row) => {
    const access = isOwn(row) ? 'owner' : asker.role === 'admin' ? 'admin' : granted.get(row.id)
    return access ? [{ row, access }] : []
  })
}

/**
 * What somebody may do with one credential; null where they do not see it. For a change: of a row that is locked, in a
 * statement of its own, which sees what was granted or revoked while the lock was waited for.
 */
export async function findAccess(database: Database, asker: Asker, row: Owned): Promise<Access | null> {
  const [seen] = await keepSeen(database, asker, [row])
  return seen?.access ?? null
}

/** Whether a session may have to do with a connector at all. */
export function reaches({ connectors }: Pick<Asker, 'connectors'>, connector: string): boolean {
  return connectors === null || connectors.includes(connector)
}

type CredentialLike = 'credential' | 'deleted_credential'

/** Whether somebody sees a row of their tenant, as a condition to walk a list by. */
export function seenBy(asker: Asker, table: CredentialLike): RawBuilder<boolean> {
  const isReached = isReachedBy(asker, `${table}.connector`)
  if (asker.role === 'admin') return isReached
  return sql<boolean>`(${isReached} and (${sql.ref(`${table}.owner_id`)} = ${asker.id} or exists (
    select 1 from credential_grant
    where credential_grant.credential_id = ${sql.ref(`${table}.id`)} and ${isGrantee(asker)}
  )))`
}

/** The same of a column that names a connector. */
export function isReachedBy({ connectors }: Asker, column: string): RawBuilder<boolean> {
  return connectors === null ? sql<boolean>`1 = 1` : isAmong(column, connectors)
}

/** Rows of `credential_grant` that are somebody's: given to them, or to a team of theirs. */
export function isGrantee({ tenantId, id, teams }: Asker): RawBuilder<boolean> {
  const grantees = [sql`('person', ${id})`, ...teams.map((team) => sql`('team', ${team})`)]
  // One list of pairs: of an OR, SQLite would look up neither half, and read all that the tenant shares.
  return sql<boolean>`(
    credential_grant.tenant_id = ${tenantId}
    and (credential_grant.grantee_kind, credential_grant.grantee_id) in (values ${sql.join(grantees)})
  )`
}

/** Whether a column has one of some values, which may be none. */
export function isAmong(column: string, values: readonly string[]): RawBuilder<boolean> {
  return values.length === 0 ? sql<boolean>`1 = 0` : sql<boolean>`${sql.ref(column)} in (${sql.join(values)})`
}

async function findGranted(
  database: Database,
  asker: Asker,
  ids: readonly string[],
): Promise<Map<string, GrantedAccess>> {
  if (ids.length === 0) return new Map()
  const rows = await database
    .selectFrom('credential_grant')
    // Of several the most, which the alphabet happens to put first.
    .select((row) => ['credential_id', row.fn.min('access').as('access')])
    .where('credential_id', 'in', ids)
    .where(isGrantee(asker))
    .groupBy('credential_id')
    .execute()
  return new Map(rows.map((row) => [row.credential_id, grantedAccessSchema.parse(row.access)]))
}
