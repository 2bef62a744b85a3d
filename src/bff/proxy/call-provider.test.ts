import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { createLog } from '../log.ts'
import type { CallOutcome } from './provider-call.ts'
import { type ProviderCalls, type ProviderCallsOptions, startProviderCalls } from '../fixture/provider-calls.ts'

const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

/** Milliseconds. */
const SHORT = { head: 300, idle: 200, all: 700 }

test('a call goes out with the secret, the connector’s version and what is forwarded, and its answer comes back', async () => {
  const asked: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[] = []
  const calls = await start((request, response) => {
    asked.push(request)
    response.writeHead(201, { 'content-type': 'text/plain', 'set-cookie': 'a=b', 'x-request-id': '7' }).end('made')
  })
  const headers = { cookie: 'a=b', authorization: 'Bearer other', 'idempotency-key': 'k' }
  const answered = await calls.call({ method: 'POST', pathAndQuery: '/contacts?a=b', headers, body: '{}' })
  expect(answered).toMatchObject({ outcome: { kind: 'answered' }, head: { status: 201, calls: 1 }, body: 'made' })
  expect(answered.head?.headers).toMatchObject({ 'content-type': 'text/plain', 'x-request-id': '7' })
  expect(Object.keys(answered.head?.headers ?? {})).not.toContain('set-cookie')
  const [request] = asked
  expect(request).toMatchObject({ method: 'POST', url: '/contacts?a=b' })
  expect(request?.headers).toEqual({
    host: expect.any(String),
    connection: 'keep-alive',
    'content-length': '2',
    'accept-encoding': 'identity',
    authorization: `Bearer ${calls.token}`,
    'intercom-version': '2.16',
    'idempotency-key': 'k',
  })
  expect(calls.uses).toEqual([
    expect.objectContaining({ credentialId: 'id', keyId: 'key', status: 201, bytesSent: 2, bytesReceived: 4 }),
  ])
})

describe('nothing is asked, and no room used,', () => {
  test.each<[string, object, string]>([
    ['with another tenant’s credential', { tenantId: 'two' }, 'not_found'],
    ['with another connector’s', { connector: 'other' }, 'not_found'],
    ['on a path that is not allowed', { pathAndQuery: '/ip_allowlist' }, 'path_not_allowed'],
    ['by a method that is not', { method: 'PATCH' }, 'method_not_allowed'],
  ])('%s', async (_, own, code) => {
    const calls = await start((_request, response) => response.end())
    const { outcome, head } = await calls.call(own)
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code } })
    expect([head, calls.uses, calls.learned]).toEqual([null, [], []])
  })
})

