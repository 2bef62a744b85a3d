import { expect, test } from 'vitest'
import { nextQuery } from './next-query.ts'

const paging = { next: '/pages/next/starting_after', parameter: 'starting_after', link: '/pages/next' }
const query = [
  { name: 'type', value: 'user' },
  { name: 'email', value: 'ada@example.com' },
]
const request = { path: '/events', query }
const after = (next: unknown, asked: Parameters<typeof nextQuery>[1] = request) =>
  nextQuery(paging, asked, { pages: { next } })

test('the page after one is asked for by its cursor alone', () => {
  const second = after({ starting_after: 'abc' })
  expect(second).toEqual([...query, { name: 'starting_after', value: 'abc' }])
  const third = after({ starting_after: 'def' }, { path: '/events', query: second ?? [] })
  expect(third).toEqual([...query, { name: 'starting_after', value: 'def' }])
})

test('where the answer links to it, the link’s query takes the place of the request’s, whatever the host', () => {
  const asked = [
    { name: 'type', value: 'user' },
    { name: 'tag', value: 'a & b' },
    { name: 'tag', value: 'c' },
    { name: 'before', value: '1389913941064' },
  ]
  const search = '?type=user&tag=a+%26+b&tag=c&before=1389913941064'
  for (const origin of ['https://api.intercom.io', 'https://api.eu.intercom.io', 'http://api.intercom.test:8080']) {
    expect(after(`${origin}/events${search}`), origin).toEqual(asked)
  }
})

test.each([
  'https://api.intercom.io/contacts?page=2',
  'https://api.intercom.io/events/?page=2',
  'https://api.intercom.io/events/summaries?page=2',
  'https://api.intercom.io//events?page=2',
  'https://api.intercom.io/%65vents?page=2',
  'https://api.intercom.io/events/../me?page=2',
  'https://api.intercom.io/Events?page=2',
  'https://api.intercom.io/events',
  'https://api.intercom.io/events?',
  'https://api.intercom.io/events?=2',
  `https://api.intercom.io/events?page=${'2'.repeat(4_001)}`,
  `https://api.intercom.io/events?${'page=2&'.repeat(51)}`,
  '/events?page=2',
  '//api.intercom.io/events?page=2',
  '?page=2',
  'ftp://api.intercom.io/events?page=2',
  'data:/events?page=2',
  'abc',
  '',
  null,
  undefined,
  7,
  { starting_after: '' },
  { starting_after: null },
])('%j leads to no next page', (next) => {
  expect(after(next)).toBeNull()
})

test('an answer that has no pages has no next one', () => {
  for (const answer of [{}, [], null, undefined, 'https://api.intercom.io/events?page=2']) {
    expect(nextQuery(paging, request, answer)).toBeNull()
  }
})
