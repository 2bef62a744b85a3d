import type { Logger } from 'pino'
import type { Verdict } from '../../contract/verdict.ts'
import { latchkeyPrincipal } from '../access/principal.ts'
import { findConnector } from '../connectors/registry.ts'
import { recordVerdict } from '../credential/record-verdict.ts'
import type { Check } from '../provider/check.ts'
import type { Store } from '../store/database.ts'
import type { DueCredential } from '../store/due-credentials.ts'
import type { Vault } from '../vault/vault.ts'
import type { StatusChanges } from '../webhook/status-changes.ts'
import type { CheckSchedule } from './check-schedule.ts'

export interface CheckDueDependencies {
  store: Store
  vault: Pick<Vault, 'open'>
  check: Check
  clock(): Date
  checkSchedule: CheckSchedule
  statusChanges: StatusChanges
  log: Logger
}

/**
 * Asks the provider about one credential and records what it said, in a transaction of its own. Never rejects: what is
 * wrong with one credential (a seal that does not open) is no reason to leave the others unchecked.
 * @param signal ends the check early; then nothing is recorded
 * @returns what the provider said; null where it was not asked to the end
 */
export async function checkDueCredential(
  { store, vault, check, clock, checkSchedule, statusChanges, log }: CheckDueDependencies,
  { tenantId, id: credentialId, connector, region, sealedSecret, secretVersion }: DueCredential,
  signal: AbortSignal,
): Promise<Verdict | null> {
  try {
    const definition = findConnector(connector)
    if (!definition) throw new Error('The connector is unknown')
    const secret = await vault.open(sealedSecret, { tenantId, credentialId, version: secretVersion })
    const verdict = await check({ definition, secret, region, signal })
    if (signal.aborted) return null
    await store.of(tenantId).write((transaction) =>
      recordVerdict(transaction, {
        credentialId,
        secretVersion,
        verdict,
        actor: latchkeyPrincipal(tenantId),
        confirms: 'twice',
        now: clock(),
        checkSchedule,
        statusChanges,
      }),
    )
    return verdict
  } catch (error) {
    log.warn({ err: error, credentialId }, 'check failed')
    return null
  }
}
