import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { UseDefinition } from '../connectors/connector.ts'
import { parseTarget } from './parse-target.ts'

const paths: UseDefinition['paths'] = [
  { path: '/contacts', methods: ['GET', 'POST'] },
  { path: '/contacts/search', methods: ['POST'] },
  { path: '/help_center/collections', methods: ['GET', 'DELETE'] },
]

describe('S13 a path is allowed', () => {
  test.each([
    ['/contacts', '/contacts'],
    ['/contacts/1', '/contacts'],
    ['/contacts/a%20b%C3%A9/tags', '/contacts'],
    ['/contacts/search/x', '/contacts/search'],
    ['/contacts?per_page=2&starting_after=WzE=%0A', '/contacts'],
    ['/contacts?', '/contacts'],
    ['/contacts?filter[name]=a/b?c&next=https://x.test/..//;', '/contacts'],
    ["/contacts/~a.b_c-d!$&'()*+,=:@", '/contacts'],
    ['/help_center/collections/7', '/help_center/collections'],
  ])('%s', (pathAndQuery, allowedPath) => {
    const target = { method: 'GET', pathAndQuery, allowedPath }
    expect(parseTarget(paths, 'GET', pathAndQuery)).toEqual({ kind: 'target', target })
  })
})

describe('S13 a path is refused', () => {
  test.each([
    '',
    '/',
    '/me',
    '/help_center',
    '/contactsx',
    '/Contacts',
    '/cont%61cts',
    '/contacts/',
    '//contacts',
    '/contacts//1',
    '/contacts/../admins',
    '/contacts/./1',
    '/contacts/..',
    '/contacts/..;/admins',
    '/contacts/1;v=2',
    '/contacts/%2e%2e/admins',
    '/contacts/.%2E/admins',
    '/contacts/..%2fadmins',
    '/contacts/%2Fadmins',
    String.raw`/contacts\..\admins`,
    '/contacts/..%5cadmins',
    '/contacts/..%20/admins',
    '/contacts/..%3b/admins',
    '/contacts/..%3fadmins',
    '/contacts/%252e%252e/admins',
    '/contacts/%25',
    '/contacts/%00',
    '/contacts/a%0d%0ab',
    '/contacts/%7f',
    '/contacts/%c2%85',
    '/contacts/%zz',
    '/contacts/%2',
    '/contacts/%ff',
    '/contacts/%c0%ae%c0%ae/admins',
    '/contacts/é',
    '/contacts/a b',
    '/contacts#/admins',
    '/contacts?a#b',
    '/contacts?a=%',
    '/contacts?a=%ff',
    "/contacts?a='b'",
    '/contacts?a="b"',
    '/contacts?a b',
    'contacts',
    'http://evil.test/contacts',
    '@evil.test/contacts',
    '*',
    '/contacts/{contact_id}',
  ])('%s', (pathAndQuery) => {
    expect(parseTarget(paths, 'GET', pathAndQuery)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'path_not_allowed' },
      error: 'http_request_denied',
    })
  })
})

describe('S13 a method', () => {
  test('that the path does not have is refused with those it has', () => {
    expect(parseTarget(paths, 'DELETE', '/contacts/1')).toMatchObject({
      kind: 'refused',
      refusal: { code: 'method_not_allowed' },
      allow: 'GET, HEAD, POST',
    })
  })

  test('HEAD is allowed where GET is', () => {
    expect(parseTarget(paths, 'HEAD', '/contacts')).toMatchObject({ kind: 'target', target: { method: 'HEAD' } })
    expect(parseTarget([{ path: '/fin', methods: ['POST'] }], 'HEAD', '/fin')).toMatchObject({ allow: 'POST' })
  })

  test.each(['get', 'GET ', 'TRACE', 'CONNECT', 'PROPFIND', '', '__proto__'])('%j is none', (method) => {
    expect(parseTarget(paths, method, '/contacts')).toMatchObject({ refusal: { code: 'method_not_allowed' } })
  })
})

test('S13 whatever is accepted reads the same as a URL, and stays below the allowed path however often it is decoded', () => {
  fc.assert(
    fc.property(attacks, (pathAndQuery) => {
      const parsed = parseTarget(paths, 'GET', pathAndQuery)
      if (parsed.kind === 'refused') return
      const { allowedPath } = parsed.target
      const url = new URL(pathAndQuery, 'https://api.test')
      expect(url.host).toBe('api.test')
      const [path = ''] = pathAndQuery.split('?')
      expect(url.pathname).toBe(path)
      expect(url.search).toBe(pathAndQuery.slice(path.length) === '?' ? '' : pathAndQuery.slice(path.length))
      let decoded = path
      for (let times = 0; times < 3; times += 1) {
        decoded = decodeURIComponent(decoded)
        expect(new URL(decoded, 'https://api.test').pathname.startsWith(allowedPath)).toBe(true)
        expect(decoded.split('/').length).toBe(path.split('/').length)
      }
    }),
    { numRuns: 2_000 },
  )
})

const pieces = fc.constantFrom(
  ...'/ // . .. \\ ; ? # @ : % %2f %5C %2e %252e %00 %0a %c0%ae %3f %23 %3B %20 %C3%A9'.split(' '),
  ...'contacts search admins a 1 = & é \t \r\n \' " { |'.split(' '),
  ' ',
)

const attacks = fc
  .tuple(
    fc.constantFrom('/contacts', '/contacts/', '/contacts/a/', '/contacts?', ''),
    fc.array(fc.oneof({ weight: 5, arbitrary: pieces }, fc.string({ maxLength: 3, unit: 'binary' })), { maxLength: 8 }),
  )
  .map(([start, rest]) => start + rest.join(''))
