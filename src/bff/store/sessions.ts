import type { Insertable, Selectable } from 'kysely'
import { tenantRoleSchema } from '../../contract/person.ts'
import { resourceKindSchema } from '../../contract/resource-kind.ts'
import { signInSchema } from '../../contract/session.ts'
import type { Principal } from '../access/principal.ts'
import type { Database, Store } from './database.ts'
import { readIds } from './json-ids.ts'
import type { SessionTable } from './schema.ts'

/** Whose a session is, and what it is limited to. */
export interface SessionHolder extends Pick<
  Principal,
  'tenantId' | 'id' | 'name' | 'role' | 'teams' | 'connectors' | 'purpose'
> {
  signIn: NonNullable<Principal['session']>['signIn']
  /** Of the host's page that shows it. */
  pageOrigin: string | null
  hostKeyId: string | null
}

export interface StoredSession extends SessionHolder {
  sessionId: string
  createdAt: string
  seenAt: string
  expiresAt: string
}

export async function insertSession(
  transaction: Database,
  { tokenHash, ...session }: StoredSession & { tokenHash: string },
): Promise<void> {
  await transaction
    .insertInto('session')
    .values({ ...toRow(session), token_hash: tokenHash })
    .execute()
}

/** Of any tenant: the token says whose. Null for none, or one that is over. */
export async function findSession(database: Database, tokenHash: string, now: string): Promise<StoredSession | null> {
  const row = await database
    .selectFrom('session')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row ? readSession(row) : null
}

/** Whether nobody has ended it, on whichever instance. */
export async function isSessionOpen(database: Database, id: string, now: string): Promise<boolean> {
  const row = await database
    .selectFrom('session')
    .select('id')
    .where('id', '=', id)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row !== undefined
}

/** That a session was used; when it is over for want of use moves with it. */
export async function noteSessionSeen(
  store: Pick<Store, 'note'>,
  { sessionId, seenAt, expiresAt }: Pick<StoredSession, 'sessionId' | 'seenAt' | 'expiresAt'>,
): Promise<void> {
  await store.note((connection) =>
    connection
      .updateTable('session')
      .set({ seen_at: seenAt, expires_at: expiresAt })
      .where('id', '=', sessionId)
      .execute(),
  )
}

/** Ends a session, on every instance. False when it was over already. */
export async function deleteSession(transaction: Database, id: string): Promise<boolean> {
  const row = await transaction.deleteFrom('session').where('id', '=', id).returning('id').executeTakeFirst()
  return row !== undefined
}

/**
 * Ends what a host key has opened, and what it may still open. Tokens first: one that is being spent is waited for, and the
 * session it opens is seen then.
 */
export async function deleteSessionsOfHostKey(transaction: Database, hostKeyId: string): Promise<void> {
  for (const table of ['one_time_token', 'session'] as const) {
    await transaction.deleteFrom(table).where('host_key_id', '=', hostKeyId).execute()
  }
}

/** Whose session a host's server ended, whether it was opened or not. */
export interface EndedHostSession {
  tenantId: string
  pageOrigin: string | null
}

/** Null where the key has no such session, or it was over already. In this order for the same reason. */
export async function deleteHostSession(
  transaction: Database,
  { id, hostKeyId, now }: { id: string; hostKeyId: string; now: string },
): Promise<EndedHostSession | null> {
  const ended =
    (await transaction
      .deleteFrom('one_time_token')
      .where('session_id', '=', id)
      .where('host_key_id', '=', hostKeyId)
      .where('spent_at', 'is', null)
      .where('expires_at', '>', now)
      .returning(['tenant_id', 'page_origin'])
      .executeTakeFirst()) ??
    (await transaction
      .deleteFrom('session')
      .where('id', '=', id)
      .where('host_key_id', '=', hostKeyId)
      .where('expires_at', '>', now)
      .returning(['tenant_id', 'page_origin'])
      .executeTakeFirst())
  return ended ? { tenantId: ended.tenant_id, pageOrigin: ended.page_origin } : null
}

/** Sessions that are over, and one-time tokens that nobody needs to be told of any more. */
export async function sweepSessions(store: Pick<Store, 'note'>, now: Date): Promise<void> {
  const at = now.toISOString()
  const aWhileAgo = new Date(now.getTime() - SPENT_IS_KNOWN).toISOString()
  await store.note((connection) => connection.deleteFrom('session').where('expires_at', '<=', at).execute())
  await store.note((connection) =>
    connection.deleteFrom('one_time_token').where('expires_at', '<=', aWhileAgo).execute(),
  )
  await store.note((connection) => connection.deleteFrom('sign_in_attempt').where('expires_at', '<=', at).execute())
}

/** Milliseconds after its end for which a one-time token that comes again is told apart from a guess. */
const SPENT_IS_KNOWN = 24 * 60 * 60 * 1_000

function toRow(session: StoredSession): Omit<Insertable<SessionTable>, 'token_hash'> {
  return {
    id: session.sessionId,
    tenant_id: session.tenantId,
    sign_in: session.signIn,
    person_id: session.id,
    person_name: session.name,
    role: session.role,
    teams: JSON.stringify(session.teams),
    connectors: session.connectors && JSON.stringify(session.connectors),
    purpose: session.purpose,
    page_origin: session.pageOrigin,
    host_key_id: session.hostKeyId,
    created_at: session.createdAt,
    seen_at: session.seenAt,
    expires_at: session.expiresAt,
  }
}

function readSession(row: Selectable<SessionTable>): StoredSession {
  return {
    sessionId: row.id,
    tenantId: row.tenant_id,
    id: row.person_id,
    name: row.person_name,
    role: tenantRoleSchema.parse(row.role),
    teams: readIds(row.teams),
    connectors: row.connectors === null ? null : readIds(row.connectors),
    purpose: row.purpose === null ? null : resourceKindSchema.parse(row.purpose),
    signIn: signInSchema.parse(row.sign_in),
    pageOrigin: row.page_origin,
    hostKeyId: row.host_key_id,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    expiresAt: row.expires_at,
  }
}
