import { expect, test } from 'vitest'
import type { CredentialFilters } from '../api/credentials.ts'
import { changeFilter, isNarrowed, isTooLong, parseFilters, withFilters } from './credential-filters.ts'

test('filters lead into a search and out of it again, beside what else the search says', () => {
  const filters: CredentialFilters = { q: 'acme & co', status: 'failed', region: 'eu', owner: 'local', sort: 'name' }
  const search = withFilters('details=1&q=before', filters)
  expect(parseFilters(search)).toEqual(filters)
  expect(new URLSearchParams(search).get('details')).toBe('1')
  expect(withFilters(search, {})).toBe('?details=1')
  expect(withFilters('q=before', {})).toBe('')
})

test.each(['status=good', 'region=', 'sort=status', 'sort=createdAt', 'q=%20', 'q=a%00b', `q=${'a'.repeat(201)}`])(
  '%s asks for nothing',
  (search) => {
    expect(parseFilters(search)).toEqual({})
  },
)

test('a search is for its first words, one space apart', () => {
  expect(parseFilters('q=a++b+c+d+e+f+g+h+i')).toEqual({ q: 'a b c d e f g h' })
  expect(isTooLong('a b c d e f g h ')).toBe(false)
  expect(isTooLong('a b c d e f g h i')).toBe(true)
})

test('an order leaves out none, and any other filter may', () => {
  expect(isNarrowed({ sort: 'name' })).toBe(false)
  expect(isNarrowed({ region: 'auto' })).toBe(true)
})

test('an empty choice takes a filter away', () => {
  expect(changeFilter({ status: 'failed', q: 'a' }, 'status', '')).toEqual({ q: 'a' })
})
