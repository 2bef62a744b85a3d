import type { RateBudget as ReadRateBudget } from '../../contract/rate-budget.ts'
import type { ToldBudget, UseDefinition } from '../connectors/connector.ts'
import type { Store } from '../store/database.ts'
import { type LeaseRequest, leaseRooms } from '../store/rate-budgets.ts'
import type { Wait } from '../wait.ts'
import { createRateBudget, type StoppableBudget } from './rate-budget.ts'

/** A person who waits goes before a data flow, and never quite keeps one from its turn. */
export type Priority = 'interactive' | 'flow'

/** Whether there is room for a call; where there is none, when to ask again, in milliseconds since 1970. */
export type Room = { kind: 'room' } | { kind: 'spent'; resetsAt: number } | { kind: 'stopping' }

export interface RoomRequest {
  priority: Priority
  /** Milliseconds that the caller is ready to be held; with 0 only while it is not known whether there is room. */
  patience: number
  /** The caller left. */
  signal: AbortSignal
}

/** What one credential may ask its provider, on this instance; shared with the others through the store. */
export interface RateBudget {
  /**
   * Takes room for one call where this instance has some leased and nobody waits for it: the usual case, without a wait.
   * @param delay milliseconds until the call is made
   */
  take(priority: Priority, delay?: number): boolean
  /** Where {@link take} found none: in turn, and no longer than the caller's patience. */
  wait(request: RoomRequest): Promise<Room>
  /** What an answer's headers told; null where it told nothing. To be called once for each room that was had. */
  learn(told: ToldBudget | null): void
  /** Null while no answer has told. */
  read(): ReadRateBudget | null
}

/** The budgets of all credentials that this instance has used lately. */
export interface RateBudgets {
  of(credentialId: string, rateLimit: UseDefinition['rateLimit']): RateBudget
  /** Callers that wait are told so at once, and no further one is held. */
  stop(): void
}

export interface CountedRateBudgets extends RateBudgets {
  /** Callers that are held for room. */
  waiting(): number
}

export interface RateBudgetsDependencies {
  store: Store
  clock(): Date
  wait: Wait
}

/** Milliseconds after which a budget that nobody used is forgotten, and between two looks for such. */
const FORGET = 10 * 60 * 1_000
const LOOK = 60 * 1_000

/** What is forgotten here is in the store: a budget that is used again learns its quota there. */
export function createRateBudgets({ store, clock, wait }: RateBudgetsDependencies): CountedRateBudgets {
  const budgets = new Map<string, StoppableBudget>()
  let lookedAt = 0
  let isStopped = false

  function forgetUnused(now: number): void {
    if (Math.abs(now - lookedAt) < LOOK) return
    lookedAt = now
    for (const [credentialId, budget] of budgets) if (now - budget.usedAt() > FORGET) budgets.delete(credentialId)
  }

  return {
    of(credentialId, rateLimit) {
      const known = budgets.get(credentialId)
      if (known) return known
      forgetUnused(clock().getTime())
      const lease = (request: Omit<LeaseRequest, 'credentialId'>) => leaseRooms(store, { ...request, credentialId })
      const budget = createRateBudget({ lease, clock, wait }, rateLimit)
      if (isStopped) budget.stop()
      budgets.set(credentialId, budget)
      return budget
    },
    waiting: () => budgets.values().reduce((sum, budget) => sum + budget.waiting(), 0),
    stop() {
      isStopped = true
      for (const budget of budgets.values()) budget.stop()
    },
  }
}
