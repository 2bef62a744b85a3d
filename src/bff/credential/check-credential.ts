import type { Principal } from '../access/principal.ts'
import type { Verdict } from '../../contract/verdict.ts'
import type { RateBudget } from '../budget/rate-budget.ts'
import type { RateBudgets } from '../budget/rate-budgets.ts'
import { getConnector } from '../connectors/registry.ts'
import type { Check } from '../provider/check.ts'
import type { Refusal } from '../refusal.ts'
import { findSealedCredential } from '../store/credential-secret.ts'
import type { Store } from '../store/database.ts'
import type { Vault } from '../vault/vault.ts'
import type { CheckSchedule } from '../watch/check-schedule.ts'
import type { StatusChanges } from '../webhook/status-changes.ts'
import { recordVerdict } from './record-verdict.ts'

/** Milliseconds for which a person's check waits for room in the rate budget, before it goes ahead without. */
const MOMENT = 500

export interface CheckCredentialDependencies {
  store: Store
  vault: Vault
  check: Check
  checkSchedule: CheckSchedule
  statusChanges: StatusChanges
  rateBudgets: Pick<RateBudgets, 'of'>
  clock(): Date
}

export interface CheckCredentialRequest {
  principal: Principal
  credentialId: string
  signal: AbortSignal
}

/**
 * Opens a stored secret, asks its provider, and moves the credential's standing by the verdict.
 * @throws {SealBrokenError} for a secret that does not open: that says nothing of the token, and changes no status.
 */
export async function checkCredential(
  dependencies: CheckCredentialDependencies,
  request: CheckCredentialRequest,
): Promise<Verdict | Refusal> {
  const { store, vault, check, checkSchedule, statusChanges, rateBudgets, clock } = dependencies
  const { principal, credentialId, signal } = request
  const { tenantId } = principal
  const found = await findSealedCredential(store.of(tenantId).database, principal, credentialId)
  if (!found) return { code: 'not_found' }
  const { sealedSecret, secretVersion } = found
  const { connector, region } = found.credential

  const secret = await vault.open(sealedSecret, { tenantId, credentialId, version: secretVersion })
  const definition = getConnector(connector)
  const { rateLimit } = definition.use
  const budget = rateBudgets.of(credentialId, rateLimit)
  await takeRoom(budget, signal)
  const verdict = await check({
    definition,
    secret,
    region,
    signal,
    onAnswer: ({ headers }) => budget.learn(rateLimit.read(headers, clock().getTime())),
  })
  // What the asker broke off says nothing of the provider.
  signal.throwIfAborted()
  const own = { credentialId, secretVersion, actor: principal, checkSchedule, statusChanges }
  const change = await store
    .of(tenantId)
    .write((transaction) => recordVerdict(transaction, { ...own, verdict, confirms: 'at_once', now: clock() }))
  // Replaced, deleted or no longer shared while the provider was asked: whoever asked means what is there now.
  return change ? verdict : checkCredential(dependencies, request)
}

/** Before any data flow, and only so as to leave what these may use: that none is left keeps nobody from asking. */
async function takeRoom(budget: RateBudget, signal: AbortSignal): Promise<void> {
  if (budget.take('interactive')) return
  const moment = AbortSignal.any([signal, AbortSignal.timeout(MOMENT)])
  await budget.wait({ priority: 'interactive', patience: MOMENT, signal: moment })
}
