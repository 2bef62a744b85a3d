import { type Insertable, type Selectable, sql } from 'kysely'
import { type Credential, credentialSchema } from '../../contract/credential.ts'
import type { Access } from '../../contract/person.ts'
import { type Account, accountSchema } from '../../contract/verdict.ts'
import { type Asker, findAccess, keepSeen } from './credential-access.ts'
import type { Database } from './database.ts'
import { foldCase } from './fold-case.ts'
import type { CredentialTable } from './schema.ts'

export interface NewCredential extends Omit<Credential, 'fingerprint' | 'access' | 'usedBy' | 'lastUsedAt' | 'etag'> {
  tenantId: string
  sealedSecret: string
  secretVersion: number
  secretHash: string
  /** When the watch is to ask the provider. */
  checkDueAt: string
}

const FIRST_REVISION = 1

/** Characters of the secret's hash that are shown. */
const FINGERPRINT_LENGTH = 12

/** A new credential as it reads. */
export function readNew(credential: NewCredential): Credential {
  const {
    tenantId: _tenantId,
    sealedSecret: _sealedSecret,
    secretVersion: _version,
    secretHash,
    checkDueAt: _checkDueAt,
    ...readable
  } = credential
  return {
    ...readable,
    fingerprint: toFingerprint(secretHash),
    access: 'owner',
    usedBy: 0,
    lastUsedAt: null,
    etag: toEtag(FIRST_REVISION),
  }
}

/** Inserts, and counts. False when another credential has the secret or the name: then nothing was written. */
export async function insertCredential(transaction: Database, credential: NewCredential): Promise<boolean> {
  return insertCredentialRow(transaction, toRow(credential))
}

/** The same with a row as it is stored. */
export async function insertCredentialRow(transaction: Database, row: Insertable<CredentialTable>): Promise<boolean> {
  const inserted = await transaction
    .insertInto('credential')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) return false
  await addToTotal(transaction, row, 1)
  return true
}

/** Deletes a row, and counts. */
export async function deleteCredentialRow(transaction: Database, row: Selectable<CredentialTable>): Promise<void> {
  await transaction.deleteFrom('credential').where('id', '=', row.id).execute()
  await addToTotal(transaction, row, -1)
}

async function addToTotal(
  transaction: Database,
  { id, tenant_id, connector, owner_id, owner_name }: Insertable<CredentialTable>,
  change: 1 | -1,
): Promise<void> {
  await transaction
    .insertInto('credential_total')
    .values({ tenant_id, connector, owner_id, owner_name, shard: toShard(id), total: change })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'connector', 'owner_id', 'shard'])
        .doUpdateSet({ total: sql`credential_total.total + excluded.total` }),
    )
    .execute()
}

