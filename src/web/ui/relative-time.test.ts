import { expect, test } from 'vitest'
import { ageInWords, sinceInWords, timeInWords } from './relative-time.ts'

const now = new Date(2025, 10, 24, 12).getTime()

test.each([
  [-5, 'just now'],
  [59, 'just now'],
  [60, '1 min ago'],
  [2 * 3_600, '2 h ago'],
  [26 * 3_600, 'yesterday'],
  [3 * 86_400, '3 days ago'],
  [20 * 86_400, 'on Nov 4'],
  [400 * 86_400, 'on Oct 20, 2024'],
])('an age of %i seconds reads "%s"', (seconds, words) => {
  expect(ageInWords(secondsAgo(seconds), now)).toBe(words)
})

test('what has been so for more than a day reads since which day', () => {
  expect(sinceInWords(secondsAgo(7_200), now)).toBe('2 h ago')
  expect(sinceInWords(secondsAgo(3 * 86_400), now)).toBe('since Nov 21')
})

test.each([
  [[2025, 10, 21, 15, 5], 'November 21, 2025 at 3:05 PM'],
  [[2024, 1, 29, 0, 30], 'February 29, 2024 at 12:30 AM'],
  [[2026, 8, 1, 12, 0], 'September 1, 2026 at 12:00 PM'],
] as const)('the whole time of %s reads "%s"', ([year, month, day, hours, minutes], words) => {
  expect(timeInWords(new Date(year, month, day, hours, minutes).toISOString())).toBe(words)
})

function secondsAgo(seconds: number): string {
  return new Date(now - seconds * 1_000).toISOString()
}
