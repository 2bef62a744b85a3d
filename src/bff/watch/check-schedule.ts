import type { Verdict } from '../../contract/verdict.ts'

/** When the watch is to ask about a credential again, as RFC 3339 in UTC. */
export type CheckSchedule = (credential: { id: string; verdict: Verdict; isConfirming?: boolean; now: Date }) => string

/** Milliseconds until a provider that could not be asked is asked again, and until a first rejection is confirmed. */
const AFTER_OUTAGE = 15 * 60 * 1_000
const CONFIRMATION = 5 * 60 * 1_000

/** The part of an interval by which two credentials' times differ at most, so that those made together part. */
const SPREAD = 0.2

/** @param interval milliseconds between two checks of one credential while nothing is wrong */
export function createCheckSchedule(interval: number): CheckSchedule {
  return ({ id, verdict, isConfirming = false, now }) => {
    const after = (milliseconds: number): string => {
      const spread = 1 - SPREAD / 2 + SPREAD * fractionOf(id)
      return new Date(now.getTime() + Math.round(milliseconds * spread)).toISOString()
    }
    switch (verdict.kind) {
      case 'accepted':
      case 'restricted':
        return after(interval)
      case 'rejected':
        return after(isConfirming ? CONFIRMATION : interval)
      case 'throttled':
      case 'unreachable':
        return after(Math.min(AFTER_OUTAGE, interval))
    }
  }
}

/** Milliseconds that lie between two checks at most, while the interval is this one. */
export function longestPause(interval: number): number {
  return interval * (1 + SPREAD / 2)
}

/** 0 to 1, by the random end of an id: the same credential keeps its place in the interval. */
function fractionOf(id: string): number {
  return Number.parseInt(id.slice(-4), 16) / 0xffff
}
