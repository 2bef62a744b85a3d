import { type Insertable, type Selectable, sql } from 'kysely'
import { type Credential, credentialSchema } from '../../contract/credential.ts'
import type { Database } from './database.ts'
import { foldCase } from './fold-case.ts'
import type { CredentialTable } from './schema.ts'

export interface NewCredential extends Omit<Credential, 'fingerprint' | 'usedBy' | 'lastUsedAt' | 'etag'> {
  tenantId: string
  sealedSecret: string
  secretVersion: number
  secretHash: string
  /** When the watch is to ask the provider. */
  checkDueAt: string
}

/** What stands in the way of a new credential: one that has its secret, or its name. */
export interface Conflict {
  code: 'duplicate_credential' | 'name_taken'
  existing: { id: string; name: string }
}

const FIRST_REVISION = 1

/** Characters of the secret's hash that are shown. */
const FINGERPRINT_LENGTH = 12

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
    usedBy: 0,
    lastUsedAt: null,
    etag: toEtag(FIRST_REVISION),
  }
}

/** Inserts, and counts. False when another credential has the secret or the name: then nothing was written. */
export async function insertCredential(transaction: Database, credential: NewCredential): Promise<boolean> {
  const inserted = await transaction
    .insertInto('credential')
    .values(toRow(credential))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) return false
  await transaction
    .insertInto('credential_total')
    .values({
      tenant_id: credential.tenantId,
      connector: credential.connector,
      owner_id: credential.owner.id,
      owner_name: credential.owner.name,
      shard: toShard(credential),
      total: 1,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'connector', 'owner_id', 'shard'])
        .doUpdateSet({ total: sql`credential_total.total + 1` }),
    )
    .execute()
  return true
}

export async function findCredential(database: Database, tenantId: string, id: string): Promise<Credential | null> {
  const row = await selectCredentials(database, tenantId).where('credential.id', '=', id).executeTakeFirst()
  return row ? toCredential(row) : null
}

/** Every credential of a tenant, as it may be read; a query to narrow. */
export function selectCredentials(database: Database, tenantId: string) {
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
    .where('credential.tenant_id', '=', tenantId)
}

export function toCredential(row: Selectable<CredentialTable> & { used_by: number | string | null }): Credential {
  return credentialSchema.parse({
    id: row.id,
    connector: row.connector,
    method: row.method,
    name: row.name,
    description: row.description,
    region: row.region,
    account: row.account === null ? null : JSON.parse(row.account),
    status: row.status,
    statusReason: row.status_reason,
    statusSince: row.status_since,
    checkedAt: row.checked_at,
    fingerprint: toFingerprint(row.secret_hash),
    owner: { id: row.owner_id, name: row.owner_name },
    usedBy: Number(row.used_by),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    lastUsedAt: row.last_used_at === '' ? null : row.last_used_at,
    etag: toEtag(row.revision),
  })
}

/** One of sixteen, by the last digit of an id that ends at random. */
function toShard({ id }: NewCredential): number {
  return Number.parseInt(id.slice(-1), 16)
}

/** What people changed makes it another; what a check found out does not, since nobody's edit gets lost by it. */
function toEtag(revision: number): string {
  return `"${revision}"`
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
    search_folded: foldCase([name, description, account?.workspaceName ?? ''].join('\n')),
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
