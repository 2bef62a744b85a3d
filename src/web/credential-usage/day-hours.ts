import type { UsageHour } from '../../contract/credential-usage.ts'

const HOUR = 3_600_000
export const HOURS = 24

/** One hour of the last day; `usage` is null for one without calls. */
export type DayHour = {
  /** Unix milliseconds: when it began. */
  at: number
  usage: UsageHour | null
}

/**
 * The last 24 hours, oldest first and without a gap, the present one included.
 * @param now Unix milliseconds. Where Latchkey's clock is ahead of this one, its last hour is the last.
 */
export function toDayHours(hours: UsageHour[], now: number): DayHour[] {
  const byStart = new Map(hours.map((usage) => [Date.parse(usage.hour), usage]))
  const last = Math.max(startOfHour(now), ...byStart.keys())
  return Array.from({ length: HOURS }, (_, place) => {
    const at = last - (HOURS - 1 - place) * HOUR
    return { at, usage: byStart.get(at) ?? null }
  })
}

/** Unix milliseconds: hours are counted as UTC has them. */
export function startOfHour(now: number): number {
  return now - (now % HOUR)
}

/** How full the fullest window of an hour was, from 0 to 1; null where no answer said. */
export function fullnessOf({ budget }: Pick<UsageHour, 'budget'>): number | null {
  if (!budget || budget.limit <= 0) return null
  return Math.min(1, Math.max(0, (budget.limit - budget.leastRemaining) / budget.limit))
}
