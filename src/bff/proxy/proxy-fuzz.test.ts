import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import * as fc from 'fast-check'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ProviderCalls, startProviderCalls } from '../fixture/provider-calls.ts'
import { type ProxyServer, startProxyServer } from '../fixture/proxy-server.ts'
import { createProxyDoor } from './proxy-door.ts'

let calls: ProviderCalls
let server: ProxyServer
const asked: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[] = []

beforeAll(async () => {
  calls = await startProviderCalls((request, response) => {
    asked.push(request)
    request.resume()
    response.writeHead(200, { 'set-cookie': 'a=b', 'content-length': 2 }).end('{}')
  })
  const proxy = createProxyDoor({
    keys: {
      authenticate: (shown) => (shown === 'Bearer key' ? { id: 'a', tenantId: 'one', connector: 'intercom' } : null),
    },
    callProvider: calls.callProvider,
    metrics: { refused: () => undefined },
    clock: () => new Date(),
    log: pino({ level: 'silent' }),
  })
  server = await startProxyServer({ proxy })
})
afterAll(async () => {
  await server.close()
  await calls.close()
})
beforeEach(() => {
  asked.length = 0
})

test('S13 whatever comes in is answered, and what goes out is an allowed call with the credential’s own secret', async () => {
  await fc.assert(
    fc.asyncProperty(requests, async (text) => {
      asked.length = 0
      const answer = await send(text)
      expect(answer === '' || /^HTTP\/1\.1 \d{3} /u.test(answer)).toBe(true)
      expect(answer.toLowerCase()).not.toContain('set-cookie')
      for (const { method, url = '', headers } of asked) {
        expect(['GET', 'HEAD', 'POST', 'PUT', 'DELETE']).toContain(method)
        expect(new URL(url, 'https://api.test').pathname).toMatch(/^\/contacts(?:\/|$)/u)
        expect(headers.authorization).toBe(`Bearer ${calls.token}`)
        expect(headers['accept-encoding']).toBe('identity')
        const secondHop = ['cookie', 'x-any', 'upgrade', 'te', 'prefer', 'expect', 'proxy-authorization', 'keep-alive']
        expect(secondHop.filter((name) => name in headers)).toEqual([])
      }
    }),
    { numRuns: 150 },
  )
  // Otherwise it has shown nothing.
  expect(calls.uses.length).toBeGreaterThan(10)
})

const methods = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'get', 'X')
const targets = fc
  .tuple(
    fc.constantFrom(
      '/proxy/id',
      '/proxy/id',
      '/proxy/id',
      '/proxy/id',
      '/proxy/',
      '/proxy//id',
      'http://a/proxy/id',
      '',
    ),
    fc.constantFrom('/contacts', '/contacts/1', '/contacts', '//contacts', '/ip_allowlist', '/contacts/..', '', '?a'),
    fc.constantFrom(
      '',
      '',
      '',
      '/..%2f',
      '?a=b',
      '/%2e%2e/me',
      String.raw`\..\me`,
      ';a',
      '#a',
      '/\u00e9',
      '/%00',
      '/.',
    ),
  )
  .map((parts) => parts.join(''))
const headers = fc.array(
  fc.constantFrom(
    'Cookie: a=b',
    'Authorization: Bearer other',
    'Proxy-Authorization: Basic a',
    'X-Any: a',
    'Connection: close, X-Any, Authorization',
    'Connection: upgrade\r\nUpgrade: websocket',
    'TE: trailers',
    'Prefer: wait=1',
    'Expect: 100-continue',
    'Expect: other',
    'Keep-Alive: timeout=5',
    'Accept-Encoding: gzip',
    'Idempotency-Key: \u00ff\u0080',
    'Host: api.intercom.io',
    'Bad Header',
    ' folded: a',
    `Accept: ${'a'.repeat(20_000)}`,
  ),
  { maxLength: 4 },
)
const bodies = fc.constantFrom(
  '\r\n',
  '\r\n',
  'Content-Length: 2\r\n\r\n{}',
  'Content-Length: 2\r\n\r\n{}GET /proxy/id/admins HTTP/1.1\r\n\r\n',
  'Content-Length: 5\r\n\r\n{}',
  'Content-Length: -1\r\n\r\n',
  'Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
  'Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
  'Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
  'Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n',
  'Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
  'Transfer-Encoding: identity\r\n\r\n{}',
)
const requests = fc
  .record({
    method: methods,
    target: targets,
    key: fc.constantFrom('Bearer key', 'Bearer key', 'Bearer no'),
    headers,
    bodies,
  })
  .map(({ method, target, key, headers: lines, bodies: body }) =>
    [`${method} ${target} HTTP/1.1`, `Authorization: ${key}`, ...lines, body].join('\r\n'),
  )

/** Everything that comes back once no more is sent. */
async function send(text: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('latin1').on('data', (part) => (answer += part))
  socket.on('error', () => undefined)
  socket.end(Buffer.from(text, 'latin1'))
  if (!socket.closed) await once(socket, 'close')
  return answer
}
