import type { RateBudget as ReadRateBudget } from '../../contract/rate-budget.ts'
import type { ToldBudget, UseDefinition } from '../connectors/connector.ts'
import type { Lease, LeaseRequest } from '../store/rate-budgets.ts'
import type { Wait } from '../wait.ts'
import { createAlarm } from './alarm.ts'
import { createLeasedRooms } from './leased-rooms.ts'
import { createProbe } from './probe.ts'
import type { Priority, Room, RoomRequest } from './room.ts'
import { createWaitingLine } from './waiting-line.ts'
import type { Lack } from './window-rooms.ts'

/** Milliseconds until a store that does not answer counts as down, and until one that is down is asked again. */
const STORE_PATIENCE = 1_000
const STORE_RETRY = 1_000
/** Milliseconds that even a caller without patience is held while it is not known whether there is room. */
const MOMENT = 4_000

const PRIORITIES = ['interactive', 'flow'] as const

export interface RateBudgetDependencies {
  lease(request: Omit<LeaseRequest, 'credentialId'>): Promise<Lease>
  clock(): Date
  wait: Wait
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

export interface StoppableBudget extends RateBudget {
  /** When it was last asked for room, in milliseconds since 1970; infinity while somebody waits. */
  usedAt(): number
  /** Callers that are held. */
  waiting(): number
  stop(): void
}

interface Waiter {
  priority: Priority
  /** It is told that no room will come in time as soon as that is known to be later than this. */
  patientUntil: number
  heldUntil: number
  settle(room: Room): void
}

export function createRateBudget(
  { lease, clock, wait }: RateBudgetDependencies,
  { window, limit }: UseDefinition['rateLimit'],
): StoppableBudget {
  const now = (): number => clock().getTime()
  const rooms = createLeasedRooms(window, now())
  const probe = createProbe()
  const line = createWaitingLine<Waiter>()
  const alarm = createAlarm({ clock, wait }, () => serve(now()))

  let usedAt = now()
  let isStopped = false
  /** When the lease that is asked for counts as failed. */
  let leasing: { until: number } | null = null
  let storeDownUntil = 0
  let nextHeldUntil = Infinity
  const toldUntil: Record<Priority, number | null> = { interactive: null, flow: null }

  function canGive(priority: Priority, at: number, delay = 0): boolean {
    return !(rooms.quota() === null && isProbing(at)) && rooms.has(priority, at, delay)
  }

  function isProbing(at: number): boolean {
    if (probe.isUnderWay(at)) return true
    if (probe.isHopeless()) {
      probe.end()
      rooms.assume(limit)
    }
    return false
  }

  function give(priority: Priority, at: number, delay = 0): void {
    rooms.use(priority, at, delay)
    if (rooms.quota() === null) probe.start(at)
  }

  /** The one place where callers that wait are told anything: whenever something may have changed for them. */
  function serve(at: number): void {
    do giveRooms(at)
    while (askForMore(at))
    for (const priority of PRIORITIES) tellClosed(priority, at)
    tellTired(at)
    if (line.size() === 0) return
    alarm.set(Math.min(rooms.turnsAt(at), leasing ? leasing.until : Math.min(nextHeldUntil, probe.givenUpAt())))
  }

  function giveRooms(at: number): void {
    while (line.size() > 0 && canGive('interactive', at)) {
      const waiter = line.next(canGive('flow', at) ? 'all' : 'people')
      if (!waiter) return
      give(waiter.priority, at)
      waiter.settle({ kind: 'room' })
    }
  }

  /** True where there is more at once: the store is down. */
  function askForMore(at: number): boolean {
    if (leasing && at >= leasing.until) failLease(at)
    if (leasing || (rooms.quota() === null && isProbing(at))) return false
    for (const priority of PRIORITIES) {
      const lack = line.has(priority) ? rooms.lacks(priority, at) : null
      if (lack) return ask(lack, at)
    }
    return false
  }

  function ask(lack: Lack, at: number): boolean {
    if (at < storeDownUntil) {
      rooms.addOwn(lack)
      return true
    }
    const asked = { until: at + STORE_PATIENCE }
    leasing = asked
    lease(rooms.toRequest(lack)).then(
      (leased) => {
        // What comes too late is lost: this instance went on by itself.
        if (leasing !== asked) return
        leasing = null
        rooms.add(lack, leased)
        serve(now())
      },
      () => {
        if (leasing !== asked) return
        failLease(now())
        serve(now())
      },
    )
    return false
  }

  function failLease(at: number): void {
    leasing = null
    storeDownUntil = at + STORE_RETRY
  }

  /** Once a window: whoever comes later is told on arrival. */
  function tellClosed(priority: Priority, at: number): void {
    const closedUntil = rooms.closedUntil(priority, at)
    const isTold = closedUntil === toldUntil[priority]
    toldUntil[priority] = closedUntil
    if (closedUntil === null || isTold) return
    for (const waiter of line.waiters(priority)) {
      if (waiter.patientUntil < closedUntil) waiter.settle({ kind: 'spent', resetsAt: closedUntil })
    }
  }

  function tellTired(at: number): void {
    // A moment later, when the store has answered, there may be room for them.
    if (leasing || at < nextHeldUntil) return
    nextHeldUntil = Infinity
    for (const priority of PRIORITIES) {
      for (const waiter of line.waiters(priority)) {
        if (waiter.heldUntil <= at) waiter.settle(toSpent(priority, at))
        else nextHeldUntil = Math.min(nextHeldUntil, waiter.heldUntil)
      }
    }
  }

  function toSpent(priority: Priority, at: number): Room {
    return { kind: 'spent', resetsAt: rooms.closedUntil(priority, at) ?? rooms.turnsAt(at) }
  }

  return {
    take(priority, delay) {
      const at = now()
      usedAt = at
      if (line.size() > 0 || !canGive(priority, at, delay)) return false
      give(priority, at, delay)
      const lack = leasing ? null : rooms.runsLow(at)
      if (lack) ask(lack, at)
      return true
    },
    wait({ priority, patience, signal }: RoomRequest) {
      const at = now()
      usedAt = at
      if (isStopped) return Promise.resolve({ kind: 'stopping' })
      if (signal.aborted) return Promise.resolve(toSpent(priority, at))
      return new Promise((resolve) => {
        const leave = (): void => waiter.settle(toSpent(priority, now()))
        const waiter: Waiter = {
          priority,
          patientUntil: at + patience,
          heldUntil: at + Math.max(patience, MOMENT),
          settle(room) {
            line.remove(waiter)
            signal.removeEventListener('abort', leave)
            resolve(room)
          },
        }
        signal.addEventListener('abort', leave)
        line.add(waiter)
        nextHeldUntil = Math.min(nextHeldUntil, waiter.heldUntil)
        serve(at)
        const closedUntil = rooms.closedUntil(priority, at)
        if (closedUntil !== null && waiter.patientUntil < closedUntil) waiter.settle(toSpent(priority, at))
      })
    },
    learn(told) {
      if (told) {
        probe.end()
        rooms.learn(told, now())
      } else if (rooms.quota() === null) probe.miss()
      if (line.size() > 0) serve(now())
    },
    read: () => rooms.read(now()),
    waiting: line.size,
    usedAt: () => (line.size() > 0 ? Infinity : usedAt),
    stop() {
      isStopped = true
      alarm.stop()
      for (const priority of PRIORITIES) {
        for (const waiter of line.waiters(priority)) waiter.settle({ kind: 'stopping' })
      }
    },
  }
}
