import type { RateBudget as ReadRateBudget } from '../../contract/rate-budget.ts'
import type { ToldBudget } from '../connectors/connector.ts'
import { ABSURD, type Lease, type LeaseRequest, reserveOf } from '../store/rate-budgets.ts'
import type { Priority } from './room.ts'
import { cutTo, emptyRooms, hasRoom, isClosed, type Lack, type Rooms, sliceOf, toLack } from './window-rooms.ts'

/** Milliseconds before a window's end in which a call may come to be counted in the next one: it is on its way that long. */
const ON_ITS_WAY = 250
/** Milliseconds that a window is taken to begin late: the provider's clock, and other instances', differ by as much. */
const LATE = 50

/** What one instance has leased of a credential's time windows. Times are milliseconds since 1970; nothing here waits. */
export interface LeasedRooms {
  /** Calls a window; null until an answer told, or the store knew. */
  quota(): number | null
  /** For a call that is made so many milliseconds from now. */
  has(priority: Priority, now: number, delay: number): boolean
  use(priority: Priority, now: number, delay: number): void
  /** Null where there is room, or the window has none left. */
  lacks(priority: Priority, now: number): Lack | null
  /** As {@link lacks}, while there is room still: what is to be leased in good time. */
  runsLow(now: number): Lack | null
  /** When there may be room again, where the window has none left; null where it may have. */
  closedUntil(priority: Priority, now: number): number | null
  turnsAt(now: number): number
  toRequest(lack: Lack): Omit<LeaseRequest, 'credentialId'>
  add(lack: Lack, lease: Lease): void
  /** Where the store is down: half of the quota is this instance's own. It is told of it later. */
  addOwn(lack: Lack): void
  assume(quota: number): void
  learn(told: ToldBudget, now: number): void
  read(now: number): ReadRateBudget | null
}

export function createLeasedRooms(window: number, start: number): LeasedRooms {
  let quota: number | null = null
  /** Differs from what the row says, as far as this instance knows. */
  let toldQuota: number | null = null
  let current = firstRooms(start)
  let next: Rooms | null = null

  function firstRooms(now: number): Rooms {
    return emptyRooms((Math.floor((now - LATE) / window) + 1) * window)
  }

  function turn(now: number): void {
    // The clock was put back: neither a provider nor the store names a time so far away.
    if (current.endsAt > now + 2 * ABSURD * window) {
      current = firstRooms(now)
      next = null
    }
    while (now >= current.endsAt + LATE) {
      const windows = Math.floor((now - LATE - current.endsAt) / window) + 1
      current = next ?? emptyRooms(current.endsAt + windows * window)
      next = null
    }
  }

  /**
   * The windows a call needs room in. Around a turn that is both, since nobody knows in which one it will be counted: so
   * the next one's calls are never more than its quota, and a caller waits for the turn only where one is used up.
   */
  function windowsAt(now: number, delay = 0): readonly Rooms[] {
    turn(now)
    if (!isTurning(now + delay)) return [current]
    next ??= emptyRooms(current.endsAt + window)
    return [current, next]
  }

  function isTurning(now: number): boolean {
    return now >= current.endsAt - ON_ITS_WAY
  }

  function find(endsAt: number): Rooms | null {
    return [current, next].find((each) => each?.endsAt === endsAt) ?? null
  }

  return {
    quota: () => quota,
    has: (priority, now, delay) => windowsAt(now, delay).every((each) => hasRoom(each, priority)),
    use(priority, now, delay) {
      for (const each of windowsAt(now, delay)) {
        if (each.left > 0) each.left -= 1
        else each.reserved -= priority === 'interactive' ? 1 : 0
      }
    },
    lacks(priority, now) {
      const lacking = windowsAt(now).find((each) => !hasRoom(each, priority))
      return lacking ? toLack(lacking, priority) : null
    },
    runsLow(now) {
      const low = Math.floor(sliceOf(quota) / 2)
      const lacking = windowsAt(now).find((each) => each.left < low)
      return lacking ? toLack(lacking, 'flow') : null
    },
    closedUntil(priority, now) {
      const closed = windowsAt(now).findLast((each) => isClosed(each, priority))
      return closed ? closed.endsAt + LATE : null
    },
    turnsAt(now) {
      turn(now)
      return current.endsAt + LATE
    },
    toRequest({ endsAt, part }) {
      const { seen = 0, unrecorded = 0 } = find(endsAt) ?? {}
      return { window, endsAt, quota: toldQuota, seen, unrecorded, part }
    },
    add(lack, lease) {
      // What was told while the store was asked goes with the next lease.
      if (lease.quota === null) toldQuota = quota
      else if (toldQuota === null || toldQuota === lease.quota) {
        quota = lease.quota
        toldQuota = null
      }
      const asked = find(lack.endsAt)
      // Too late: its window is over.
      if (!asked) return
      const rooms = moveTo(asked, lease.endsAt)
      rooms.unrecorded = 0
      rooms.granted = lease.granted
      rooms.had += lease.rooms
      rooms[lack.part === 'slice' ? 'left' : 'reserved'] += lease.rooms
      // What was told while the store was asked is in none of its numbers.
      if (quota !== null) cutTo(rooms, Math.max(0, quota - rooms.seen))
      if (quota === null || rooms.leasable === 'none') return
      if (lease.granted >= quota) rooms.leasable = 'none'
      else if (lease.granted >= quota - reserveOf(quota)) rooms.leasable = 'reserved'
    },
    addOwn({ endsAt }) {
      const rooms = find(endsAt)
      if (!rooms) return
      const share = quota === null ? 1 : Math.max(1, Math.floor(quota / 2)) - rooms.had
      if (share <= 0) rooms.leasable = 'none'
      else {
        rooms.left += share
        rooms.had += share
        rooms.unrecorded += share
      }
    },
    assume(assumed) {
      quota = assumed
      toldQuota = assumed
    },
    learn({ limit, remaining, resetsAt }, now) {
      turn(now)
      const isMore = quota !== null && limit > quota
      if (limit !== quota) {
        quota = limit
        toldQuota = limit
      }
      // Of a window that is over.
      if (resetsAt <= current.endsAt - window) return
      // Long before the turn no call was counted in the next one: then it is this window that ends later than thought.
      if (resetsAt === current.endsAt + window && isTurning(now)) next ??= emptyRooms(resetsAt)
      const rooms = find(resetsAt) ?? current
      if (rooms.endsAt !== resetsAt) {
        rooms.endsAt = resetsAt
        next = null
      }
      rooms.seen = Math.max(rooms.seen, limit - remaining)
      cutTo(rooms, remaining)
      if (remaining === 0) rooms.leasable = 'none'
      else if (isMore) rooms.leasable = 'slice'
    },
    read(now) {
      turn(now)
      if (quota === null) return null
      const { endsAt, granted, left, reserved, seen } = current
      const used = Math.max(granted - left - reserved, seen)
      return { limit: quota, remaining: Math.max(0, quota - used), resetsAt: new Date(endsAt).toISOString() }
    },
  }

  /** Where another instance is further, or was told of another end than this one. */
  function moveTo(rooms: Rooms, endsAt: number): Rooms {
    if (rooms.endsAt === endsAt) return rooms
    const isNext = rooms === current && endsAt >= rooms.endsAt + window && endsAt < rooms.endsAt + 2 * window
    if (!isNext) {
      rooms.endsAt = endsAt
      return rooms
    }
    rooms.leasable = 'past'
    if (next?.endsAt !== endsAt) next = emptyRooms(endsAt)
    return next
  }
}
