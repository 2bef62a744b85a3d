import { type RegionChoice, regionChoiceSchema } from '../../contract/region.ts'
import type { Database } from './database.ts'

/** What it takes to call a provider with a credential. */
export interface StoredUsableCredential {
  id: string
  tenantId: string
  connector: string
  region: RegionChoice
  sealedSecret: string
  secretVersion: number
}

/** Of any tenant: whoever asks compares. */
export async function findUsableCredential(database: Database, id: string): Promise<StoredUsableCredential | null> {
  const row = await database
    .selectFrom('credential')
    .select(['id', 'tenant_id', 'connector', 'region', 'sealed_secret', 'secret_version'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  return {
    id: row.id,
    tenantId: row.tenant_id,
    connector: row.connector,
    region: regionChoiceSchema.parse(row.region),
    sealedSecret: row.sealed_secret,
    secretVersion: row.secret_version,
  }
}
