import { sql } from 'kysely'
import type { Credential, CredentialPage, CredentialSort, ListCredentials } from '../../contract/credential.ts'
import { type Asker, isAmong, isGrantee, isReachedBy, seenBy } from './credential-access.ts'
import { findCredentials } from './credentials.ts'
import type { Database } from './database.ts'
import { foldCase } from './fold-case.ts'
import { cutPage, nameList, type PagePosition, parseCursor, toCursor } from './key-page.ts'
import type { CredentialTable } from './schema.ts'

/** How far rows are counted that no total is kept of: a person asks whether there are many, not how many thousand. */
const COUNTED = 1_000

/**
 * A page by key, so that the millionth row costs what the first does. Null when the cursor is none of this list. What is
 * filtered is walked once: the first page counts what it finds, and reads the rows of what it shows. Of a member who sees
 * few of a tenant's many, these are all that is walked; who sees many finds a page of them along the tenant's own order.
 */
export async function listCredentials(
  database: Database,
  asker: Asker,
  query: ListCredentials,
): Promise<CredentialPage | null> {
  const { connector, q = '', status, region, owner, sort, cursor, limit } = query
  const words = foldCase(q).split(/\s+/u).filter(Boolean)
  const list = nameList(sort, [connector, status, region, owner, words])
  const position = cursor === undefined ? undefined : parseCursor(list, cursor)
  if (position === null) return null

  const few = asker.role === 'admin' ? null : await findFew(database, asker, connector)
  if (few?.length === 0) return { credentials: [], nextCursor: null, total: 0, totalIsAtLeast: false }
  const rows = narrow(selectIds(database, asker, few), query, words)
  const isNarrowed = words.length > 0 || status !== undefined || region !== undefined
  const known = isNarrowed ? null : await findTotal(database, asker, query, few)
  const isCounting = known === null && position === undefined
  const found = await walk(rows, sort, position, isCounting ? COUNTED : limit + 1)
  const { shown, last } = cutPage(found, limit)
  const total = known ?? (isCounting ? found.length : (await rows.limit(COUNTED).execute()).length)
  return {
    credentials: await read(database, asker, shown),
    nextCursor: last ? toCursor(list, last) : null,
    total,
    totalIsAtLeast: (isNarrowed || asker.role !== 'admin') && total >= COUNTED,
  }
}

/** The ids of what a member sees, where these are no more than are counted; null for more. */
async function findFew(database: Database, asker: Asker, connector: string | undefined): Promise<string[] | null> {
  const rows = await database
    .selectFrom('credential')
    .select('id')
    .where('tenant_id', '=', asker.tenantId)
    .where('owner_id', '=', asker.id)
    .$if(connector !== undefined, (own) => own.where('connector', '=', connector ?? ''))
    .union(
      database
        .selectFrom('credential_grant')
        .innerJoin('credential', 'credential.id', 'credential_grant.credential_id')
        .select('credential.id')
        .where('credential.tenant_id', '=', asker.tenantId)
        .where(isGrantee(asker))
        .$if(connector !== undefined, (shared) => shared.where('credential.connector', '=', connector ?? '')),
    )
    .limit(COUNTED + 1)
    .execute()
  return rows.length > COUNTED ? null : rows.map(({ id }) => id)
}

type Ids = ReturnType<typeof selectIds>

function selectIds(database: Database, asker: Asker, few: readonly string[] | null) {
  const all = sql<CredentialTable>`credential`
  // Limited, so that SQLite takes these and not an index for what else is asked, by which it would read all of the tenant's.
  const rows = few ? sql<CredentialTable>`(select * from credential where ${isAmong('id', few)} limit ${COUNTED})` : all
  return database
    .selectFrom(rows.as('credential'))
    .select('credential.id')
    .where('credential.tenant_id', '=', asker.tenantId)
    .where(seenBy(asker, 'credential'))
}

