import { expect, test } from 'vitest'
import { refusalWords } from './refusal-words.ts'

test.each([400, 422])('what %i means is right for a source, too, which sends no record', (status) => {
  expect(refusalWords(status, 'Intercom')).toMatch(/^Intercom .+ Check the .*values in it\.$/u)
  expect(refusalWords(status, 'Intercom')).not.toMatch(/record/u)
})

test('of a status that nobody explains, and of the provider’s own trouble, there are words as well', () => {
  expect(refusalWords(418, 'Intercom')).toMatch(/refused this request/u)
  expect(refusalWords(599, 'Intercom')).toMatch(/own trouble/u)
})
