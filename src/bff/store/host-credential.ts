import { type HostCredential, hostCredentialSchema } from '../../contract/host-session.ts'
import type { Database } from './database.ts'

/** A credential as a host's server may know it. Null where the tenant has none of this id. */
export async function findHostCredential(
  database: Database,
  tenantId: string,
  id: string,
): Promise<HostCredential | null> {
  const row = await database
    .selectFrom('credential')
    .select(['id', 'name', 'connector', 'region', 'status', 'status_reason', 'account', 'created_at'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  const { status_reason: statusReason, created_at: createdAt, account, ...same } = row
  return hostCredentialSchema.parse({
    ...same,
    statusReason,
    account: account === null ? null : (JSON.parse(account) as unknown),
    createdAt,
  })
}