describe('a call is tried again', () => {
  test.each<[string, CallOutcome['kind'], (response: ServerResponse) => unknown]>([
    ['500', 'answered', (response) => response.writeHead(500).end('x'.repeat(100_000))],
    ['503', 'answered', (response) => response.writeHead(503).end()],
    ['a connection that breaks', 'refused', (response) => response.destroy()],
    ['a head without the body that it promised', 'refused', (response) => breakOff(response)],
    ['what is no HTTP', 'refused', (response) => response.socket?.end('SSH-2.0-OpenSSH\r\n\r\n')],
  ])('after %s, twice at most', async (_, outcome, fail) => {
    let asked = 0
    const calls = await start((_request, response) => {
      asked += 1
      if (asked <= 2) fail(response)
      else response.end('well')
    })
    expect(await calls.call()).toMatchObject({ outcome: { kind: 'answered' }, head: { calls: 3 }, body: 'well' })
    expect([calls.uses.length, calls.learned.length, calls.delays.length]).toEqual([3, 3, 2])
    expect(calls.budget.delays, 'room for when they are made').toEqual([0, ...calls.delays])

    asked = -10
    expect((await calls.call()).outcome.kind).toBe(outcome)
    expect(calls.uses).toHaveLength(6)
  })

  test.each<[string, object, number]>([
    ['HEAD', { method: 'HEAD' }, 3],
    ['DELETE without a body', { method: 'DELETE', pathAndQuery: '/contacts/1' }, 3],
    ['PUT with a body', { method: 'PUT', pathAndQuery: '/contacts/1', body: '{}' }, 1],
    ['POST', { method: 'POST' }, 1],
    ['POST with a body', { method: 'POST', body: Readable.from([Buffer.from('{}')]) }, 1],
  ])('or not, if it is %s', async (_, own, times) => {
    const calls = await start((request, response) => {
      request.resume()
      response.writeHead(502).end()
    })
    expect(await calls.call(own)).toMatchObject({ outcome: { kind: 'answered' }, head: { status: 502, calls: times } })
    expect(calls.uses).toHaveLength(times)
  })

  test('only with room of its own: without any the answer is passed on', async () => {
    const calls = await start((_request, response) => response.writeHead(503).end('down'))
    calls.budget.rooms = 2
    expect(await calls.call()).toMatchObject({ head: { status: 503, calls: 2 }, body: 'down' })
    expect(calls.learned).toHaveLength(2)
    expect(calls.budget.waits).toEqual([])
  })

  test('not where the provider says when to come again', async () => {
    const calls = await start((_request, response) => response.writeHead(503, { 'retry-after': '30' }).end())
    expect(await calls.call()).toMatchObject({ head: { status: 503, calls: 1, headers: { 'retry-after': '30' } } })
  })

  test('not once the caller has the beginning', async () => {
    const calls = await start((_request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half')
      setTimeout(() => response.destroy(), 20)
    })
    expect(await calls.call()).toMatchObject({ outcome: { kind: 'broken' }, head: { status: 200 }, body: 'half' })
    expect(calls.uses).toMatchObject([{ status: 200, bytesReceived: 4 }])
  })

  test('not with a credential that was deleted meanwhile', async () => {
    const calls = await start((_request, response) => {
      calls.found.credential = null
      response.writeHead(503).end()
    })
    const { outcome } = await calls.call()
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'not_found' } })
    // The room that it was to be tried again with is given back.
    expect([calls.uses.length, calls.learned.length]).toEqual([1, 2])
  })
})

describe('S18 a provider that', () => {
  test.each<[string, (response: ServerResponse) => unknown, string]>([
    ['says nothing', () => undefined, 'provider_timeout'],
    ['sends a head, and then nothing', (response) => response.writeHead(200).flushHeaders(), 'provider_timeout'],
    [
      'sends early hints for ever',
      (response) => every(20, response, () => response.writeEarlyHints({ link: '<a>' })),
      'provider_timeout',
    ],
    ['sends a status line that never ends', (response) => response.socket?.write('HTTP/1.1 200 O'), 'provider_timeout'],
    [
      'sends more headers than fit',
      (response) => response.writeHead(200, { x: 'y'.repeat(20_000) }).end(),
      'provider_unreachable',
    ],
    [
      'switches protocols',
      (response) => response.socket?.write('HTTP/1.1 101 x\r\nupgrade: a\r\nconnection: upgrade\r\n\r\n'),
      'provider_unreachable',
    ],
  ])('%s is given up', async (_, respond, code) => {
    const calls = await start((_request, response) => void respond(response), { deadlines: SHORT })
    const { outcome, head } = await calls.call({ method: 'POST' })
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code } })
    expect(head).toBe(null)
  })

  test('drips is given up at the deadline for all, and the caller told by a broken answer', async () => {
    let isGone = false
    const calls = await start(
      (_request, response) => {
        response.on('close', () => (isGone = true))
        every(20, response, () => response.write('.'))
      },
      { deadlines: { ...SHORT, idle: 60_000 } },
    )
    const began = performance.now()
    expect(await calls.call()).toMatchObject({ outcome: { kind: 'broken' }, head: { status: 200 } })
    expect(performance.now() - began).toBeGreaterThan(SHORT.all - 50)
    await expect.poll(() => isGone).toBe(true)
  })

  test('stops in the middle is given up', async () => {
    const deadlines = { ...SHORT, all: 60_000 }
    const calls = await start((_request, response) => response.write('half'), { deadlines })
    expect(await calls.call()).toMatchObject({ outcome: { kind: 'broken' }, body: 'half' })
  })
})

