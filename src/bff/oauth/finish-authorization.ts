import type { Logger } from 'pino'
import type { AuthorizationFailure } from '../../contract/authorization-failure.ts'
import type { WindowProblem } from '../../contract/oauth.ts'
import type { Verdict } from '../../contract/verdict.ts'
import type { SecretFields } from '../connectors/connector.ts'
import { getConnector } from '../connectors/registry.ts'
import type { RecentVerdicts } from '../credential/recent-verdicts.ts'
import { toVerdictDetail } from '../credential/verdict-detail.ts'
import type { Check } from '../provider/check.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import type { Database, Store } from '../store/database.ts'
import {
  findAuthorizationByState,
  settleAuthorization,
  type StoredAuthorization,
  takeAuthorization,
} from '../store/oauth-authorizations.ts'
import { isSessionOpen } from '../store/sessions.ts'
import type { Keyring } from '../vault/keyring.ts'
import { Secret } from '../vault/secret.ts'
import { placeOfAuthorization, type Vault } from '../vault/vault.ts'
import type { OAuthProviders } from './oauth-providers.ts'
import { toProof } from './proof.ts'

/** Milliseconds that what was given at the provider waits to be saved. */
const SAVING_LIFE = 30 * 60 * 1_000

/** Characters of a code that may be one. Intercom's have some dozens. */
const CODE_LENGTH = 4_000

export interface FinishAuthorizationDependencies {
  store: Store
  keyring: Keyring
  vault: Vault
  check: Check
  recentVerdicts: RecentVerdicts
  oauthProviders: OAuthProviders
  clock(): Date
  log: Logger
}

export interface FinishAuthorizationRequest {
  connector: string
  query: URLSearchParams
  /** What the browser kept since it left; null where it kept nothing. */
  browser: Secret | null
  address: string | null
}

/** Where the browser goes on to: `problem` where no form will say what happened. */
export type FinishedAuthorization = { problem: WindowProblem } | { problem: null; returnTo: string | null }

/**
 * What the browser brought back from the provider. It is taken once, whatever becomes of it: the code traded, the token checked
 * and sealed, until somebody saves it; or why not, for the form to say. Nothing is kept of what came to nothing.
 */
export async function finishAuthorization(
  dependencies: FinishAuthorizationDependencies,
  { connector, query, browser, address }: FinishAuthorizationRequest,
): Promise<FinishedAuthorization> {
  const { store, keyring, clock, log } = dependencies
  const [text = '', ...others] = query.getAll('state')
  if (text === '' || others.length > 0) return { problem: 'unreadable' }
  const state = new Secret(text)
  const stateHash = keyring.hash('oauth', state)
  const found = await findAuthorizationByState(store.database, stateHash)
  if (found?.connector !== connector) return { problem: 'expired' }
  const taken = await store.write((transaction) =>
    takeAuthorization(transaction, { stateHash, now: clock().toISOString() }),
  )
  if (!taken) return { problem: 'used' }

  const outcome = await trade(dependencies, taken, { query, state, browser })
  const settled = await settle(dependencies, taken, { outcome, address })
  if (!settled) return { problem: 'expired' }
  if (outcome.kind === 'failed') log.warn({ connector, why: outcome.failure }, 'authorization refused')
  const isOthers = outcome.kind === 'failed' && outcome.failure === 'other_browser'
  return isOthers ? { problem: 'other_browser' } : { problem: null, returnTo: taken.returnTo }
}

type Outcome =
  | { kind: 'authorized'; secret: SecretFields; verdict: Verdict }
  | { kind: 'failed'; failure: AuthorizationFailure; verdict: Verdict | null }

/** What stands against the answer, in the order in which it costs; then the provider is asked, for the token and about it. */
async function trade(
  { store, keyring, oauthProviders, check, clock }: FinishAuthorizationDependencies,
  taken: StoredAuthorization,
  { query, state, browser }: { query: URLSearchParams; state: Secret; browser: Secret | null },
): Promise<Outcome> {
  const now = clock().toISOString()
  if (!browser || keyring.hash('oauth', browser) !== taken.browserHash) return fail('other_browser')
  if (taken.expiresAt <= now) return fail('expired')
  if (taken.sessionId !== null && !(await isSessionOpen(store.database, taken.sessionId, now))) {
    return fail('session_ended')
  }
  const refusal = readRefusal(query)
  if (refusal) return fail(refusal)

  const { connector, region } = taken
  const exchanged = await oauthProviders.find(connector)?.exchange(region, query, toProof(keyring, state))
  // The operator has taken the client away meanwhile.
  if (!exchanged) return fail('provider_answer')
  if (exchanged.kind === 'failed') return fail(exchanged.failure)
  const { secret } = exchanged
  const verdict = await check({ definition: getConnector(connector), secret, region })
  return verdict.kind === 'rejected' ? fail('token_rejected', verdict) : { kind: 'authorized', secret, verdict }
}

function fail(failure: AuthorizationFailure, verdict: Verdict | null = null): Outcome {
  return { kind: 'failed', failure, verdict }
}

/** An answer without a code (RFC 6749, 4.1.2.1), or with one that cannot be. */
function readRefusal(query: URLSearchParams): AuthorizationFailure | null {
  const error = query.get('error')
  if (error === 'access_denied') return 'denied'
  if (error === 'server_error' || error === 'temporarily_unavailable') return 'provider_unreachable'
  const code = query.get('code') ?? ''
  return error !== null || code === '' || code.length > CODE_LENGTH ? 'provider_answer' : null
}

/** Keeps what came of it, with its event, or neither. False where it was given up meanwhile. */
async function settle(
  { store, vault, recentVerdicts, clock }: FinishAuthorizationDependencies,
  { id, tenantId, connector, region, person, credentialId }: StoredAuthorization,
  { outcome, address }: { outcome: Outcome; address: string | null },
): Promise<boolean> {
  const date = clock()
  const at = date.toISOString()
  const principal = { tenantId, ...person, address }
  const detail = outcome.verdict ? toVerdictDetail(outcome.verdict) : {}
  const about = { connector, ...(credentialId !== null && { credentialId }) }
  const write = (change: (transaction: Database) => Promise<boolean>, event: Parameters<typeof addAuditEvent>[3]) =>
    store.of(tenantId).write(async (transaction) => {
      const isSettled = await change(transaction)
      if (isSettled) await addAuditEvent(transaction, principal, at, event)
      return isSettled
    })

  if (outcome.kind === 'failed') {
    const { failure, verdict } = outcome
    return write((transaction) => settleAuthorization(transaction, id, { failure, verdict }), {
      ...about,
      action: 'authorization.refused',
      outcome: 'refused',
      detail: { ...detail, authorization: failure },
    })
  }
  const { secret, verdict } = outcome
  const secretHash = vault.hash(secret, { tenantId, connector })
  const sealedSecret = await vault.seal(secret, placeOfAuthorization({ tenantId, id }))
  const expiresAt = new Date(date.getTime() + SAVING_LIFE).toISOString()
  const isSettled = await write(
    (transaction) => settleAuthorization(transaction, id, { verdict, sealedSecret, secretHash, expiresAt }),
    { ...about, action: 'authorization.made', detail },
  )
  // Saved within a minute it is not asked about again.
  if (isSettled) recentVerdicts.keep({ secretHash, region }, verdict)
  return isSettled
}
