import { expect, test } from 'vitest'
import type { Connector } from '../../contract/connector.ts'
import type { DestinationConfiguration, SourceConfiguration } from '../../contract/configuration.ts'
import { composeRequest, toTestRequest } from './compose-request.ts'
import { detailOf } from './configuring.fixture.ts'

const detail = detailOf({
  endpoints: [
    { region: 'us', url: 'https://api.intercom.io' },
    { region: 'eu', url: 'https://api.eu.intercom.io' },
  ],
} as Connector)
const source: SourceConfiguration = {
  template: null,
  path: '/contacts',
  query: [
    { name: 'per_page', value: '50' },
    { name: 'q', value: 'a & b' },
  ],
  headers: [],
}
const destination: DestinationConfiguration = {
  ...source,
  query: [],
  method: 'PUT',
  path: '/contacts/1',
  contentType: 'application/json',
  sample: '{}',
}

test('a source asks its region’s host, with its query, the token as dots', () => {
  expect(composeRequest(detail, 'eu', source)).toEqual({
    method: 'GET',
    url: 'https://api.eu.intercom.io/contacts?per_page=50&q=a+%26+b',
    headers: detail.addedHeaders,
    body: null,
  })
})

test('a request that is still being typed reads as one: its host ends at a slash, and an empty row is no parameter', () => {
  const query = [
    { name: 'page', value: '' },
    { name: '', value: '' },
  ]
  expect(composeRequest(detail, 'us', { ...source, path: '.example.com', query }).url).toBe(
    'https://api.intercom.io/.example.com?page=',
  )
  expect(composeRequest(detail, 'us', { ...source, path: '', query: [] }).url).toBe('https://api.intercom.io')
})

test('a header that somebody names takes the place of the one that Latchkey adds', () => {
  const headers = [{ name: 'intercom-version', value: '2.11' }]
  expect(composeRequest(detail, 'us', { ...source, headers }).headers).toEqual([detail.addedHeaders[0], ...headers])
})

test('a destination sends its record in its format, and neither where there is none', () => {
  const composed = composeRequest(detail, undefined, destination)
  expect(composed).toMatchObject({ method: 'PUT', url: 'https://api.intercom.io/contacts/1', body: '{}' })
  expect(composed.headers).toContainEqual({ name: 'Content-Type', value: 'application/json' })
  const empty = composeRequest(detail, undefined, { ...destination, sample: '' })
  expect(empty.body).toBeNull()
  expect(empty.headers).toEqual(detail.addedHeaders)
})

test('a test request is what is configured', () => {
  const { query, headers } = source
  expect(toTestRequest('eu', source)).toEqual({ method: 'GET', region: 'eu', path: '/contacts', query, headers })
  expect(toTestRequest(undefined, destination)).toEqual({
    method: 'PUT',
    path: '/contacts/1',
    query: [],
    headers,
    contentType: 'application/json',
    body: '{}',
  })
})

test('a row that is wholly empty is not sent', () => {
  const blank = { name: '', value: '' }
  const headers = [blank, { name: 'Accept-Language', value: 'de' }]
  const query = [blank, { name: 'page', value: '' }, { name: '', value: '1' }, blank]
  expect(toTestRequest('eu', { ...source, query, headers })).toMatchObject({
    query: query.slice(1, 3),
    headers: headers.slice(1),
  })
})
