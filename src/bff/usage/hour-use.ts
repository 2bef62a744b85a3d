import type { UsageHour } from '../../contract/credential-usage.ts'
import type { CredentialUse } from './credential-use.ts'
import { createLatency, type Latency, readPercentile, recordLatency } from './latency.ts'

const TOO_MANY_REQUESTS = 429
const FIRST_ERROR = 400

/** What was counted of one credential in one hour, or in a part of it: parts add up. */
export interface HourUse {
  calls: number
  errors: number
  throttled: number
  bytesSent: number
  bytesReceived: number
  latency: Latency
  /** Of the fullest window. */
  budget: UsageHour['budget']
}

export function createHourUse(): HourUse {
  return { calls: 0, errors: 0, throttled: 0, bytesSent: 0, bytesReceived: 0, latency: createLatency(), budget: null }
}

export function addCall(to: HourUse, call: CredentialUse): void {
  to.calls += 1
  if (call.status === TOO_MANY_REQUESTS) to.throttled += 1
  else if (call.status === null || call.status >= FIRST_ERROR) to.errors += 1
  to.bytesSent += call.bytesSent
  to.bytesReceived += call.bytesReceived
  recordLatency(to.latency, call.latency)
  if (call.budget) addWindow(to, call.budget.limit, call.budget.remaining)
}

export function addHourUse(to: HourUse, other: HourUse): void {
  to.calls += other.calls
  to.errors += other.errors
  to.throttled += other.throttled
  to.bytesSent += other.bytesSent
  to.bytesReceived += other.bytesReceived
  to.latency.add(other.latency)
  if (other.budget) addWindow(to, other.budget.limit, other.budget.leastRemaining)
}

/** @param hour RFC 3339, its first millisecond */
export function toUsageHour(hour: string, { latency, ...counted }: HourUse): UsageHour {
  return { hour, ...counted, p50: readPercentile(latency, 50), p99: readPercentile(latency, 99) }
}

/** The fullest is the one of which the least part was left: limits differ, and change. */
function addWindow(to: HourUse, limit: number, remaining: number): void {
  const { budget } = to
  if (budget && remaining * budget.limit >= budget.leastRemaining * limit) return
  to.budget = { limit, leastRemaining: remaining }
}
