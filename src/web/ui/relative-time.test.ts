import { expect, test } from 'vitest'
import { ageInWords, sinceInWords } from './relative-time.ts'

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

function secondsAgo(seconds: number): string {
  return new Date(now - seconds * 1_000).toISOString()
}
