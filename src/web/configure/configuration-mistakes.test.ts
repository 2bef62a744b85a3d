import { expect, test } from 'vitest'
import type { Connector } from '../../contract/connector.ts'
import type { Configuration } from './configuration.ts'
import { findMistakes } from './configuration-mistakes.ts'
import { detailOf } from './configuring.fixture.ts'

const usualShape = { pattern: '^dG9r[A-Za-z0-9+/]{20,}={0,2}$', unusualShape: '' }
const detail = detailOf({
  fields: [{ name: 'accessToken', label: 'Access Token', usualShape }],
} as unknown as Connector)
const token = btoa(`tok:${crypto.randomUUID()}`)
/** In a URL none of its pieces is long enough to look like one. */
const slashed = `dG9r${'ab/'.repeat(9)}`
const request = { template: null, path: '/contacts', query: [], headers: [] }
const write = { ...request, method: 'POST', contentType: 'application/json', sample: '{}' } as const

test.each<[string, Configuration, Record<string, string>]>([
  ['a source', request, {}],
  ['a destination', write, {}],
  ['no path', { ...request, path: '' }, { 'configuration/path': 'required' }],
  ['a path with a query', { ...request, path: '/contacts?a=1' }, { 'configuration/path': 'not_a_path' }],
  ['a path with braces left', { ...write, path: '/contacts/{id}' }, { 'configuration/path': 'braces_left' }],
  ['a path with a brace', { ...write, path: '/contacts/{' }, { 'configuration/path': 'not_a_path' }],
  [
    'a token in the path',
    { ...request, path: `/a/${encodeURIComponent(slashed)}` },
    { 'configuration/path': 'holds_secret' },
  ],
  [
    'a parameter without a name',
    { ...request, query: [{ name: '', value: '1' }] },
    { 'configuration/query/0/name': 'required' },
  ],
  [
    'a row that is wholly empty, and what stands after it',
    {
      ...request,
      query: [
        { name: '', value: '' },
        { name: '', value: '1' },
      ],
      headers: [{ name: '', value: '' }],
    },
    { 'configuration/query/1/name': 'required' },
  ],
  [
    'a token in the query',
    {
      ...request,
      query: [
        { name: 'a', value: '' },
        { name: 'b', value: token },
      ],
    },
    { 'configuration/query/1/value': 'holds_secret' },
  ],
  ['a header that is sent', { ...request, headers: [{ name: 'Accept-Language', value: 'de' }] }, {}],
  [
    'a header that is not',
    { ...request, headers: [{ name: 'Authorization', value: `Bearer ${token}` }] },
    { 'configuration/headers/0/name': 'unknown_header', 'configuration/headers/0/value': 'holds_secret' },
  ],
  ['a record that is no JSON', { ...write, sample: '{' }, { 'configuration/sample': 'not_json' }],
  ['no record', { ...write, sample: '' }, {}],
  ['a token in the record', { ...write, sample: `{"a":"${token}"}` }, { 'configuration/sample': 'holds_secret' }],
])('%s', (_, configuration, mistakes) => {
  const found = Object.entries(findMistakes(detail, configuration)).filter(([, code]) => code !== undefined)
  expect(Object.fromEntries(found)).toEqual(mistakes)
})
