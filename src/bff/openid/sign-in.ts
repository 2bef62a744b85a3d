import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import type { OpenedSession, Sessions } from '../access/sessions.ts'
import type { Store } from '../store/database.ts'
import { insertSignInAttempt, takeSignInAttempt } from '../store/sign-in-attempts.ts'
import type { Keyring } from '../vault/keyring.ts'
import { Secret } from '../vault/secret.ts'
import type { OpenIdProvider, SignInProof } from './openid-provider.ts'
import { readClaims } from './read-claims.ts'
import type { OpenIdSettings } from './settings.ts'

/** Milliseconds that somebody has to sign in at the provider. */
export const ATTEMPT_LIFE = 10 * 60 * 1_000

/**
 * `expired`: the answer belongs to no question that this browser has open. `denied`: the provider, or the person, said no.
 * `provider`: it could not be asked, or its answer proves nothing. `claims`: it does not say to which tenant somebody belongs.
 */
export type SignInProblem = 'expired' | 'denied' | 'provider' | 'claims'

export interface SignInDependencies {
  store: Store
  keyring: Keyring
  clock(): Date
  log: Logger
  sessions: Pick<Sessions, 'start'>
  openid: OpenId
}

/** The team's provider, and how what it says is read. */
export interface OpenId {
  provider: OpenIdProvider
  settings: OpenIdSettings
}

/** Sends a browser to the provider. `browser` is what the browser keeps, so that no other comes back in its place. */
export async function beginSignIn(
  { store, keyring, clock, log, openid }: SignInDependencies,
  { browser, returnTo }: { browser: Secret; returnTo: string },
): Promise<URL | SignInProblem> {
  const state = new Secret(randomBytes(32).toString('base64url'))
  const proof = toProof(keyring, state)
  const url = await openid.provider.authorizationUrl(proof).catch((error: unknown) => {
    log.warn({ problem: 'provider', err: error }, 'sign-in could not begin')
    return null
  })
  if (!url) return 'provider'
  await insertSignInAttempt(store, {
    stateHash: keyring.hash('sign-in', state),
    browserHash: keyring.hash('sign-in', browser),
    returnTo,
    expiresAt: new Date(clock().getTime() + ATTEMPT_LIFE).toISOString(),
  })
  return url
}

/** What the browser brought back: a session, once, for who left in the same browser and was vouched for. */
export async function finishSignIn(
  { store, keyring, clock, log, sessions, openid }: SignInDependencies,
  { browser, query, address }: { browser: Secret; query: URLSearchParams; address: string | null },
): Promise<{ opened: OpenedSession; returnTo: string } | { problem: SignInProblem; returnTo: string }> {
  const state = new Secret(query.get('state') ?? '')
  const attempt = await store.write((transaction) => takeSignInAttempt(transaction, keyring.hash('sign-in', state)))
  const isOurs = attempt && keyring.hash('sign-in', browser) === attempt.browserHash
  if (!isOurs || attempt.expiresAt <= clock().toISOString()) {
    log.warn({ problem: 'expired' }, 'sign-in refused')
    return { problem: 'expired', returnTo: '/' }
  }
  const { returnTo } = attempt
  const identified = await openid.provider.identify(query, toProof(keyring, state))
  if (identified.kind === 'failed') {
    log.warn({ problem: identified.why, err: identified.error }, 'sign-in refused')
    return { problem: identified.why, returnTo }
  }
  const holder = readClaims(identified.claims, openid.settings)
  if (!holder) {
    log.warn({ problem: 'claims' }, 'sign-in refused')
    return { problem: 'claims', returnTo }
  }
  return { opened: await sessions.start(holder, address), returnTo }
}

/** All of it comes from the state by the keyring: nothing that proves anything rests in the store. */
function toProof(keyring: Keyring, state: Secret): SignInProof {
  return {
    state: state.reveal(),
    nonce: keyring.hash(
      'sign-in',
      state.map((text) => `nonce\n${text}`),
    ),
    codeVerifier: keyring.hash(
      'sign-in',
      state.map((text) => `verifier\n${text}`),
    ),
  }
}
