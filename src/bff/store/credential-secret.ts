import type { Updateable } from 'kysely'
import type { Method } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { type Asker, findAccess } from './credential-access.ts'
import { foldForSearch, selectCredentials, toCredential } from './credentials.ts'
import type { Database } from './database.ts'
import type { CredentialTable } from './schema.ts'

/** A credential with its secret as it rests. */
export interface SealedCredential {
  credential: Credential
  sealedSecret: string
  secretVersion: number
  secretHash: string
}

export async function findSealedCredential(
  database: Database,
  asker: Asker,
  id: string,
): Promise<SealedCredential | null> {
  const row = await selectCredentials(database, asker.tenantId).where('credential.id', '=', id).executeTakeFirst()
  const access = row && (await findAccess(database, asker, row))
  if (!access) return null
  return {
    credential: toCredential(row, access),
    sealedSecret: row.sealed_secret,
    secretVersion: row.secret_version,
    secretHash: row.secret_hash,
  }
}

/** A credential that nothing else changes until the transaction ends. */
export interface HeldCredential {
  credential: Credential
  revision: number
  rejectedAt: string | null
}

/** Holds a credential while it has the secret of this version; null when it is gone, out of sight, or has another. */
export async function holdCredential(
  transaction: Database,
  asker: Asker,
  { credentialId, secretVersion }: { credentialId: string; secretVersion: number },
): Promise<HeldCredential | null> {
  const row = await selectCredentials(transaction, asker.tenantId)
    .where('credential.id', '=', credentialId)
    .where('secret_version', '=', secretVersion)
    .forUpdate()
    .executeTakeFirst()
  const access = row && (await findAccess(transaction, asker, row))
  return access ? { credential: toCredential(row, access), revision: row.revision, rejectedAt: row.rejected_at } : null
}

export interface ReplacedSecret extends Pick<SealedCredential, 'sealedSecret' | 'secretVersion' | 'secretHash'> {
  method: Method
  standing: Pick<Credential, 'status' | 'statusReason' | 'statusSince' | 'checkedAt' | 'account' | 'region'>
  checkDueAt: string
  now: string
}

/** Puts another secret, with its own standing, in the place of a held credential's; nothing of the old one stays. */
export async function writeReplacedSecret(
  transaction: Database,
  held: HeldCredential,
  replaced: ReplacedSecret,
): Promise<void> {
  await transaction
    .updateTable('credential')
    .set({
      ...toStandingColumns({ ...held.credential, ...replaced.standing }),
      method: replaced.method,
      sealed_secret: replaced.sealedSecret,
      secret_version: replaced.secretVersion,
      secret_hash: replaced.secretHash,
      rejected_at: null,
      check_due_at: replaced.checkDueAt,
      revision: held.revision + 1,
      updated_at: replaced.now,
    })
    .where('id', '=', held.credential.id)
    .execute()
}

/** What verdicts move of a held credential, and nothing that people change. */
export async function writeStanding(
  transaction: Database,
  credential: Credential,
  { rejectedAt, checkDueAt }: { rejectedAt: string | null; checkDueAt: string },
): Promise<void> {
  await transaction
    .updateTable('credential')
    .set({ ...toStandingColumns(credential), rejected_at: rejectedAt, check_due_at: checkDueAt })
    .where('id', '=', credential.id)
    .execute()
}

function toStandingColumns(credential: Credential): Updateable<CredentialTable> {
  const { account } = credential
  return {
    status: credential.status,
    status_reason: credential.statusReason,
    status_since: credential.statusSince,
    checked_at: credential.checkedAt,
    account: account && JSON.stringify(account),
    workspace_id: account?.workspaceId ?? null,
    search_folded: foldForSearch(credential),
    region: credential.region,
  }
}
