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
  for (const team of teams) {
    await transaction
      .insertInto('team')
      .values({ tenant_id: tenantId, id: team, name_folded: foldCase(team), seen_at: now })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doUpdateSet({ seen_at: now }))
      .execute()
  }
}
