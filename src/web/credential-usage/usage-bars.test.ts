import { expect, test } from 'vitest'
import { fullnessOf, toDayHours } from './day-hours.ts'
import { roundTop, toUsageBars } from './usage-bars.ts'
import { makeHour } from './usage.fixture.ts'

const HOUR = 3_600_000
const now = 500_000 * HOUR + 1_234_567

test('a day is 24 hours without a gap, the present one last', () => {
  const day = toDayHours([makeHour(23, {}, now), makeHour(0, { calls: 7 }, now)], now)
  expect(day).toHaveLength(24)
  expect(day[0]?.usage?.calls).toBe(120)
  expect(day[1]?.usage).toBeNull()
  expect(day[23]).toMatchObject({ at: 500_000 * HOUR, usage: { calls: 7 } })
})

test('an hour that Latchkey’s clock has reached and this one has not is shown', () => {
  expect(toDayHours([makeHour(-1, { calls: 7 }, now)], now)[23]?.usage?.calls).toBe(7)
})

test('what failed stands in front of what failed and was throttled together', () => {
  const day = toDayHours([makeHour(0, { errors: 2, throttled: 3 }, now)], now)
  const { failures } = toUsageBars(day, now)
  expect(failures?.series.map(({ values }) => values[23])).toEqual([5, 2])
})

test('what has nothing to show is not plotted', () => {
  const day = toDayHours([makeHour(0, { budget: null }, now)], now)
  expect(toUsageBars(day, now)).toMatchObject({ failures: null, budget: null })
})

test.each([
  [0, 2],
  [3, 4],
  [45, 60],
  [100, 100],
  [1, 2],
  [167, 200],
  [1_203, 2_000],
])('the scale of %d ends at %d, half of which is whole, too', (most, top) => {
  expect(roundTop(most)).toBe(top)
})

test.each([
  [{ limit: 167, leastRemaining: 0 }, 1],
  [{ limit: 100, leastRemaining: 75 }, 0.25],
  // Two windows of different limits: never more than full, never less than empty.
  [{ limit: 100, leastRemaining: 120 }, 0],
  [{ limit: 0, leastRemaining: 0 }, null],
  [null, null],
])('%j is full to %s', (budget, fullness) => {
  expect(fullnessOf({ budget })).toBe(fullness)
})
