import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { createSandbox } from '../../sandbox/sandbox.ts'
import { startLoopbackServer } from '../../sandbox/loopback-server.ts'
import { freshToken, sampleToken } from '../fixture/latchkey.ts'
import { makeCertificate, startTlsServer } from '../fixture/tls-server.ts'
import { Secret } from '../vault/secret.ts'
import type { Exchange, ExchangeListener, ExchangeRequest } from './exchange.ts'
import { createOutbound, type Outbound, type OutboundOptions } from './outbound.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

const CONNECTORS = 'https://api.intercom.io'

describe('S14 an exchange with what is not exactly an origin that is allowed', () => {
  test.each([
    'https://api.intercom.io@evil.test',
    'https://evil.test',
    'https://api.intercom.io:443',
    'HTTPS://API.INTERCOM.IO',
    'http://api.intercom.io',
    'https://api.intercom.io.',
    'https://api.intercom.io/',
    '//api.intercom.io',
    '',
    '__proto__',
    'constructor',
    'http://127.0.0.1',
    'https://127.0.0.1:9',
  ])('fails at once, and nothing is looked up: %s', async (origin) => {
    const names: string[] = []
    const outbound = open({
      lookup: (name, _options, callback) => {
        names.push(name)
        callback(Object.assign(new Error('none'), { code: 'ENOTFOUND' }), '', 4)
      },
    })
    expect(await exchange(outbound, { origin })).toEqual({ failed: 'forbidden' })
    expect(await exchange(outbound, { origin: CONNECTORS, path: '@evil.test/me' })).toEqual({ failed: 'forbidden' })
    expect(names).toEqual([])
    expect(await exchange(outbound, { origin: CONNECTORS })).toEqual({ failed: 'dns' })
    expect(names).toEqual(['api.intercom.io'])
  })
})

test('S15 a redirect is an answer like any other, and where it points nobody goes', async () => {
  const sandbox = await createSandbox()
  closing.push(sandbox.close)
  const origin = sandbox.origins.us
  const outbound = open({ operatorOrigins: [origin, sandbox.redirectTarget.origin] })
  const authorization = new Secret(`Bearer ${sampleToken(sandbox.tokens, 'redirect')}`)
  expect(await exchange(outbound, { origin, headers: { authorization } })).toMatchObject({ status: 302 })
  expect(sandbox.requests).toHaveLength(1)
  expect(sandbox.requests[0]?.headers).toMatchObject({ 'accept-encoding': 'identity', authorization: '[token]' })
  expect(sandbox.redirectTarget.requests).toEqual([])
})

test('S16 a private address is refused at connect, whatever the name', async () => {
  const outbound = open({
    origins: [CONNECTORS, 'https://127.0.0.1', 'https://[::ffff:7f00:1]'],
    lookup: (_name, _options, callback) => callback(null, [{ address: '10.0.0.1', family: 4 }]),
  })
  for (const origin of [CONNECTORS, 'https://127.0.0.1', 'https://[::ffff:7f00:1]']) {
    expect(await exchange(outbound, { origin })).toEqual({ failed: 'forbidden' })
  }
})

test('S17 a certificate that nobody signed is refused, and the server sees no request', async () => {
  let requests = 0
  const server = await startTlsServer(await makeCertificate('localhost'), (_request, response) => {
    requests += 1
    response.end()
  })
  closing.push(server.close)
  const origin = `https://localhost:${server.port}`
  expect(await exchange(open({ operatorOrigins: [origin] }), { origin })).toEqual({ failed: 'tls' })
  expect(requests).toBe(0)
})

