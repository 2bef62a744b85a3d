import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { connectors } from '../connectors/registry.ts'
import { createForwardedHeaders, formHeaders } from './forwarded-headers.ts'

const own = {
  requestHeaders: ['x-version'],
  answerHeaders: ['x-request-id'],
  defaultHeaders: { 'x-version': '1' },
}
const forwarded = createForwardedHeaders(own)

describe('S12 of a request', () => {
  test('neither cookies, the caller’s authorization, nor what is for the next hop passes', () => {
    const kept = { 'content-type': 'application/json', 'idempotency-key': 'a', accept: '*/*', 'if-match': '"1"' }
    const dropped = {
      authorization: 'Bearer a',
      cookie: 'a=b',
      'proxy-authorization': 'Basic a',
      host: 'latchkey.test',
      connection: 'keep-alive',
      'keep-alive': 'timeout=5',
      te: 'trailers',
      trailer: 'x',
      upgrade: 'h2c',
      'transfer-encoding': 'chunked',
      'content-length': '5',
      'accept-encoding': 'gzip',
      expect: '100-continue',
      'x-forwarded-for': '10.0.0.1',
      forwarded: 'for=a',
      origin: 'https://a.test',
      prefer: 'wait=5',
      'x-any': 'a',
    }
    expect(forwarded.ofRequest({ ...kept, ...dropped })).toEqual({ ...kept, 'x-version': '1' })
  })

  test('the connector’s default holds where the caller says nothing else', () => {
    expect(forwarded.ofRequest({})).toEqual({ 'x-version': '1' })
    expect(forwarded.ofRequest({ 'x-version': '2' })).toEqual({ 'x-version': '2' })
  })

  test('what Connection names is for the next hop, whatever it is', () => {
    const headers = { connection: 'close, Accept , x-version', accept: 'a/b', 'x-version': '2', range: 'bytes=0-1' }
    expect(forwarded.ofRequest(headers)).toEqual({ range: 'bytes=0-1', 'x-version': '1' })
  })
})

describe('S12 of an answer', () => {
  test('neither cookies nor a location nor what is for the next hop passes', () => {
    const kept = { 'content-type': 'text/plain', 'x-request-id': 'a', etag: '"1"', link: ['<a>', '<b>'] }
    const dropped = {
      'set-cookie': ['a=b'],
      location: 'https://evil.test',
      'www-authenticate': 'Bearer',
      server: 'a',
      'keep-alive': 'timeout=5',
      'transfer-encoding': 'chunked',
      trailer: 'x',
      upgrade: 'h2c',
      'alt-svc': 'h3',
      'access-control-allow-origin': '*',
      'strict-transport-security': 'max-age=1',
      'proxy-status': 'other',
    }
    expect(forwarded.ofAnswer({ ...kept, ...dropped, connection: 'close' })).toEqual(kept)
    expect(forwarded.ofAnswer({ ...kept, connection: 'ETag, link' })).toEqual({
      'content-type': 'text/plain',
      'x-request-id': 'a',
    })
  })
})

test('S12 of whatever there may be only what is listed passes', () => {
  const names = fc.oneof(fc.constantFrom('accept', 'range', 'cookie', '__proto__', 'constructor'), fc.string())
  fc.assert(
    fc.property(fc.dictionary(names, fc.string()), (headers) => {
      const passed = Object.keys(forwarded.ofRequest(headers))
      expect(passed.filter((name) => !['accept', 'range', 'x-version'].includes(name))).toEqual([])
    }),
  )
})

test.each(connectors.map(({ connector, use }) => [connector.id, use] as const))(
  '%s lists its headers in small letters, and none that never passes',
  (_, use) => {
    const listed = [...use.requestHeaders, ...use.answerHeaders, ...Object.keys(use.defaultHeaders)]
    expect(listed).toEqual(listed.map((name) => name.toLowerCase()))
    const never = new Set([
      'authorization',
      'cookie',
      'set-cookie',
      'location',
      'connection',
      'transfer-encoding',
      'host',
    ])
    expect(listed.filter((name) => never.has(name))).toEqual([])
    expect(formHeaders(use)).toEqual(expect.arrayContaining(['accept', ...use.requestHeaders]))
  },
)
