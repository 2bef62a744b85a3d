import type { Database, Store } from './database.ts'

/** A browser that was sent to the OpenID provider. */
export interface SignInAttempt {
  stateHash: string
  /** Of what the browser keeps in a cookie. */
  browserHash: string
  /** Path of the page to come back to. */
  returnTo: string
  expiresAt: string
}

export async function insertSignInAttempt(store: Pick<Store, 'note'>, attempt: SignInAttempt): Promise<void> {
  await store.note((connection) =>
    connection
      .insertInto('sign_in_attempt')
      .values({
        state_hash: attempt.stateHash,
        browser_hash: attempt.browserHash,
        return_to: attempt.returnTo,
        expires_at: attempt.expiresAt,
      })
      .execute(),
  )
}

/** An attempt that came back, which none can do twice. Null where there is none. */
export async function takeSignInAttempt(transaction: Database, stateHash: string): Promise<SignInAttempt | null> {
  const row = await transaction
    .deleteFrom('sign_in_attempt')
    .where('state_hash', '=', stateHash)
    .returningAll()
    .executeTakeFirst()
  if (!row) return null
  return {
    stateHash: row.state_hash,
    browserHash: row.browser_hash,
    returnTo: row.return_to,
    expiresAt: row.expires_at,
  }
}
