import type { Region } from '../../contract/region.ts'
import type { Verdict } from '../../contract/verdict.ts'
import { connectors } from '../connectors/registry.ts'
import { type LoopDependencies, runLoop, type Turn } from '../loop.ts'
import { type CheckPlace, createDueCredentials } from '../store/due-credentials.ts'
import { longestPause } from './check-schedule.ts'
import { type CheckDueDependencies, checkDueCredential } from './check-due-credential.ts'

/** Milliseconds between two looks at whether a credential is due. */
const PAUSE = 30_000
/** Milliseconds between the starts of two checks at one origin: five a second. */
const PACE = 200
/** Checks at one origin that are under way at once: as many as start in the ten seconds that a check may take. */
const UNDER_WAY = 50
/** Milliseconds until a credential whose check came to nothing (a kill, a store that was down) is due again. */
const PUT_OFF = 15 * 60 * 1_000

export interface WatchDependencies extends LoopDependencies, CheckDueDependencies {
  /** The API origin of a connector's region. */
  originOf(connector: string, region: Region): string
  /** Milliseconds between two checks of a credential. */
  interval: number
}

/**
 * Checks every tenant's credentials again when they are due, until the signal ends: checks under way are then given up, and
 * nothing of them is recorded. One loop an origin, each under a lease of its own: a provider that hangs holds up its own
 * credentials alone, and the pace is kept for each of them, over all processes.
 */
export async function watchCredentials(dependencies: WatchDependencies, stopping: AbortSignal): Promise<void> {
  const origins = groupByOrigin(dependencies.originOf)
  await Promise.all([...origins].map(([origin, places]) => watchOrigin(dependencies, origin, places, stopping)))
}

async function watchOrigin(
  dependencies: WatchDependencies,
  origin: string,
  places: readonly CheckPlace[],
  stopping: AbortSignal,
): Promise<void> {
  const { store, clock, wait, interval, log } = dependencies
  const due = createDueCredentials(store, clock)

  let isReachable = true
  /** An outage leaves nothing in the store: whoever runs Latchkey finds it here, once. */
  function noteReach(verdict: Verdict | null): void {
    if (!verdict || isReachable === (verdict.kind !== 'unreachable')) return
    isReachable = !isReachable
    if (verdict.kind === 'unreachable') log.warn({ origin, reason: verdict.reason }, 'provider cannot be asked')
    else log.info({ origin }, 'provider can be asked again')
  }

  let isInStep = false
  async function isDue(): Promise<boolean> {
    if (!isInStep) await due.bringForward(places, longestPause(interval))
    isInStep = true
    return (await due.findNext(places)) !== null
  }

  async function work({ signal, keep }: Turn): Promise<void> {
    const underWay = new Set<Promise<void>>()
    try {
      for (;;) {
        // Before each, the first one too: whoever had the lease before may have started one just now.
        await wait(PACE, signal)
        if (underWay.size >= UNDER_WAY) await Promise.race(underWay)
        if (!(await keep())) return
        const id = await due.findNext(places)
        if (id === null) return
        const credential = await due.take(id, PUT_OFF)
        if (!credential) continue
        const checking = checkDueCredential(dependencies, credential, signal)
          .then(noteReach)
          .finally(() => {
            underWay.delete(checking)
          })
        underWay.add(checking)
      }
    } finally {
      await Promise.all(underWay)
    }
  }

  await runLoop(dependencies, { name: `watch ${origin}`, pause: PAUSE, isDue, work }, stopping)
}

/** A credential whose region nothing confirmed yet is asked about at the connector's first host. */
function groupByOrigin(originOf: WatchDependencies['originOf']): Map<string, CheckPlace[]> {
  const origins = new Map<string, CheckPlace[]>()
  for (const { connector } of connectors) {
    for (const [index, { region }] of connector.endpoints.entries()) {
      const origin = originOf(connector.id, region)
      const places = origins.get(origin) ?? []
      places.push({ connector: connector.id, region })
      if (index === 0) places.push({ connector: connector.id, region: 'auto' })
      origins.set(origin, places)
    }
  }
  return origins
}