function narrow(ids: Ids, { connector, status, region, owner }: ListCredentials, words: readonly string[]): Ids {
  let narrowed = ids
  if (connector !== undefined) narrowed = narrowed.where('credential.connector', '=', connector)
  if (status !== undefined) narrowed = narrowed.where('credential.status', '=', status)
  if (region !== undefined) narrowed = narrowed.where('credential.region', '=', region)
  if (owner !== undefined) narrowed = narrowed.where('credential.owner_id', '=', owner)
  for (const word of words) {
    const pattern = `%${word.replaceAll(/[\\%_]/gu, (character) => `\\${character}`)}%`
    narrowed = narrowed.where(sql<boolean>`credential.search_folded like ${pattern} escape '\\'`)
  }
  return narrowed
}

const sorts = {
  '-createdAt': { column: 'created_at', direction: 'desc' },
  name: { column: 'name_folded', direction: 'asc' },
  '-lastUsedAt': { column: 'last_used_at', direction: 'desc' },
} as const satisfies Record<Exclude<CredentialSort, 'status'>, unknown>

/** The first positions behind another, along an index; as many as `reach`. */
async function walk(
  ids: Ids,
  sort: CredentialSort,
  position: PagePosition | undefined,
  reach: number,
): Promise<PagePosition[]> {
  if (sort === 'status') return walkStatuses(ids, position, reach)
  const { column, direction } = sorts[sort]
  const place = sql.ref(`credential.${column}`)
  const comparison = sql.raw(direction === 'desc' ? '<' : '>')
  return ids
    .select(`credential.${column} as sortValue`)
    .$if(position !== undefined, (page) =>
      page.where(sql<boolean>`(${place}, credential.id) ${comparison} (${position?.sortValue}, ${position?.id})`),
    )
    .orderBy(`credential.${column}`, direction)
    .orderBy('credential.id', direction)
    .limit(reach)
    .execute()
}

/**
 * What needs somebody first, which the alphabet happens to say as well, the newest of each first: two directions, behind a
 * position in which no one comparison of keys leads.
 */
async function walkStatuses(ids: Ids, position: PagePosition | undefined, reach: number): Promise<PagePosition[]> {
  const ordered = ids
    .select('credential.status as sortValue')
    .orderBy('credential.status', 'asc')
    .orderBy('credential.id', 'desc')
  if (!position) return ordered.limit(reach).execute()
  const ofSame = await ordered
    .where('credential.status', '=', position.sortValue)
    .where('credential.id', '<', position.id)
    .limit(reach)
    .execute()
  if (ofSame.length === reach) return ofSame
  const ofOthers = await ordered
    .where('credential.status', '>', position.sortValue)
    .limit(reach - ofSame.length)
    .execute()
  return [...ofSame, ...ofOthers]
}

async function read(database: Database, asker: Asker, shown: readonly PagePosition[]): Promise<Credential[]> {
  const ids = shown.map(({ id }) => id)
  const credentials = await findCredentials(database, asker, ids)
  const byId = new Map(credentials.map((credential) => [credential.id, credential]))
  // Whatever was deleted since, or is no longer shared, is not there.
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** How many there are where nothing is searched, by what is kept or known already; null where they have to be counted. */
async function findTotal(
  database: Database,
  asker: Asker,
  query: ListCredentials,
  few: readonly string[] | null,
): Promise<number | null> {
  if (asker.role === 'admin') return sumTotals(database, asker, query)
  return query.owner === undefined && asker.connectors === null ? (few?.length ?? COUNTED) : null
}

async function sumTotals(database: Database, asker: Asker, { connector, owner }: ListCredentials): Promise<number> {
  const { total } = await database
    .selectFrom('credential_total')
    .select((row) => row.fn.sum<number | string | null>('total').as('total'))
    .where('tenant_id', '=', asker.tenantId)
    .where(isReachedBy(asker, 'connector'))
    .$if(connector !== undefined, (totals) => totals.where('connector', '=', connector ?? ''))
    .$if(owner !== undefined, (totals) => totals.where('owner_id', '=', owner ?? ''))
    .executeTakeFirstOrThrow()
  return Number(total)
}
