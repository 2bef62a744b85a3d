import { expect, test } from 'vitest'
import { erasedInWords } from './erased-in-words.ts'

const now = Date.parse('2026-07-01T10:00:00Z')

test.each([
  [7 * 24, 'in 7 days'],
  [7 * 24 - 0.1, 'in 7 days'],
  [6.4 * 24, 'in 6 days'],
  [47, 'in 47 hours'],
  [1.5, 'in 1 hour'],
  [0.5, 'within the hour'],
  [-1, 'within the hour'],
])('what is erased in %d hours is erased "%s"', (hours, words) => {
  expect(erasedInWords(new Date(now + hours * 3_600_000).toISOString(), now)).toBe(words)
})
