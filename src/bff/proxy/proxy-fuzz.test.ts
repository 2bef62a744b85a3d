import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import * as fc from 'fast-check'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createOpenDoor } from '../fixture/open-door.ts'
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
    ...createOpenDoor(),
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

test('a body in another transfer coding than chunked goes nowhere, since Node would pass it on as another body', async () => {
  const line = 'POST /proxy/id/contacts HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer key\r\n'
  const body = '2\r\n{}\r\n0\r\n\r\n'
  expect(await send(`${line}Transfer-Encoding: gzip, chunked\r\n\r\n${body}`)).toMatch(/^HTTP\/1\.1 400 /u)
  expect(asked).toEqual([])
  expect(await send(`${line}Transfer-Encoding: Chunked\r\n\r\n${body}`)).toMatch(/^HTTP\/1\.1 200 /u)
})

/** Mostly what works, so that what does not is met beside it and not only before it. */
function mostly(usual: readonly string[], odd: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  )
}

const methods = mostly(['GET', 'HEAD', 'POST', 'PUT', 'DELETE'], ['PATCH', 'OPTIONS', 'TRACE', 'get', 'X'])
const targets = fc
  .tuple(
    mostly(['/proxy/id'], ['/proxy/', '/proxy//id', 'http://a/proxy/id', '', '/%70roxy/id']),
    mostly(['/contacts', '/contacts/1'], ['//contacts', '/ip_allowlist', '/contacts/..', '', '?a']),
    mostly(['', '?a=b'], ['/..%2f', '/%2e%2e/me', String.raw`\..\me`, ';a', '#a', '/\u00E9', '/%00', '/.', '/..%20']),
  )
  .map((parts) => parts.join(''))
const headers = fc.array(
  mostly(
    [
      'Cookie: a=b',
      'Proxy-Authorization: Basic a',
      'X-Any: a',
      'Connection: close, X-Any, Authorization',
      'TE: trailers',
      'Prefer: wait=1',
      'Keep-Alive: timeout=5',
      'Accept-Encoding: gzip',
      'Idempotency-Key: \u00FF\u0080',
      'Host: api.intercom.io',
      'Authorization: Bearer other',
    ],
    [
      'Connection: upgrade\r\nUpgrade: websocket',
      'Expect: 100-continue',
      'Expect: other',
      'Bad Header',
      ' folded: a',
      `Accept: ${'a'.repeat(20_000)}`,
    ],
  ),
  { maxLength: 3 },
)
const bodies = mostly(
  ['\r\n', 'Content-Length: 2\r\n\r\n{}', 'Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n'],
  [
    'Content-Length: 2\r\n\r\n{}GET /proxy/id/admins HTTP/1.1\r\n\r\n',
    'Content-Length: 5\r\n\r\n{}',
    'Content-Length: -1\r\n\r\n',
    'Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
    'Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
    'Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n',
    'Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
    'Transfer-Encoding: identity\r\n\r\n{}',
  ],
)
const requests = fc
  .record({ method: methods, target: targets, key: mostly(['Bearer key'], ['Bearer no']), headers, body: bodies })
  .map(({ method, target, key, headers: lines, body }) =>
    [`${method} ${target} HTTP/1.1`, `Authorization: ${key}`, ...lines, body].join('\r\n'),
  )

/** What comes back, or nothing for what waits for more to come. */
async function send(text: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('latin1').on('data', (part) => (answer += part))
  socket.on('error', () => undefined)
  socket.write(Buffer.from(text, 'latin1'))
  await Promise.race([once(socket, 'data'), once(socket, 'close'), sleep(50)])
  socket.end()
  if (!socket.closed) await once(socket, 'close')
  return answer
}
