const HOUR = 3_600_000
const DAY = 24 * HOUR

/** How long something deleted can still be had back: `in 6 days`, `in 3 hours`. */
export function erasedInWords(time: string, now: number): string {
  const left = Date.parse(time) - now
  if (left < HOUR) return 'within the hour'
  // Days are rounded: a minute after its deletion, "in 6 days" of the 7 that were promised would read like a mistake.
  const [amount, unit] = left < 2 * DAY ? [Math.floor(left / HOUR), 'hour'] : [Math.round(left / DAY), 'day']
  return `in ${amount} ${unit}${amount === 1 ? '' : 's'}`
}
