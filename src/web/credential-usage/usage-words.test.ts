import { describe, expect, test } from 'vitest'
import { makeHour } from './usage.fixture.ts'
import { budgetInWords, bytesInWords, durationInWords, speedInWords, totalsInWords } from './usage-words.ts'

const now = new Date(2026, 10, 25, 15, 20).getTime()
const hour = (ago: number, differences = {}) => makeHour(ago, differences, now)

describe('the totals', () => {
  test('add up the hours, and say what failed only where something did', () => {
    expect(totalsInWords([hour(0), hour(3, { calls: 1_080 })], 'Intercom')).toBe(
      '1,200 calls to Intercom: all went well.',
    )
    const bad = hour(0, { calls: 1, errors: 1 })
    expect(totalsInWords([bad], 'Intercom')).toBe('1 call to Intercom: 1 failed, none throttled.')
    expect(totalsInWords([hour(0, { throttled: 3 })], 'Intercom')).toMatch(/none failed, 3 throttled/u)
  })
})

test.each([
  [999, 12_345, '999 B sent, 12 kB received.'],
  [0, 2_400_000, '2.4 MB received.'],
  [0, 0, null],
])('of %d bytes one way and %d the other, what there is is said', (bytesSent, bytesReceived, words) => {
  expect(bytesInWords([hour(0, { bytesSent, bytesReceived })])).toBe(words)
})

describe('how soon it was answered', () => {
  test('is a range of the hours', () => {
    expect(speedInWords([hour(0), hour(1, { p50: 140.4, p99: 1_240 })])).toBe(
      'By the hour, the median call was answered in 85 to 140 ms, the slowest in a hundred in 310 ms to 1.2 s.',
    )
  })

  test('is one figure where the hours agree', () => {
    expect(speedInWords([hour(0), hour(1)])).toBe(
      'The median call was answered in 85 ms, the slowest in a hundred in 310 ms.',
    )
  })

  test('is not said where nothing was answered', () => {
    expect(speedInWords([hour(0, { p50: null, p99: null })])).toBeNull()
  })

  test.each([
    [0.2, '< 1 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [1_250, '1.3 s'],
  ])('%d milliseconds are %s', (milliseconds, words) => {
    expect(durationInWords(milliseconds)).toBe(words)
  })
})

describe('the rate budget', () => {
  test('is told by its fullest window, relative to what it allowed', () => {
    const wide = hour(2, { budget: { limit: 1_000, leastRemaining: 600 } })
    expect(budgetInWords([wide, hour(1)], now)).toBe('The fullest window used 120 of its 167 calls, at 2 PM.')
  })

  test('that it was used up is said as such, yesterday’s hour as yesterday’s', () => {
    expect(budgetInWords([hour(16, { budget: { limit: 167, leastRemaining: 0 } })], now)).toBe(
      'The rate budget was used up: all 167 calls of a window, at 11 PM yesterday.',
    )
  })

  test('is not said where no answer said it', () => {
    expect(budgetInWords([hour(0, { budget: null })], now)).toBeNull()
  })
})
