import { sql } from 'kysely'
import type { GranteeKind, People } from '../../contract/access.ts'
import type { Principal } from '../access/principal.ts'
import type { Database } from './database.ts'
import { foldCase } from './fold-case.ts'

/** That somebody signed in, and to which teams they belong: from then on credentials can be shared with them. */
export async function notePerson(
  transaction: Database,
  { tenantId, id, name, teams }: Pick<Principal, 'tenantId' | 'id' | 'name' | 'teams'>,
  now: string,
): Promise<void> {
  const person = { tenant_id: tenantId, id, name, name_folded: foldCase(name), seen_at: now }
  await transaction
    .insertInto('person')
    .values(person)
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'id']).doUpdateSet({ name, name_folded: person.name_folded, seen_at: now }),
    )
    .execute()
  // In one order, so that colleagues who sign in at once wait for each other, and not in a ring.
  // One that is named twice is one: PostgreSQL does not change a row twice in one statement.
  const rows = [...new Set(teams)].toSorted().map((team) => ({
    tenant_id: tenantId,
    id: team,
    name_folded: foldCase(team),
    seen_at: now,
  }))
  if (rows.length === 0) return
  await transaction
    .insertInto('team')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doUpdateSet({ seen_at: now }))
    .execute()
}

/** That there is somebody, of whom nothing newer is known: who owned a credential before anybody signed in. */
export async function keepPerson(
  transaction: Database,
  { tenantId, id, name }: { tenantId: string; id: string; name: string },
  now: string,
): Promise<void> {
  await transaction
    .insertInto('person')
    .values({ tenant_id: tenantId, id, name, name_folded: foldCase(name), seen_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** What somebody, or a team, is called; null where none of the tenant has the id. A team is called what its id is. */
export async function findGranteeName(
  database: Database,
  tenantId: string,
  { kind, id }: { kind: GranteeKind; id: string },
): Promise<string | null> {
  if (kind === 'team') {
    const team = await database
      .selectFrom('team')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .executeTakeFirst()
    return team?.id ?? null
  }
  const person = await database
    .selectFrom('person')
    .select('name')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst()
  return person?.name ?? null
}

/** People and teams, each as many as are found at once. */
const FOUND = 20

/** Those of a tenant whose names have a text in them, by name. */
export async function listPeople(database: Database, tenantId: string, q: string): Promise<People> {
  const pattern = toPattern(q)
  const people = await database
    .selectFrom('person')
    .select(['id', 'name'])
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`name_folded like ${pattern} escape '\\'`)
    .orderBy('name_folded')
    .orderBy('id')
    .limit(FOUND)
    .execute()
  const teams = await database
    .selectFrom('team')
    .select(['id', 'id as name'])
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`name_folded like ${pattern} escape '\\'`)
    .orderBy('name_folded')
    .orderBy('id')
    .limit(FOUND)
    .execute()
  return { people, teams }
}

function toPattern(q: string): string {
  return `%${foldCase(q.trim()).replaceAll(/[\\%_]/gu, (character) => `\\${character}`)}%`
}
