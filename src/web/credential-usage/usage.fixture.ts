import type { UsageHour } from '../../contract/credential-usage.ts'

const HOUR = 3_600_000

/** An hour of calls, so many hours ago. */
export function makeHour(ago: number, differences: Partial<UsageHour> = {}, now = Date.now()): UsageHour {
  return {
    hour: new Date(now - (now % HOUR) - ago * HOUR).toISOString(),
    calls: 120,
    errors: 0,
    throttled: 0,
    bytesSent: 0,
    bytesReceived: 1_200_000,
    p50: 85,
    p99: 310,
    budget: { limit: 167, leastRemaining: 47 },
    ...differences,
  }
}
