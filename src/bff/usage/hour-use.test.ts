import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CredentialUse } from './credential-use.ts'
import { addCall, addHourUse, createHourUse, type HourUse, toUsageHour } from './hour-use.ts'
import { createLatency, decodeLatency, encodeLatency, readPercentile, recordLatency } from './latency.ts'

const HOUR = '2026-01-01T00:00:00.000Z'

const calls = fc.array(
  fc.record({
    status: fc.option(fc.integer({ min: 200, max: 599 })),
    bytesSent: fc.nat(100_000),
    bytesReceived: fc.nat(10_000_000),
    latency: fc.double({ min: 0, max: 400_000, noNaN: true }),
    budget: fc.option(fc.record({ limit: fc.integer({ min: 1, max: 2_000 }), remaining: fc.nat(2_000) })),
  }),
)

describe('an hour of calls', () => {
  test('is the same, whoever counted which part of it, and however it was kept', () => {
    fc.assert(
      fc.property(calls, calls, (some, others) => {
        const whole = toHourUse([...some, ...others])
        const kept = toHourUse(some)
        kept.latency = decodeLatency(encodeLatency(kept.latency))
        addHourUse(kept, toHourUse(others))
        expect(read(kept)).toEqual(read(whole))
      }),
      { numRuns: 50 },
    )
  })

  test('tells errors from calls that were asked to wait', () => {
    const statuses = [200, 304, 400, 401, 429, 429, 500, null]
    const { errors, throttled, ...others } = read(toHourUse(statuses.map((status) => withOwn({ status }))))
    expect({ errors, throttled, calls: others.calls }).toEqual({ errors: 4, throttled: 2, calls: 8 })
  })

  test('tells of the fullest window: the one of which the least part was left', () => {
    const windows = [
      { limit: 1_667, remaining: 900 },
      { limit: 10, remaining: 3 },
      { limit: 167, remaining: 20 },
      { limit: 100, remaining: 30 },
    ]
    const use = toHourUse(windows.map((budget) => withOwn({ budget })))
    expect(use.budget).toEqual({ limit: 167, leastRemaining: 20 })
    expect(toHourUse([withOwn()]).budget).toBeNull()
  })
})

describe('latencies', () => {
  test('have their median and the slowest in a hundred, to one in a hundred', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.2, max: 400_000, noNaN: true }), { minLength: 1 }), (values) => {
        const latency = createLatency()
        for (const value of values) recordLatency(latency, value)
        const sorted = values.toSorted((a, b) => a - b)
        for (const percent of [50, 99]) {
          const exact = sorted[Math.ceil((values.length * percent) / 100) - 1] ?? Number.NaN
          expect(Math.abs((readPercentile(latency, percent) ?? 0) / exact - 1)).toBeLessThan(0.011)
        }
      }),
    )
  })

  test('are null without a call, and begin anew where what was kept cannot be read', () => {
    expect(readPercentile(createLatency(), 50)).toBeNull()
    for (const damaged of ['', 'no histogram', encodeLatency(createLatency()).slice(0, -8)]) {
      const latency = decodeLatency(damaged)
      recordLatency(latency, 12)
      expect(readPercentile(latency, 99)).toBeCloseTo(12, 0)
    }
  })

  test('take a clock that was set back for no time, and what lasts for days for an hour', () => {
    const latency = createLatency()
    recordLatency(latency, -5)
    expect(readPercentile(latency, 99)).toBe(0)
    recordLatency(latency, Number.MAX_SAFE_INTEGER)
    expect((readPercentile(latency, 99) ?? 0) / 3_600_000).toBeCloseTo(1, 1)
  })
})

type Call = Pick<CredentialUse, 'status' | 'bytesSent' | 'bytesReceived' | 'latency'> & {
  budget: { limit: number; remaining: number } | null
}

function withOwn(own: Partial<Call> = {}): Call {
  return { status: 200, bytesSent: 0, bytesReceived: 0, latency: 1, budget: null, ...own }
}

function toHourUse(made: readonly Call[]): HourUse {
  const use = createHourUse()
  for (const call of made) {
    const budget = call.budget && { ...call.budget, resetsAt: 0 }
    addCall(use, { tenantId: 't', credentialId: 'c', connector: 'intercom', keyId: null, ...call, budget })
  }
  return use
}

/** Of windows that are as full as one another, either may be told. */
function read(use: HourUse) {
  const { budget, ...others } = toUsageHour(HOUR, use)
  return { ...others, part: budget && budget.leastRemaining / budget.limit }
}
