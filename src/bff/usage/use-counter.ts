import type { Logger } from 'pino'
import { addUsage } from '../store/credential-usage.ts'
import { noteKeyUse } from '../store/data-plane-keys.ts'
import type { Store } from '../store/database.ts'
import type { Wait } from '../wait.ts'
import type { CountUse } from './credential-use.ts'
import { addCall, type HourUse } from './hour-use.ts'
import type { Metrics } from './metrics.ts'
import { createPendingUses } from './pending-uses.ts'

/** Milliseconds from a call until it is in the store. */
export const FLUSH = 10_000
/** Rows a transaction: on SQLite a person's save waits for it. */
const BATCH = 50

export interface UseCounterDependencies {
  store: Store
  clock(): Date
  wait: Wait
  log: Logger
  metrics: Pick<Metrics, 'proxied'>
}

/** The counters of what credentials are used for; each instance adds its own to the store's. */
export interface UseCounter {
  count: CountUse
  /** By hour (RFC 3339), what is not yet in the store. */
  pendingOf(credentialId: string): ReadonlyMap<string, HourUse>
  /** Writes what is counted. After it, nothing is written by itself any more. */
  close(): Promise<void>
}

/** Nothing runs while nothing is counted: the first call after a flush asks for the next one. */
export function createUseCounter({ store, clock, wait, log, metrics }: UseCounterDependencies): UseCounter {
  let pending = createPendingUses()
  let keyUses = new Map<string, number>()
  let isAwaited = false
  let flushing = Promise.resolve()
  let isFlushing = false
  let isFailing = false
  let uncounted = 0
  const closing = new AbortController()

  function flushLater(): void {
    if (isAwaited) return
    isAwaited = true
    void wait(FLUSH, closing.signal).then(async () => {
      isAwaited = false
      if (!closing.signal.aborted) await flush()
    })
  }

  function flush(): Promise<void> {
    isFlushing = true
    flushing = flushing.then(flushAll)
    return flushing
  }

  async function flushAll(): Promise<void> {
    const left = pending.list()
    const keys = keyUses
    pending = createPendingUses()
    keyUses = new Map()
    try {
      while (left.length > 0) {
        await addUsage(store, left.slice(0, BATCH))
        left.splice(0, BATCH)
      }
      if (keys.size > 0) await noteKeyUse(store, [...keys.keys()], new Date(Math.max(...keys.values())))
      if (isFailing) log.info('calls can be counted in the store again')
      isFailing = false
    } catch (error) {
      for (const counted of left) pending.putBack(counted)
      for (const [id, at] of keys) keyUses.set(id, Math.max(at, keyUses.get(id) ?? 0))
      if (!isFailing) log.warn({ err: error }, 'calls cannot be counted in the store')
      isFailing = true
      flushLater()
    }
    isFlushing = false
  }

  return {
    count(call) {
      const now = clock()
      const counted = pending.find(call, now)
      if (counted) {
        addCall(counted.use, call)
        counted.lastUsedAt = now
      } else {
        uncounted += 1
      }
      if (call.keyId !== null) keyUses.set(call.keyId, now.getTime())
      metrics.proxied(call)
      // With thousands of credentials in use ten seconds are too long: what there is no place for would not be counted.
      if (pending.isHalfFull() && !isFlushing && !isFailing) void flush()
      else flushLater()
    },
    pendingOf: (credentialId) => new Map(pending.of(credentialId).map(({ hour, use }) => [hour, use])),
    async close() {
      closing.abort()
      await flush()
      const calls = pending.list().reduce((sum, { use }) => sum + use.calls, uncounted)
      if (calls > 0) log.error({ calls }, 'calls are missing in the counters')
    },
  }
}
