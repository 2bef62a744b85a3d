import type { UseDefinition } from '../connectors/connector.ts'
import type { Store } from '../store/database.ts'
import { type LeaseRequest, leaseRooms } from '../store/rate-budgets.ts'
import type { Wait } from '../wait.ts'
import { createRateBudget, type RateBudget, type StoppableBudget } from './rate-budget.ts'

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