describe('an exchange', () => {
  test('sends no faster than the provider takes it', async () => {
    const { promise: wanted, resolve: want } = Promise.withResolvers<void>()
    let received = 0
    const { origin, outbound } = await listen(async (request, response) => {
      await wanted
      for await (const chunk of request) received += (chunk as Buffer).length
      response.end()
    })
    let made = 0
    const body = new Readable({
      read() {
        made += 65_536
        this.push(made <= BIG ? Buffer.alloc(65_536) : null)
      },
    })
    const answered = exchange(outbound, { origin, method: 'POST', body })
    await settled(() => made)
    expect(made).toBeLessThan(BIG / 2)
    want()
    expect(await answered).toMatchObject({ status: 200, sent: BIG })
    expect(received).toBe(BIG)
  })

  test('reads no faster than it is listened to', async () => {
    let written = 0
    const { origin, outbound } = await listen(async (_request, response) => {
      while (written < BIG) {
        written += 65_536
        if (!response.write(Buffer.alloc(65_536))) await once(response, 'drain')
      }
      response.end()
    })
    let received = 0
    let isSlow = true
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    const slow: Exchange = outbound.exchange(toRequest({ origin }), {
      ...deaf,
      onData(chunk) {
        received += chunk.length
        if (isSlow) slow.pause()
      },
      onEnd: resolve,
    })
    await settled(() => written)
    expect(written).toBeLessThan(BIG / 2)
    isSlow = false
    slow.resume()
    await ended
    expect(received).toBe(BIG)
  })

  test('that is aborted ends at the provider, and says nothing more', async () => {
    const { promise: gone, resolve } = Promise.withResolvers<void>()
    const { origin, outbound } = await listen((_request, response) => {
      response.on('close', resolve)
      response.write('begin')
    })
    const heard: string[] = []
    const aborted = outbound.exchange(toRequest({ origin }), {
      ...deaf,
      onData() {
        aborted.abort()
        heard.push('data')
      },
      onEnd: () => void heard.push('end'),
      onFailure: () => void heard.push('failure'),
    })
    await gone
    expect(heard).toEqual(['data'])
  })

  test('that is aborted before it has a connection never asks', async () => {
    let requests = 0
    const { origin, outbound } = await listen((_request, response) => {
      requests += 1
      response.end()
    })
    outbound.exchange(toRequest({ origin }), deaf).abort()
    expect(await exchange(outbound, { origin })).toMatchObject({ status: 200 })
    expect(requests).toBe(1)
  })

  test('has a connection of its own among many at once', async () => {
    let [atOnce, most] = [0, 0]
    const { origin, outbound } = await listen(async (_request, response) => {
      atOnce += 1
      most = Math.max(most, atOnce)
      await sleep(50)
      atOnce -= 1
      response.end()
    })
    await Promise.all(Array.from({ length: 64 }, () => exchange(outbound, { origin })))
    expect(most).toBeGreaterThanOrEqual(32)
  })
})

/** Bytes: more than the sockets' buffers hold. */
const BIG = 32 * 1_024 * 1_024

function open(options: Partial<OutboundOptions>): Outbound {
  const outbound = createOutbound({ origins: [CONNECTORS], operatorOrigins: ['http://127.0.0.1:9'], ...options })
  closing.push(() => outbound.close())
  return outbound
}

async function listen(
  respond: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<{ origin: string; outbound: Outbound }> {
  const server = await startLoopbackServer((request, response) => void respond(request, response))
  closing.push(server.close)
  return { origin: server.origin, outbound: open({ operatorOrigins: [server.origin] }) }
}

const deaf: ExchangeListener = {
  onHead: () => undefined,
  onData: () => undefined,
  onEnd: () => undefined,
  onFailure: () => undefined,
  onSent: () => undefined,
  onRequested: () => undefined,
}

function toRequest(own: Partial<ExchangeRequest>): ExchangeRequest {
  const headers = { authorization: new Secret(`Bearer ${freshToken()}`) }
  return { origin: '', path: '/me', method: 'GET', headers, body: null, ...own }
}

function exchange(outbound: Outbound, own: Partial<ExchangeRequest>): Promise<object> {
  return new Promise((resolve) => {
    let status = 0
    let sent = 0
    outbound.exchange(toRequest(own), {
      ...deaf,
      onHead: (answered) => {
        status = answered
      },
      onEnd: () => resolve({ status, sent }),
      onFailure: (failed) => resolve({ failed }),
      onSent: (bytes) => {
        sent += bytes
      },
    })
  })
}

/** Until a count that has begun stands still: whoever counts is held up. */
async function settled(read: () => number): Promise<void> {
  for (let before = 0; before === 0 || before !== read();) {
    before = read()
    await sleep(100)
  }
}