/** A credential's row, which until the transaction ends nobody else changes, deletes, shares or makes a resource for. */
export async function lockCredential(
  transaction: Database,
  asker: Asker,
  id: string,
): Promise<{ row: Selectable<CredentialTable>; access: Access } | null> {
  const row = await transaction
    .selectFrom('credential')
    .selectAll()
    .where('tenant_id', '=', asker.tenantId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  const access = row && (await findAccess(transaction, asker, row))
  return access ? { row, access } : null
}

/** What people change of a credential: its next revision. */
export async function updateCredential(
  transaction: Database,
  row: Selectable<CredentialTable>,
  { name, description, updatedAt }: Pick<Credential, 'name' | 'description' | 'updatedAt'>,
): Promise<void> {
  await transaction
    .updateTable('credential')
    .set({
      name,
      name_folded: foldCase(name),
      description,
      search_folded: foldForSearch({ name, description, account: readAccount(row) }),
      revision: row.revision + 1,
      updated_at: updatedAt,
    })
    .where('id', '=', row.id)
    .execute()
}

/** Another owner of a locked row: its next revision. The totals of both move with it. */
export async function updateOwner(
  transaction: Database,
  row: Selectable<CredentialTable>,
  { owner, updatedAt }: Pick<Credential, 'owner' | 'updatedAt'>,
): Promise<void> {
  const handedOver = { owner_id: owner.id, owner_name: owner.name }
  await transaction
    .updateTable('credential')
    .set({ ...handedOver, revision: row.revision + 1, updated_at: updatedAt })
    .where('id', '=', row.id)
    .execute()
  const moves = [
    { row, change: -1 },
    { row: { ...row, ...handedOver }, change: 1 },
  ] as const
  // In one order, so that two that hand over to each other wait, and not in a ring.
  const inOrder = moves.toSorted((one, other) => (one.row.owner_id < other.row.owner_id ? -1 : 1))
  for (const move of inOrder) await addToTotal(transaction, move.row, move.change)
}

export async function findCredential(database: Database, asker: Asker, id: string): Promise<Credential | null> {
  const row = await selectCredentials(database, asker.tenantId).where('credential.id', '=', id).executeTakeFirst()
  const access = row && (await findAccess(database, asker, row))
  return access ? toCredential(row, access) : null
}

/** Every credential of a tenant, whoever sees it; a query to narrow. */
export function selectCredentials(database: Database, tenantId: string) {
  return selectOfAllTenants(database).where('credential.tenant_id', '=', tenantId)
}

/** Of what somebody sees, the credentials of these ids, in no order. */
export async function findCredentials(database: Database, asker: Asker, ids: readonly string[]): Promise<Credential[]> {
  if (ids.length === 0) return []
  // Left out of the query, since SQLite takes an index of the tenant's for less work than ten ids, and reads all its rows.
  const found = await selectOfAllTenants(database).where('credential.id', 'in', ids).execute()
  const ofTenant = found.filter((row) => row.tenant_id === asker.tenantId)
  return (await keepSeen(database, asker, ofTenant)).map(({ row, access }) => toCredential(row, access))
}

function selectOfAllTenants(database: Database) {
  return database
    .selectFrom('credential')
    .selectAll()
    .select((row) =>
      row
        .selectFrom('resource')
        .select((resources) => resources.fn.countAll<number | string>().as('used_by'))
        .whereRef('resource.credential_id', '=', 'credential.id')
        .as('used_by'),
    )
}

export function toCredential(
  row: Selectable<CredentialTable> & { used_by: number | string | null },
  access: Access,
): Credential {
  return credentialSchema.parse({
    id: row.id,
    connector: row.connector,
    method: row.method,
    name: row.name,
    description: row.description,
    region: row.region,
    account: readAccount(row),
    status: row.status,
    statusReason: row.status_reason,
    statusSince: row.status_since,
    checkedAt: row.checked_at,
    fingerprint: toFingerprint(row.secret_hash),
    owner: { id: row.owner_id, name: row.owner_name },
    access,
    usedBy: Number(row.used_by),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    lastUsedAt: row.last_used_at === '' ? null : row.last_used_at,
    etag: toEtag(row.revision),
  })
}

/** Everything that a search looks at. */
export function foldForSearch({
  name,
  description,
  account,
}: Pick<Credential, 'name' | 'description' | 'account'>): string {
  return foldCase([name, description, account?.workspaceName ?? '', account?.workspaceId ?? ''].join('\n'))
}

/** What people changed makes it another; what a check found out does not, since nobody's edit gets lost by it. */
export function toEtag(revision: number): string {
  return `"${revision}"`
}

function readAccount({ account }: Pick<Selectable<CredentialTable>, 'account'>): Account | null {
  return account === null ? null : accountSchema.parse(JSON.parse(account))
}

/** One of sixteen, by the last digit of an id that ends at random. */
function toShard(id: string): number {
  return Number.parseInt(id.slice(-1), 16)
}

function toFingerprint(secretHash: string): string {
  return secretHash.slice(0, FINGERPRINT_LENGTH)
}

function toRow(credential: NewCredential): Insertable<CredentialTable> {
  const { name, description, account, owner } = credential
  return {
    id: credential.id,
    tenant_id: credential.tenantId,
    connector: credential.connector,
    method: credential.method,
    name,
    name_folded: foldCase(name),
    description,
    search_folded: foldForSearch(credential),
    region: credential.region,
    account: account && JSON.stringify(account),
    status: credential.status,
    status_reason: credential.statusReason,
    status_since: credential.statusSince,
    checked_at: credential.checkedAt,
    sealed_secret: credential.sealedSecret,
    secret_version: credential.secretVersion,
    secret_hash: credential.secretHash,
    owner_id: owner.id,
    owner_name: owner.name,
    created_at: credential.createdAt,
    updated_at: credential.updatedAt,
    last_used_at: '',
    revision: FIRST_REVISION,
    workspace_id: account?.workspaceId ?? null,
    check_due_at: credential.checkDueAt,
    rejected_at: null,
  }
}
