import { type Selectable, sql } from 'kysely'
import {
  type DeletedCredential,
  type DeletedCredentialPage,
  deletedCredentialSchema,
  type ListDeletedCredentials,
  type Owner,
} from '../../contract/credential.ts'
import type { Access } from '../../contract/person.ts'
import { type Asker, findAccess, keepSeen, seenBy } from './credential-access.ts'
import { deleteCredentialRow, insertCredentialRow, toCredential } from './credentials.ts'
import type { Database } from './database.ts'
import { cutPage, nameList, parseCursor, toCursor } from './key-page.ts'
import type { CredentialTable, DeletedCredentialTable } from './schema.ts'

/** Milliseconds for which what was deleted can be had back. */
export const KEPT = 7 * 24 * 60 * 60 * 1_000

type Row = Selectable<CredentialTable>
type DeletedRow = Selectable<DeletedCredentialTable>

/** Moves a locked row as it stands, its sealed secret included: it opens again once it is back. */
export async function moveToDeleted(
  transaction: Database,
  { row, access }: { row: Row; access: Access },
  { by, at }: { by: Owner; at: string },
): Promise<DeletedCredential> {
  const deleted = { ...row, deleted_at: at, deleted_by_id: by.id, deleted_by_name: by.name }
  await transaction.insertInto('deleted_credential').values(deleted).execute()
  await deleteCredentialRow(transaction, row)
  return toDeletedCredential(deleted, access)
}

/** The sealed secret of what was deleted; null where it is back already, or erased. */
export async function findDeletedSecret(
  database: Database,
  { tenantId, credentialId }: { tenantId: string; credentialId: string },
): Promise<{ sealedSecret: string; secretVersion: number } | null> {
  const row = await database
    .selectFrom('deleted_credential')
    .select(['sealed_secret', 'secret_version'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', credentialId)
    .executeTakeFirst()
  return row ? { sealedSecret: row.sealed_secret, secretVersion: row.secret_version } : null
}

/** That the provider has ended what its secret was for, wherever the row stands by now: restored, it says so. */
export async function noteUninstalled(
  transaction: Database,
  { tenantId, credentialId, at }: { tenantId: string; credentialId: string; at: string },
): Promise<void> {
  for (const table of ['deleted_credential', 'credential'] as const) {
    await transaction
      .updateTable(table)
      .set({ status: 'failed', status_reason: 'revoked', status_since: at, rejected_at: null })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', credentialId)
      .execute()
  }
}

/** A deleted row, which until the transaction ends nobody else restores or erases. */
export async function lockDeletedCredential(
  transaction: Database,
  asker: Asker,
  id: string,
): Promise<{ row: DeletedRow; access: Access } | null> {
  const row = await transaction
    .selectFrom('deleted_credential')
    .selectAll()
    .where('tenant_id', '=', asker.tenantId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  const access = row && (await findAccess(transaction, asker, row))
  return access ? { row, access } : null
}

/** Moves a locked row back. False when its name or its secret was taken meanwhile: then nothing was written. */
export async function moveBack(
  transaction: Database,
  { deleted_at: _at, deleted_by_id: _byId, deleted_by_name: _byName, ...row }: DeletedRow,
  { checkDueAt }: { checkDueAt: string },
): Promise<boolean> {
  const isBack = await insertCredentialRow(transaction, { ...row, check_due_at: checkDueAt })
  if (isBack) await transaction.deleteFrom('deleted_credential').where('id', '=', row.id).execute()
  return isBack
}

/** What was erased, for its event and for the search for what may be left of it. */
export type ErasedCredential = Pick<DeletedRow, 'id' | 'tenant_id' | 'connector' | 'sealed_secret'>

/** Erases a locked row. */
export async function eraseDeletedCredential(transaction: Database, { id }: Pick<DeletedRow, 'id'>): Promise<void> {
  await transaction.deleteFrom('deleted_credential').where('id', '=', id).execute()
}

/** Of every tenant, those deleted first. */
export async function eraseDeletedBefore(
  transaction: Database,
  time: string,
  limit: number,
): Promise<ErasedCredential[]> {
  return transaction
    .deleteFrom('deleted_credential')
    .where('id', 'in', (old) =>
      old
        .selectFrom('deleted_credential as old')
        .select('old.id')
        .where('old.deleted_at', '<=', time)
        .orderBy('old.deleted_at')
        .limit(limit),
    )
    .returning(['id', 'tenant_id', 'connector', 'sealed_secret'])
    .execute()
}

/** Those that somebody sees, the last deleted first, a page by key. Null when the cursor is none of this list. */
export async function listDeletedCredentials(
  database: Database,
  asker: Asker,
  { connector, cursor, limit }: ListDeletedCredentials,
): Promise<DeletedCredentialPage | null> {
  const list = nameList('-deletedAt', [connector])
  const position = cursor === undefined ? undefined : parseCursor(list, cursor)
  if (position === null) return null
  const rows = await database
    .selectFrom('deleted_credential')
    .selectAll()
    .where('tenant_id', '=', asker.tenantId)
    .where(seenBy(asker, 'deleted_credential'))
    .$if(connector !== undefined, (page) => page.where('connector', '=', connector ?? ''))
    .$if(position !== undefined, (page) =>
      page.where(sql<boolean>`(deleted_at, id) < (${position?.sortValue}, ${position?.id})`),
    )
    .orderBy('deleted_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const { shown, last } = cutPage(rows, limit)
  const seen = await keepSeen(database, asker, shown)
  return {
    credentials: seen.map(({ row, access }) => toDeletedCredential(row, access)),
    nextCursor: last ? toCursor(list, { sortValue: last.deleted_at, id: last.id }) : null,
  }
}

function toDeletedCredential(row: DeletedRow, access: Access): DeletedCredential {
  return deletedCredentialSchema.parse({
    ...toCredential({ ...row, used_by: 0 }, access),
    deletedAt: row.deleted_at,
    deletedBy: { id: row.deleted_by_id, name: row.deleted_by_name },
    erasedAt: new Date(Date.parse(row.deleted_at) + KEPT).toISOString(),
  })
}
