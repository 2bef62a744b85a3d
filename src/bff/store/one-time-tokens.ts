import * as z from 'zod/mini'
import { tenantRoleSchema } from '../../contract/person.ts'
import { resourceKindSchema } from '../../contract/resource-kind.ts'
import { signInSchema } from '../../contract/session.ts'
import type { Database } from './database.ts'
import { idsSchema } from './json-ids.ts'
import type { SessionHolder } from './sessions.ts'

export interface StoredOneTimeToken extends SessionHolder {
  hash: string
  /** Which the session will have that it opens. */
  sessionId: string
  createdAt: string
  expiresAt: string
}

export async function insertOneTimeToken(transaction: Database, token: StoredOneTimeToken): Promise<void> {
  const { tenantId, signIn, pageOrigin, hostKeyId, hash, sessionId, createdAt, expiresAt, ...holder } = token
  await transaction
    .insertInto('one_time_token')
    .values({
      hash,
      tenant_id: tenantId,
      session_id: sessionId,
      sign_in: signIn,
      session: JSON.stringify(holder),
      page_origin: pageOrigin,
      host_key_id: hostKeyId,
      created_at: createdAt,
      expires_at: expiresAt,
    })
    .execute()
}

export interface SpentOneTimeToken {
  token: StoredOneTimeToken
  /** It had been spent before: what it once opened is not opened again. */
  wasSpent: boolean
}

/** Spends it, whatever becomes of it: one statement decides whose it is where many come at once. Null for a guess. */
export async function spendOneTimeToken(
  transaction: Database,
  hash: string,
  now: string,
): Promise<SpentOneTimeToken | null> {
  const spent = await transaction
    .updateTable('one_time_token')
    .set({ spent_at: now })
    .where('hash', '=', hash)
    .where('spent_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  const row =
    spent ?? (await transaction.selectFrom('one_time_token').selectAll().where('hash', '=', hash).executeTakeFirst())
  if (!row) return null
  return {
    wasSpent: !spent,
    token: {
      ...holderSchema.parse(JSON.parse(row.session)),
      hash,
      tenantId: row.tenant_id,
      sessionId: row.session_id,
      signIn: signInSchema.parse(row.sign_in),
      pageOrigin: row.page_origin,
      hostKeyId: row.host_key_id,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
    },
  }
}

/** What the column `session` holds. */
const holderSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: tenantRoleSchema,
  teams: idsSchema,
  connectors: z.nullable(idsSchema),
  purpose: z.nullable(resourceKindSchema),
})
