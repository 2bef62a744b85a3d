import { sql } from 'kysely'
import type { CredentialPage, ListCredentials } from '../../contract/credential.ts'
import { selectCredentials, toCredential } from './credentials.ts'
import type { Database } from './database.ts'
import { foldCase } from './fold-case.ts'
import { parseCursor, toCursor } from './key-page.ts'

/** How far filtered rows are counted: a person asks whether there are many, not how many thousand. */
const COUNTED = 1_000

const sorts = {
  '-createdAt': { column: 'created_at', direction: 'desc' },
  name: { column: 'name_folded', direction: 'asc' },
  status: { column: 'status', direction: 'asc' },
  '-lastUsedAt': { column: 'last_used_at', direction: 'desc' },
} as const

/** A page by key, so that the millionth row costs what the first does. Null when the cursor is none. */
export async function listCredentials(
  database: Database,
  tenantId: string,
  query: ListCredentials,
): Promise<CredentialPage | null> {
  const { column, direction } = sorts[query.sort]
  const position = query.cursor === undefined ? undefined : parseCursor(query.sort, query.cursor)
  if (position === null) return null
  const comparison = sql.raw(direction === 'desc' ? '<' : '>')
  const rows = await narrow(selectCredentials(database, tenantId), query)
    .$if(position !== undefined, (page) =>
      page.where(
        sql<boolean>`(${sql.ref(`credential.${column}`)}, credential.id) ${comparison} (${position?.sortValue}, ${position?.id})`,
      ),
    )
    .orderBy(`credential.${column}`, direction)
    .orderBy('credential.id', direction)
    .limit(query.limit + 1)
    .execute()
  const shown = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? shown.at(-1) : undefined
  return {
    credentials: shown.map(toCredential),
    nextCursor: last ? toCursor(query.sort, { sortValue: last[column], id: last.id }) : null,
    ...(await count(database, tenantId, query)),
  }
}

type Narrowable = ReturnType<typeof selectCredentials>

function narrow(page: Narrowable, { connector, q, status, region }: ListCredentials): Narrowable {
  let narrowed = page
  if (connector !== undefined) narrowed = narrowed.where('credential.connector', '=', connector)
  if (status !== undefined) narrowed = narrowed.where('credential.status', '=', status)
  if (region !== undefined) narrowed = narrowed.where('credential.region', '=', region)
  if (q !== undefined && q.trim() !== '') {
    const pattern = `%${foldCase(q.trim()).replaceAll(/[\\%_]/gu, (character) => `\\${character}`)}%`
    narrowed = narrowed.where(sql<boolean>`credential.search_folded like ${pattern} escape '\\'`)
  }
  return narrowed
}

async function count(
  database: Database,
  tenantId: string,
  query: ListCredentials,
): Promise<Pick<CredentialPage, 'total' | 'totalIsAtLeast'>> {
  if (query.q === undefined && query.status === undefined && query.region === undefined) {
    const { total } = await database
      .selectFrom('credential_total')
      .select((row) => row.fn.sum<number | string | null>('total').as('total'))
      .where('tenant_id', '=', tenantId)
      .$if(query.connector !== undefined, (totals) => totals.where('connector', '=', query.connector ?? ''))
      .executeTakeFirstOrThrow()
    return { total: Number(total), totalIsAtLeast: false }
  }
  const counted = narrow(selectCredentials(database, tenantId), query)
    .clearSelect()
    .select('credential.id')
    .limit(COUNTED)
  const { total } = await database
    .selectFrom(counted.as('counted'))
    .select((row) => row.fn.countAll<number | string>().as('total'))
    .executeTakeFirstOrThrow()
  return { total: Number(total), totalIsAtLeast: Number(total) >= COUNTED }
}
