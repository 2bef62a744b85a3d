import type { UsageHour } from '../../contract/credential-usage.ts'
import { fullnessOf } from './day-hours.ts'
import { hourOfDayInWords } from './hour-words.ts'

/** How much a credential was used, and what came of it. */
export function totalsInWords(hours: UsageHour[], provider: string): string {
  const calls = sum(hours, 'calls')
  const [errors, throttled] = [sum(hours, 'errors'), sum(hours, 'throttled')]
  const outcome = errors === 0 && throttled === 0 ? 'all went well' : `${failedIn(errors)}, ${throttledIn(throttled)}`
  return `${countInWords(calls)} ${calls === 1 ? 'call' : 'calls'} to ${provider}: ${outcome}.`
}

/** How much went to and fro; null where nothing did. */
export function bytesInWords(hours: UsageHour[]): string | null {
  const [sent, received] = [sum(hours, 'bytesSent'), sum(hours, 'bytesReceived')]
  const words = [sent > 0 && `${sizeInWords(sent)} sent`, received > 0 && `${sizeInWords(received)} received`]
  return words.some(Boolean) ? `${words.filter(Boolean).join(', ')}.` : null
}

/** How soon the provider answered; null where it never did. Percentiles of hours make none of a day: their range does. */
export function speedInWords(hours: UsageHour[]): string | null {
  const median = rangeInWords(hours.map(({ p50 }) => p50))
  const slowest = rangeInWords(hours.map(({ p99 }) => p99))
  if (!median || !slowest) return null
  const byHour = median.isRange || slowest.isRange ? 'By the hour, the' : 'The'
  return `${byHour} median call was answered in ${median.words}, the slowest in a hundred in ${slowest.words}.`
}

/** How near the rate budget was to its end; null where no answer said. */
export function budgetInWords(hours: UsageHour[], now: number): string | null {
  const fullest = hours.reduce<UsageHour | null>((most, hour) => (isFuller(hour, most) ? hour : most), null)
  if (!fullest?.budget) return null
  const { limit, leastRemaining } = fullest.budget
  const when = hourOfDayInWords(Date.parse(fullest.hour), now)
  if (leastRemaining <= 0)
    return `The rate budget was used up: all ${countInWords(limit)} calls of a window, at ${when}.`
  const used = countInWords(limit - leastRemaining)
  return `The fullest window used ${used} of its ${countInWords(limit)} calls, at ${when}.`
}

/** `1,203`. */
export function countInWords(count: number): string {
  return count.toLocaleString('en')
}

/** `85 ms`, `1.2 s`. */
export function durationInWords(milliseconds: number): string {
  const { amount, unit } = toDuration(milliseconds)
  return `${amount} ${unit}`
}

function isFuller(hour: UsageHour, other: UsageHour | null): boolean {
  const fullness = fullnessOf(hour)
  return fullness !== null && fullness > ((other && fullnessOf(other)) ?? -1)
}

function failedIn(errors: number): string {
  return errors === 0 ? 'none failed' : `${countInWords(errors)} failed`
}

function throttledIn(throttled: number): string {
  if (throttled === 0) return 'none throttled'
  return `${countInWords(throttled)} throttled`
}

function rangeInWords(values: (number | null)[]): { words: string; isRange: boolean } | null {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return null
  const from = toDuration(Math.min(...known))
  const to = toDuration(Math.max(...known))
  if (from.amount === to.amount && from.unit === to.unit) return { words: `${to.amount} ${to.unit}`, isRange: false }
  const first = from.unit === to.unit ? from.amount : `${from.amount} ${from.unit}`
  return { words: `${first} to ${to.amount} ${to.unit}`, isRange: true }
}

function toDuration(milliseconds: number): { amount: string; unit: 'ms' | 's' } {
  const whole = Math.round(milliseconds)
  if (whole < 1_000) return { amount: whole === 0 ? '< 1' : String(whole), unit: 'ms' }
  return { amount: (milliseconds / 1_000).toLocaleString('en', { maximumFractionDigits: 1 }), unit: 's' }
}

function sizeInWords(bytes: number): string {
  const [size, unit] = units.find(([least]) => bytes >= least) ?? [1, 'B']
  return `${(bytes / size).toLocaleString('en', { maximumFractionDigits: bytes / size < 10 ? 1 : 0 })} ${unit}`
}

const units = [
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
] as const

function sum(hours: UsageHour[], what: 'calls' | 'errors' | 'throttled' | 'bytesSent' | 'bytesReceived'): number {
  return hours.reduce((total, hour) => total + hour[what], 0)
}
