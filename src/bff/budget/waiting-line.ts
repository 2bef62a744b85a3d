import type { Priority } from './room.ts'

/** Of five rooms, as many at most go to people while a flow waits. */
const PEOPLE_OF_FIVE = 4

/** Who waits for room: people first, but not always; first come first served among each. */
export interface WaitingLine<Waiter extends { priority: Priority }> {
  size(): number
  has(priority: Priority): boolean
  add(waiter: Waiter): void
  /** False where it does not wait any more. */
  remove(waiter: Waiter): boolean
  /** Whose turn it is, taken out of the line. Null where nobody waits of those who are let. */
  next(lets: 'all' | 'people'): Waiter | null
  waiters(priority: Priority): Iterable<Waiter>
}

export function createWaitingLine<Waiter extends { priority: Priority }>(): WaitingLine<Waiter> {
  const lines = { interactive: createQueue<Waiter>(), flow: createQueue<Waiter>() }
  let peopleInARow = 0

  return {
    size: () => lines.interactive.waiting.size + lines.flow.waiting.size,
    has: (priority) => lines[priority].waiting.size > 0,
    add: (waiter) => void lines[waiter.priority].waiting.add(waiter),
    remove: (waiter) => lines[waiter.priority].waiting.delete(waiter),
    next(lets) {
      if (lets === 'people') return lines.interactive.take()
      const isFlowsTurn = lines.interactive.waiting.size === 0 || peopleInARow >= PEOPLE_OF_FIVE
      if (isFlowsTurn && lines.flow.waiting.size > 0) {
        peopleInARow = 0
        return lines.flow.take()
      }
      peopleInARow = lines.flow.waiting.size > 0 ? peopleInARow + 1 : 0
      return lines.interactive.take()
    },
    waiters: (priority) => lines[priority].waiting,
  }
}

/**
 * A Set keeps the order of arrival, and lets anybody leave. One iterator is kept for its front: a new one would step over
 * all that were taken before, one by one. It is not asked while nobody waits, since at its end it would stay there.
 */
function createQueue<Waiter>(): { waiting: Set<Waiter>; take(): Waiter | null } {
  const waiting = new Set<Waiter>()
  const front = waiting.values()
  return {
    waiting,
    take() {
      const first = waiting.size > 0 ? front.next() : null
      if (!first || first.done) return null
      waiting.delete(first.value)
      return first.value
    },
  }
}
