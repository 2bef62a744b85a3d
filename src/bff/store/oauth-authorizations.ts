import type { Selectable } from 'kysely'
import type { RegionChoice } from '../../contract/region.ts'
import { regionChoiceSchema } from '../../contract/region.ts'
import { type AuthorizationFailure, authorizationFailureSchema } from '../../contract/authorization-failure.ts'
import { type Verdict, verdictSchema } from '../../contract/verdict.ts'
import type { Database } from './database.ts'
import type { OAuthAuthorizationTable } from './schema.ts'

/** Who went to a provider, and what for. */
export interface NewAuthorization {
  id: string
  tenantId: string
  person: { id: string; name: string }
  sessionId: string | null
  connector: string
  region: RegionChoice
  credentialId: string | null
  stateHash: string
  browserHash: string
  returnTo: string | null
  createdAt: string
  expiresAt: string
}

/** How far it is: `taken` while the code is traded for a token and that is checked. */
export type AuthorizationState =
  | { kind: 'waiting' }
  | { kind: 'taken'; at: string }
  | { kind: 'authorized'; verdict: Verdict; sealedSecret: string; secretHash: string }
  | { kind: 'failed'; failure: AuthorizationFailure; verdict: Verdict | null }

export interface StoredAuthorization extends NewAuthorization {
  state: AuthorizationState
}

export async function insertAuthorization(transaction: Database, authorization: NewAuthorization): Promise<void> {
  await transaction
    .insertInto('oauth_authorization')
    .values({
      id: authorization.id,
      tenant_id: authorization.tenantId,
      person_id: authorization.person.id,
      person_name: authorization.person.name,
      session_id: authorization.sessionId,
      connector: authorization.connector,
      region: authorization.region,
      credential_id: authorization.credentialId,
      state_hash: authorization.stateHash,
      browser_hash: authorization.browserHash,
      return_to: authorization.returnTo,
      state: 'waiting',
      created_at: authorization.createdAt,
      expires_at: authorization.expiresAt,
    })
    .execute()
}

/** Gives up, of those of a person that wait, all but the latest: nobody fills the store by pressing a button. */
export async function keepLatestWaiting(
  transaction: Database,
  { tenantId, personId, most }: { tenantId: string; personId: string; most: number },
): Promise<void> {
  const waiting = await transaction
    .selectFrom('oauth_authorization')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('person_id', '=', personId)
    .where('state', '=', 'waiting')
    .orderBy('id', 'desc')
    .execute()
  const old = waiting.slice(most).map(({ id }) => id)
  if (old.length > 0) await transaction.deleteFrom('oauth_authorization').where('id', 'in', old).execute()
}

/** Of any tenant, by the state that the provider sent back. */
export async function findAuthorizationByState(
  database: Database,
  stateHash: string,
): Promise<StoredAuthorization | null> {
  const row = await database
    .selectFrom('oauth_authorization')
    .selectAll()
    .where('state_hash', '=', stateHash)
    .executeTakeFirst()
  return row ? readAuthorization(row) : null
}

/** Takes one that waits, once, however many come with its state at once. Null for all but the first. */
export async function takeAuthorization(
  transaction: Database,
  { stateHash, now }: { stateHash: string; now: string },
): Promise<StoredAuthorization | null> {
  const row = await transaction
    .updateTable('oauth_authorization')
    .set({ state: 'taken', taken_at: now })
    .where('state_hash', '=', stateHash)
    .where('state', '=', 'waiting')
    .returningAll()
    .executeTakeFirst()
  return row ? readAuthorization(row) : null
}

/** What came of one that was taken. False where it was given up meanwhile: then nothing is kept. */
export async function settleAuthorization(
  transaction: Database,
  id: string,
  settled:
    | { failure: AuthorizationFailure; verdict: Verdict | null }
    | { verdict: Verdict; sealedSecret: string; secretHash: string; expiresAt: string },
): Promise<boolean> {
  const columns =
    'failure' in settled
      ? { state: 'failed', failure: settled.failure, verdict: settled.verdict && JSON.stringify(settled.verdict) }
      : {
          state: 'authorized',
          verdict: JSON.stringify(settled.verdict),
          sealed_secret: settled.sealedSecret,
          secret_hash: settled.secretHash,
          expires_at: settled.expiresAt,
        }
  const row = await transaction
    .updateTable('oauth_authorization')
    .set(columns)
    .where('id', '=', id)
    .where('state', '=', 'taken')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Whose an authorization must be to be seen: a colleague's, or another connector's, is none. */
export interface AuthorizationOwner {
  tenantId: string
  personId: string
  connector: string
}

export async function findAuthorization(
  database: Database,
  { tenantId, personId, connector }: AuthorizationOwner,
  id: string,
): Promise<StoredAuthorization | null> {
  const row = await database
    .selectFrom('oauth_authorization')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('person_id', '=', personId)
    .where('connector', '=', connector)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? readAuthorization(row) : null
}

/** Uses one up, or gives it up. What was sealed is to be scrubbed. Null where it is gone already. */
export async function deleteAuthorization(
  transaction: Database,
  tenantId: string,
  id: string,
): Promise<{ sealedSecret: string | null } | null> {
  const row = await transaction
    .deleteFrom('oauth_authorization')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .returning('sealed_secret')
    .executeTakeFirst()
  return row ? { sealedSecret: row.sealed_secret } : null
}

/** Deletes, of every tenant's, what is past its time. What was sealed is to be scrubbed. */
export async function deleteExpiredAuthorizations(transaction: Database, now: string): Promise<string[]> {
  const rows = await transaction
    .deleteFrom('oauth_authorization')
    .where('expires_at', '<=', now)
    .returning('sealed_secret')
    .execute()
  return rows.flatMap(({ sealed_secret: sealed }) => (sealed === null ? [] : [sealed]))
}

function readAuthorization(row: Selectable<OAuthAuthorizationTable>): StoredAuthorization {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    person: { id: row.person_id, name: row.person_name },
    sessionId: row.session_id,
    connector: row.connector,
    region: regionChoiceSchema.parse(row.region),
    credentialId: row.credential_id,
    stateHash: row.state_hash,
    browserHash: row.browser_hash,
    returnTo: row.return_to,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    state: readState(row),
  }
}

function readState(row: Selectable<OAuthAuthorizationTable>): AuthorizationState {
  const verdict = row.verdict === null ? null : verdictSchema.parse(JSON.parse(row.verdict))
  if (row.state === 'waiting') return { kind: 'waiting' }
  if (row.state === 'taken') return { kind: 'taken', at: row.taken_at ?? row.created_at }
  if (row.state === 'failed') {
    return { kind: 'failed', failure: authorizationFailureSchema.parse(row.failure), verdict }
  }
  if (verdict === null || row.sealed_secret === null || row.secret_hash === null) {
    throw new Error('An authorization is broken off in the middle')
  }
  return { kind: 'authorized', verdict, sealedSecret: row.sealed_secret, secretHash: row.secret_hash }
}
