import type { Logger } from 'pino'
import type { Leases } from './store/leases.ts'
import type { Wait } from './wait.ts'

/** Milliseconds until the work of a process that was killed, or hangs, goes to another one. */
const LEASE = 60_000
/** Milliseconds after which a lease at work is prolonged: a step may take as long again, and twenty seconds more. */
const RENEWAL = 20_000
/** Milliseconds until what failed is tried again: a store that is down is not asked every moment, nor logged. */
const AFTER_FAILURE = 60_000

export interface LoopDependencies {
  leases: Leases
  /** This running Latchkey, in the leases it takes. */
  holder: string
  clock(): Date
  wait: Wait
  log: Logger
}

/** Something Latchkey does by itself, of which one process at a time does what there is to do. */
export interface Loop {
  /** Of its lease, and in the log. */
  name: string
  /** Milliseconds between two looks at whether there is anything to do. */
  pause: number
  /** Reads only: as long as nothing is due, nobody takes the lease and nothing is written. */
  isDue(): Promise<boolean>
  /** Works until nothing is due any more. */
  work(turn: Turn): Promise<void>
}

/** A time of holding the lease. */
export interface Turn {
  /** Ends when Latchkey is to stop, or when another process took over. */
  signal: AbortSignal
  /** To be called before each step: prolongs the lease where it is time to. False when the turn is over. */
  keep(): Promise<boolean>
}

/** Runs until the signal ends. What fails is logged, and tried again later. */
export async function runLoop(dependencies: LoopDependencies, loop: Loop, signal: AbortSignal): Promise<void> {
  const { wait, log } = dependencies
  while (!signal.aborted) {
    let pause = loop.pause
    try {
      if (await loop.isDue()) await takeTurn(dependencies, loop, signal)
    } catch (error) {
      log.warn({ err: error, loop: loop.name }, 'loop failed')
      pause = AFTER_FAILURE
    }
    await wait(pause, signal)
  }
}

async function takeTurn(
  { leases, holder, clock }: LoopDependencies,
  { name, work }: Loop,
  stopping: AbortSignal,
): Promise<void> {
  const lease = { name, holder }
  if (!(await leases.acquire(lease, LEASE))) return
  let renewedAt = clock().getTime()
  const losing = new AbortController()
  const signal = AbortSignal.any([stopping, losing.signal])

  async function keep(): Promise<boolean> {
    const now = clock().getTime()
    if (!signal.aborted && now - renewedAt >= RENEWAL) {
      if (await leases.acquire(lease, LEASE)) renewedAt = now
      else losing.abort()
    }
    return !signal.aborted
  }

  try {
    await work({ signal, keep })
  } finally {
    await leases.release(lease)
  }
}
