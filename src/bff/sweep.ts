import type { Logger } from 'pino'
import { eraseExpired, type EraseCredentialDependencies } from './credential/erase-credential.ts'
import { eraseExpiredAuthorizations } from './oauth/give-up-authorization.ts'
import { deleteUsageBefore } from './store/credential-usage.ts'
import { forgetOldChecks } from './store/audit-event-list.ts'
import { sweepSessions } from './store/sessions.ts'
import type { IdempotencyKeys } from './store/idempotency-keys.ts'
import type { Leases } from './store/leases.ts'
import { firstOfHours } from './usage/pending-uses.ts'
import type { Wait } from './wait.ts'

/** Milliseconds between two sweeps of what is past its time. */
const PAUSE = 10 * 60 * 1_000

export interface SweepDependencies extends EraseCredentialDependencies {
  idempotencyKeys: IdempotencyKeys
  leases: Pick<Leases, 'sweep'>
  wait: Wait
  log: Logger
}

/** Until the signal ends. At the start as well: a Latchkey that never runs for long erases what is past its time, too. */
export async function sweep(
  { store, clock, idempotencyKeys, leases, wait, log }: SweepDependencies,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await idempotencyKeys.sweep()
      await leases.sweep()
      await sweepSessions(store, clock())
      await eraseExpiredAuthorizations({ store, clock })
      await forgetOldChecks(store, clock())
      await deleteUsageBefore(store, firstOfHours(clock()))
      if (!(await eraseExpired({ store, clock }))) log.warn('erased secrets are still in the store’s files')
    } catch (error) {
      log.warn({ err: error }, 'sweep failed')
    }
    await wait(PAUSE, signal)
  }
}
