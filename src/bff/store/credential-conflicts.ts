import type { Credential, NamedCredential } from '../../contract/credential.ts'
import type { NewCredential } from './credentials.ts'
import type { Database } from './database.ts'
import { foldCase } from './fold-case.ts'

/** What stands in the way of a new credential: one that has its secret, or its name. */
export interface Conflict {
  code: 'duplicate_credential' | 'name_taken'
  existing: NamedCredential
}

/** Looked for before the provider is asked, and again when an insert found something in its way. */
export async function findConflict(
  database: Database,
  { tenantId, connector, secretHash, name }: Pick<NewCredential, 'tenantId' | 'connector' | 'secretHash' | 'name'>,
): Promise<Conflict | null> {
  const rows = await database
    .selectFrom('credential')
    .select(['id', 'name', 'secret_hash'])
    .where('tenant_id', '=', tenantId)
    .where('connector', '=', connector)
    .where((where) => where.or([where('secret_hash', '=', secretHash), where('name_folded', '=', foldCase(name))]))
    .execute()
  const duplicate = rows.find((row) => row.secret_hash === secretHash)
  const existing = duplicate ?? rows[0]
  if (!existing) return null
  const code = duplicate ? 'duplicate_credential' : 'name_taken'
  return { code, existing: { id: existing.id, name: existing.name } }
}

/** Another credential of the same connector that has a name; null when none has. */
export async function findNamesake(
  database: Database,
  tenantId: string,
  { id, name }: Pick<Credential, 'id' | 'name'>,
): Promise<Conflict | null> {
  const existing = await database
    .selectFrom('credential as own')
    .innerJoin('credential as other', (join) =>
      join
        .onRef('other.tenant_id', '=', 'own.tenant_id')
        .onRef('other.connector', '=', 'own.connector')
        .onRef('other.id', '!=', 'own.id'),
    )
    .select(['other.id', 'other.name'])
    .where('own.tenant_id', '=', tenantId)
    .where('own.id', '=', id)
    .where('other.name_folded', '=', foldCase(name))
    .executeTakeFirst()
  return existing ? { code: 'name_taken', existing } : null
}

/** The credential that has this very secret. */
export async function findBySecret(
  database: Database,
  { tenantId, connector, secretHash }: { tenantId: string; connector: string; secretHash: string },
): Promise<NamedCredential | null> {
  const row = await database
    .selectFrom('credential')
    .select(['id', 'name'])
    .where('tenant_id', '=', tenantId)
    .where('connector', '=', connector)
    .where('secret_hash', '=', secretHash)
    .executeTakeFirst()
  return row ?? null
}

/** How many credentials of one workspace are named: beyond a few, that there are many says it. */
const NAMED = 10

/** Those whose secrets belong to a workspace, the oldest first. */
export async function findByWorkspace(
  database: Database,
  { tenantId, connector, workspaceId }: { tenantId: string; connector: string; workspaceId: string },
  { exceptId }: { exceptId: string | undefined },
): Promise<NamedCredential[]> {
  return database
    .selectFrom('credential')
    .select(['id', 'name'])
    .where('tenant_id', '=', tenantId)
    .where('connector', '=', connector)
    .where('workspace_id', '=', workspaceId)
    .$if(exceptId !== undefined, (named) => named.where('id', '!=', exceptId ?? ''))
    .orderBy('id')
    .limit(NAMED)
    .execute()
}
