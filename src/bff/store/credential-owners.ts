import type { OwnerList } from '../../contract/credential.ts'
import type { Database } from './database.ts'
import { foldCase } from './fold-case.ts'

/** Those whose credentials there are, by name; counted by the totals that are kept with the rows. */
export async function listOwners(
  database: Database,
  tenantId: string,
  connector: string | undefined,
): Promise<OwnerList['owners']> {
  const rows = await database
    .selectFrom('credential_total')
    .select((row) => [
      'owner_id',
      row.fn.max('owner_name').as('owner_name'),
      row.fn.sum<number | string>('total').as('total'),
    ])
    .where('tenant_id', '=', tenantId)
    .$if(connector !== undefined, (totals) => totals.where('connector', '=', connector ?? ''))
    .groupBy('owner_id')
    .having((row) => row.fn.sum('total'), '>', 0)
    .execute()
  return rows
    .map((row) => ({ id: row.owner_id, name: row.owner_name, credentials: Number(row.total) }))
    .map((owner) => ({ owner, key: `${foldCase(owner.name)}\0${owner.id}` }))
    .toSorted((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ owner }) => owner)
}