describe('S1 an answer that quotes the secret', () => {
  test.each<[string, (response: ServerResponse, token: string) => unknown]>([
    ['in its body', (response, token) => response.end(JSON.stringify({ token }))],
    ['in a header', (response, token) => response.writeHead(200, { etag: `"${token}"` }).end()],
    ['in one of several headers', (response, token) => response.writeHead(200, { link: ['<a>', `<${token}>`] }).end()],
    [
      'in two parts',
      (response, token) => {
        response.write(token.slice(0, 10))
        setTimeout(() => response.end(token.slice(10)), 20)
      },
    ],
  ])('%s is withheld', async (_, respond) => {
    const calls = await start((_request, response) => void respond(response, calls.token))
    const { outcome, head, body } = await calls.call()
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'answer_withheld' } })
    expect([head, body]).toEqual([null, ''])
  })

  test('late is broken off before the quotation', async () => {
    const calls = await start((_request, response) => {
      response.write('begin ')
      setTimeout(() => response.end(`and ${calls.token}`), 20)
    })
    expect(await calls.call()).toMatchObject({ outcome: { kind: 'broken' }, body: 'begin ' })
  })

  test('only by its beginning passes', async () => {
    const calls = await start((_request, response) => response.end(calls.token.slice(0, 12)))
    expect(await calls.call()).toMatchObject({ outcome: { kind: 'answered' }, body: calls.token.slice(0, 12) })
  })
})

test('S25 a call’s line in the log names the allowed path, and nothing that a caller or a provider wrote', async () => {
  const lines: string[] = []
  const log = createLog('debug', { write: (line) => void lines.push(line) })
  const calls = await start((_request, response) => response.writeHead(404, { etag: 'canary' }).end('canary'), { log })
  await calls.call({ pathAndQuery: '/contacts/canary?a=canary', headers: { 'idempotency-key': 'canary' } })
  await calls.call({ method: 'canary', pathAndQuery: '/contacts' })
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { msg: 'called', method: 'GET', path: '/contacts', outcome: 'answered', status: 404 },
    { msg: 'called', outcome: 'refused', status: 'method_not_allowed' },
  ])
  expect(lines.join('')).not.toContain('canary')
})

test('every 401 is told to whoever asks the check, and passed on', async () => {
  const calls = await start((_request, response) => response.writeHead(401).end())
  expect(await calls.call()).toMatchObject({ head: { status: 401 } })
  expect(calls.verdicts).toHaveLength(1)
})

test('a caller that leaves ends the provider’s side at once', async () => {
  const leaving = new AbortController()
  const { promise: gone, resolve } = Promise.withResolvers<void>()
  const calls = await start((_request, response) => {
    response.on('close', resolve)
    leaving.abort()
  })
  const { outcome } = await calls.call({ signal: leaving.signal })
  await gone
  expect(outcome.kind).toBe('refused')
  expect([calls.uses.length, calls.learned.length]).toEqual([1, 1])
})

async function start(
  respond: (request: IncomingMessage, response: ServerResponse) => void,
  options: ProviderCallsOptions = {},
): Promise<ProviderCalls> {
  const calls = await startProviderCalls(respond, options)
  closing.push(calls.close)
  return calls
}

function breakOff(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': 10 }).flushHeaders()
  void sleep(20).then(() => response.destroy())
}

function every(milliseconds: number, response: ServerResponse, act: () => void): void {
  const timer = setInterval(act, milliseconds)
  response.on('close', () => clearInterval(timer))
}
