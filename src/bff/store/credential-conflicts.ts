import { sql } from 'kysely'
import type { Credential, NamedCredential } from '../../contract/credential.ts'
import { type Asker, keepSeen, type Owned, seenBy } from './credential-access.ts'
import type { NewCredential } from './credentials.ts'
import type { Database } from './database.ts'
import { foldCase } from './fold-case.ts'

/** What stands in the way of a new credential: one that has its secret, or its name. */
export interface Conflict {
  code: 'duplicate_credential' | 'name_taken'
  /** Left out where the asker does not see it: that there is one is all they learn. */
  existing?: NamedCredential
}

/** Looked for before the provider is asked, and again when an insert found something in its way. */
export async function findConflict(
  database: Database,
  asker: Asker,
  { connector, secretHash, name }: Pick<NewCredential, 'connector' | 'secretHash' | 'name'>,
): Promise<Conflict | null> {
  const rows = await database
    .selectFrom('credential')
    .select(['id', 'connector', 'name', 'owner_id', 'secret_hash'])
    .where('tenant_id', '=', asker.tenantId)
    .where('connector', '=', connector)
    .where((where) => where.or([where('secret_hash', '=', secretHash), where('name_folded', '=', foldCase(name))]))
    .execute()
  const duplicate = rows.find((row) => row.secret_hash === secretHash)
  const existing = duplicate ?? rows[0]
  if (!existing) return null
  const code = duplicate ? 'duplicate_credential' : 'name_taken'
  return { code, ...(await nameSeen(database, asker, existing)) }
}

/** Another credential of the same connector that has a name; null when none has. */
export async function findNamesake(
  database: Database,
  asker: Asker,
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
    .select(['other.id', 'other.connector', 'other.name', 'other.owner_id'])
    .where('own.tenant_id', '=', asker.tenantId)
    .where('own.id', '=', id)
    .where('other.name_folded', '=', foldCase(name))
    .executeTakeFirst()
  return existing ? { code: 'name_taken', ...(await nameSeen(database, asker, existing)) } : null
}

/** The credential that has this very secret; `existing` where the asker sees it. */
export async function findBySecret(
  database: Database,
  asker: Asker,
  { connector, secretHash }: { connector: string; secretHash: string },
): Promise<(Pick<Conflict, 'existing'> & { id: string }) | null> {
  const row = await database
    .selectFrom('credential')
    .select(['id', 'connector', 'name', 'owner_id'])
    .where('tenant_id', '=', asker.tenantId)
    .where('connector', '=', connector)
    .where('secret_hash', '=', secretHash)
    .executeTakeFirst()
  return row ? { id: row.id, ...(await nameSeen(database, asker, row)) } : null
}

/** How many credentials of one workspace are named: beyond a few, that there are many says it. */
const NAMED = 10

/** Those that somebody sees whose secrets belong to a workspace, the oldest first. */
export async function findByWorkspace(
  database: Database,
  asker: Asker,
  { connector, workspaceId }: { connector: string; workspaceId: string },
  { exceptId }: { exceptId: string | undefined },
): Promise<NamedCredential[]> {
  return database
    .selectFrom('credential')
    .select(['id', 'name'])
    .where('tenant_id', '=', asker.tenantId)
    .where('connector', '=', connector)
    .where('workspace_id', '=', workspaceId)
    .where(seenBy(asker, 'credential'))
    .$if(exceptId !== undefined, (named) => named.where('id', '!=', exceptId ?? ''))
    .orderBy('id')
    .limit(NAMED)
    .execute()
}

/** Whether a credential works, of whatever tenant, by what a workspace has installed: not one that was typed in. */
export async function hasInstallation(
  database: Database,
  { connector, workspaceId }: { connector: string; workspaceId: string },
): Promise<boolean> {
  const row = await database
    .selectFrom('credential')
    .select('id')
    .where('connector', '=', connector)
    .where('workspace_id', '=', workspaceId)
    .where('method', '=', sql.lit('oauth'))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** What a conflict tells of what stands in the way. */
async function nameSeen(
  database: Database,
  asker: Asker,
  row: Owned & { name: string },
): Promise<Pick<Conflict, 'existing'>> {
  const [seen] = await keepSeen(database, asker, [row])
  return seen ? { existing: { id: row.id, name: row.name } } : {}
}
