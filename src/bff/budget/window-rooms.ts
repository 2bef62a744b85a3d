import type { LeaseRequest } from '../store/rate-budgets.ts'
import type { Priority } from './room.ts'

/** A time window, as far as this instance knows. */
export interface Rooms {
  endsAt: number
  /** Leased, and free: for anybody, and for people alone. */
  left: number
  reserved: number
  /** Had by this instance, used or not. */
  had: number
  unrecorded: number
  seen: number
  /** By all instances, when this one last asked. */
  granted: number
  leasable: 'slice' | 'reserved' | 'none' | 'past'
}

/** What is to be leased so that a caller has room. */
export type Lack = Pick<LeaseRequest, 'endsAt' | 'part'>

export function emptyRooms(endsAt: number): Rooms {
  return { endsAt, left: 0, reserved: 0, had: 0, unrecorded: 0, seen: 0, granted: 0, leasable: 'slice' }
}

export function hasRoom({ left, reserved }: Rooms, priority: Priority): boolean {
  return left > 0 || (priority === 'interactive' && reserved > 0)
}

/** Others use the same token, past Latchkey: of what was leased no more than this is there. */
export function cutTo(rooms: Rooms, remaining: number): void {
  rooms.left = Math.min(rooms.left, remaining)
  rooms.reserved = Math.min(rooms.reserved, remaining - rooms.left)
}

export function toLack({ endsAt, leasable }: Rooms, priority: Priority): Lack | null {
  if (leasable === 'slice') return { endsAt, part: 'slice' }
  return leasable === 'reserved' && priority === 'interactive' ? { endsAt, part: 'reserved' } : null
}

export function isClosed(rooms: Rooms, priority: Priority): boolean {
  return !hasRoom(rooms, priority) && rooms.leasable !== 'past' && toLack(rooms, priority) === null
}

export function sliceOf(quota: number | null): number {
  return quota === null || quota < 32 ? 1 : Math.floor(quota / 16)
}
