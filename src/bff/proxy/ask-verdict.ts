import { checkDueCredential, type CheckDueDependencies } from '../watch/check-due-credential.ts'
import type { Leases } from '../store/leases.ts'
import type { UsableCredential } from './usable-credentials.ts'

/** Milliseconds between two verdicts on one credential, over all instances. */
const PAUSE = 60_000
/** Credentials of which it is remembered when they were last asked about. */
const REMEMBERED = 1_000

export interface AskVerdictDependencies extends CheckDueDependencies {
  leases: Leases
  newId(): string
}

/**
 * What a call was answered 401 by proves nothing: only the check knows what an answer says of a token, so the check is
 * asked, and its verdict moves the status as the watch's does. A minute's lease that nobody gives back keeps a caller that
 * calls on from asking on.
 * @param signal ends what is under way when Latchkey stops
 */
export function createAskVerdict(
  dependencies: AskVerdictDependencies,
  signal: AbortSignal,
): (credential: UsableCredential) => void {
  const { leases, newId, clock, log } = dependencies
  const askedAt = new Map<string, number>()

  async function ask({ stored }: UsableCredential): Promise<void> {
    try {
      // A holder of its own each time: one that has a lease would only prolong it.
      const isFirst = await leases.acquire({ name: `verdict ${stored.id}`, holder: newId() }, PAUSE)
      if (isFirst && !signal.aborted) await checkDueCredential(dependencies, stored, signal)
    } catch (error) {
      log.warn({ err: error, credentialId: stored.id }, 'check failed')
    }
  }

  return (credential) => {
    const { id } = credential.stored
    const now = clock().getTime()
    const age = now - (askedAt.get(id) ?? Number.NEGATIVE_INFINITY)
    if (signal.aborted || (age >= 0 && age < PAUSE)) return
    askedAt.delete(id)
    askedAt.set(id, now)
    const [longestAgo] = askedAt.keys()
    if (askedAt.size > REMEMBERED && longestAgo !== undefined) askedAt.delete(longestAgo)
    void ask(credential)
  }
}
