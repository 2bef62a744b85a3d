import {
  type CircuitBreakerPolicy,
  CircuitState,
  circuitBreaker,
  ConsecutiveBreaker,
  handleWhenResult,
} from 'cockatiel'
import type { Metrics } from '../usage/metrics.ts'

/** How a call went, as far as it tells of the host: `unknown` where the caller ended it, or never finished asking. */
export type CallHealth = 'well' | 'failed' | 'unknown'

/** Keeps calls from a host that fails one call after another. */
export interface Breaker {
  /** Seconds until a call may be tried again; null while calls may be made. */
  readRetryAfter(): number | null
  /** Null for no call; else to be told, once, how it went. */
  begin(): ((health: CallHealth) => void) | null
}

/** One breaker an origin. */
export interface Breakers {
  of(origin: string): Breaker
}

export interface BreakersOptions {
  metrics: Pick<Metrics, 'breakerIs'>
  /** Failures in a row that open a breaker. */
  threshold?: number
  /** Milliseconds until an open one lets a single call through, to find out. */
  halfOpenAfter?: number
}

export function createBreakers({ metrics, threshold = 10, halfOpenAfter = 10_000 }: BreakersOptions): Breakers {
  const breakers = new Map<string, Breaker>()
  return {
    of(origin) {
      const known = breakers.get(origin)
      if (known) return known
      const policy = circuitBreaker(
        handleWhenResult((health) => health === 'failed'),
        { breaker: new ConsecutiveBreaker(threshold), halfOpenAfter },
      )
      metrics.breakerIs('closed', origin)
      policy.onStateChange((state) => metrics.breakerIs(names[state], origin))
      const breaker = createBreaker(policy, halfOpenAfter)
      breakers.set(origin, breaker)
      return breaker
    },
  }
}

const names = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half_open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
} as const

function createBreaker(policy: CircuitBreakerPolicy, halfOpenAfter: number): Breaker {
  let openedAt = 0
  policy.onBreak(() => {
    openedAt = Date.now()
  })

  function readRetryAfter(): number | null {
    const left = openedAt + halfOpenAfter - Date.now()
    if (policy.state === CircuitState.Open && left > 0) return Math.ceil(left / 1_000)
    // One call is finding out already.
    return policy.state === CircuitState.HalfOpen ? Math.ceil(halfOpenAfter / 1_000) : null
  }

  return {
    readRetryAfter,
    begin: () => (readRetryAfter() === null ? admit(policy) : null),
  }
}

/** A policy calls what it is given at once, or not at all: so nobody waits for it, and it hears later how the call went. */
function admit(policy: CircuitBreakerPolicy): ((health: CallHealth) => void) | null {
  const { promise, resolve, reject } = Promise.withResolvers<CallHealth>()
  let isAdmitted = false
  policy
    .execute(() => {
      isAdmitted = true
      return promise
    })
    .catch(() => undefined)
  if (!isAdmitted) return null
  return (health) => {
    // An error that it does not handle counts as neither; of the one call that is to find out, as not found out.
    if (health === 'unknown' && policy.state === CircuitState.Closed) reject(new Error('Unknown'))
    else resolve(health === 'unknown' ? 'failed' : health)
  }
}
