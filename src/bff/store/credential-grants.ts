import type { Selectable } from 'kysely'
import {
  type CredentialAccess,
  credentialAccessSchema,
  type GrantedAccess,
  grantedAccessSchema,
  type GranteeKind,
} from '../../contract/access.ts'
import type { Owner } from '../../contract/credential.ts'
import type { Database } from './database.ts'
import type { CredentialGrantTable } from './schema.ts'

/** Whom a credential is shared with. */
export interface Grantee {
  kind: GranteeKind
  id: string
}

/** With whom a credential is shared, the oldest first; by the names that they have today. */
export async function listGrants(
  database: Database,
  { tenantId, credentialId }: { tenantId: string; credentialId: string },
): Promise<CredentialAccess['grants']> {
  const rows = await database
    .selectFrom('credential_grant')
    .leftJoin('person', (join) =>
      join
        .onRef('person.tenant_id', '=', 'credential_grant.tenant_id')
        .onRef('person.id', '=', 'credential_grant.grantee_id')
        .on('credential_grant.grantee_kind', '=', 'person'),
    )
    .selectAll('credential_grant')
    .select('person.name as person_name')
    .where('credential_grant.tenant_id', '=', tenantId)
    .where('credential_grant.credential_id', '=', credentialId)
    .orderBy('credential_grant.granted_at')
    .orderBy('credential_grant.grantee_kind')
    .orderBy('credential_grant.grantee_id')
    .execute()
  return credentialAccessSchema.shape.grants.parse(rows.map(toGrant))
}

/** What a locked credential gives to somebody, whatever a team of theirs has; null for nothing. */
export async function findGrant(
  transaction: Database,
  credentialId: string,
  { kind, id }: Grantee,
): Promise<GrantedAccess | null> {
  const row = await transaction
    .selectFrom('credential_grant')
    .select('access')
    .where('credential_id', '=', credentialId)
    .where('grantee_kind', '=', kind)
    .where('grantee_id', '=', id)
    .executeTakeFirst()
  return row ? grantedAccessSchema.parse(row.access) : null
}

/** Shares a locked credential, or changes what was shared. */
export async function putGrant(
  transaction: Database,
  { tenantId, credentialId }: { tenantId: string; credentialId: string },
  { grantee, access, by, at }: { grantee: Grantee; access: GrantedAccess; by: Owner; at: string },
): Promise<void> {
  const given = { access, granted_by_id: by.id, granted_by_name: by.name, granted_at: at }
  await transaction
    .insertInto('credential_grant')
    .values({
      tenant_id: tenantId,
      credential_id: credentialId,
      grantee_kind: grantee.kind,
      grantee_id: grantee.id,
      ...given,
    })
    .onConflict((conflict) => conflict.columns(['credential_id', 'grantee_kind', 'grantee_id']).doUpdateSet(given))
    .execute()
}

export async function deleteGrant(transaction: Database, credentialId: string, { kind, id }: Grantee): Promise<void> {
  await transaction
    .deleteFrom('credential_grant')
    .where('credential_id', '=', credentialId)
    .where('grantee_kind', '=', kind)
    .where('grantee_id', '=', id)
    .execute()
}

/** Those of credentials that were erased. */
export async function deleteGrants(transaction: Database, credentialIds: readonly string[]): Promise<void> {
  if (credentialIds.length === 0) return
  await transaction.deleteFrom('credential_grant').where('credential_id', 'in', credentialIds).execute()
}

function toGrant(row: Selectable<CredentialGrantTable> & { person_name: string | null }) {
  const { grantee_kind: kind, grantee_id: id } = row
  return {
    grantee: { kind, id, name: row.person_name ?? id },
    access: row.access,
    grantedBy: { id: row.granted_by_id, name: row.granted_by_name },
    grantedAt: row.granted_at,
  }
}
