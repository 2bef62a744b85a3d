import type { Owner, OwnerList } from '../../contract/credential.ts'
import { type Asker, isGrantee, isReachedBy } from './credential-access.ts'
import type { Database } from './database.ts'
import { foldCase } from './fold-case.ts'

/** Those whose credentials somebody sees, by name, and how many of each. */
export async function listOwners(
  database: Database,
  asker: Asker,
  connector: string | undefined,
): Promise<OwnerList['owners']> {
  const totals = await sumTotals(database, asker, connector)
  const shared = asker.role === 'admin' ? [] : await countShared(database, asker, connector)
  return [...totals, ...shared]
    .map((owner) => ({ owner, key: `${foldCase(owner.name)}\0${owner.id}` }))
    .toSorted((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ owner }) => owner)
}

type Counted = Owner & { credentials: number }

/** By the totals that are kept with the rows: everybody's for an admin of the tenant, else one's own. */
async function sumTotals(database: Database, asker: Asker, connector: string | undefined): Promise<Counted[]> {
  const rows = await database
    .selectFrom('credential_total')
    .select((row) => [
      'owner_id',
      row.fn.max('owner_name').as('owner_name'),
      row.fn.sum<number | string>('total').as('total'),
    ])
    .where('tenant_id', '=', asker.tenantId)
    .$if(asker.role !== 'admin', (totals) => totals.where('owner_id', '=', asker.id))
    .where(isReachedBy(asker, 'connector'))
    .$if(connector !== undefined, (totals) => totals.where('connector', '=', connector ?? ''))
    .groupBy('owner_id')
    .having((row) => row.fn.sum('total'), '>', 0)
    .execute()
  return rows.map(toCounted)
}

/** Of what others share with somebody, by whichever of their grants. */
async function countShared(database: Database, asker: Asker, connector: string | undefined): Promise<Counted[]> {
  const rows = await database
    .selectFrom('credential_grant')
    .innerJoin('credential', 'credential.id', 'credential_grant.credential_id')
    .select((row) => [
      'credential.owner_id',
      row.fn.max('credential.owner_name').as('owner_name'),
      row.fn.count<number | string>('credential.id').distinct().as('total'),
    ])
    .where(isGrantee(asker))
    .where('credential.tenant_id', '=', asker.tenantId)
    .where('credential.owner_id', '!=', asker.id)
    .where(isReachedBy(asker, 'credential.connector'))
    .$if(connector !== undefined, (shared) => shared.where('credential.connector', '=', connector ?? ''))
    .groupBy('credential.owner_id')
    .execute()
  return rows.map(toCounted)
}

function toCounted(row: { owner_id: string; owner_name: string; total: number | string }): Counted {
  return { id: row.owner_id, name: row.owner_name, credentials: Number(row.total) }
}
