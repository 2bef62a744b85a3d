import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { type LoopbackServer, startLoopbackServer } from '../../sandbox/loopback-server.ts'
import { createSandbox } from '../../sandbox/sandbox.ts'
import { sampleToken } from '../fixture/latchkey.ts'
import { intercom } from '../connectors/intercom.ts'
import { Secret } from '../vault/secret.ts'
import { createCheck } from './check.ts'
import { createOutbound, type Outbound } from './outbound.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

/** Milliseconds; and how much later than that a loaded machine may notice. */
const DEADLINE = 600
const GRACE = 1_500

describe('S18 one deadline covers an answer to its last byte:', () => {
  test.each<[string, (response: ServerResponse) => void]>([
    ['nothing at all', () => undefined],
    ['headers, and then nothing', (response) => response.writeHead(200).flushHeaders()],
    [
      'a drip that never ends',
      (response) => {
        response.writeHead(200)
        const drip = setInterval(() => response.write(' '), 20)
        response.on('close', () => clearInterval(drip))
      },
    ],
    ['a status line that never ends', (response) => response.socket?.write('HTTP/1.1 200 O')],
    ['a promise of more than comes', (response) => response.writeHead(200, { 'content-length': 100 }).write('{}')],
    ['early hints for ever', (response) => dripEarlyHints(response)],
  ])('%s', async (_, respond) => {
    const { verdict, took } = await checkAgainst(respond)
    expect(verdict).toMatchObject({ kind: 'unreachable', reason: 'timeout' })
    expect(took).toBeGreaterThanOrEqual(DEADLINE - 50)
    expect(took).toBeLessThan(DEADLINE + GRACE)
  })

  test('a failure with a retry that hangs', async () => {
    const { verdict, took, requests } = await checkAgainst((response, count) => {
      if (count === 1) response.writeHead(500).end()
    })
    expect(verdict).toMatchObject({ kind: 'unreachable', reason: 'timeout' })
    expect(took).toBeLessThan(DEADLINE + GRACE)
    expect(requests).toBe(2)
  })
})

describe('S18 an answer is at most a megabyte:', () => {
  const megabyte = 1_000_000

  test('one byte more is none, and what follows is not read', async () => {
    let sent = 0
    const { verdict, requests } = await checkAgainst((response) => {
      response.writeHead(200)
      const chunk = Buffer.alloc(100_000, ' ')
      const pour = (): void => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length
        response.once('drain', pour)
      }
      pour()
    })
    expect(verdict).toMatchObject({ kind: 'unreachable', reason: 'unexpected_answer' })
    expect(requests).toBe(1)
    expect(sent).toBeLessThan(20 * megabyte)
  })

  test('a megabyte is one', async () => {
    const answer = `{"name":"Ines"${' '.repeat(megabyte - 15)}}`
    const { verdict } = await checkAgainst((response) => response.end(answer))
    expect(answer).toHaveLength(megabyte)
    expect(verdict).toMatchObject({ kind: 'accepted', account: { adminName: 'Ines' } })
  })

  test('a compressed one is not decompressed, whatever it would be', async () => {
    const { verdict } = await checkAgainst((response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"name":"Ines"}')),
    )
    expect(verdict).toMatchObject({ kind: 'unreachable', reason: 'unexpected_answer' })
  })

  test('a bomb stays what it is on the wire', async () => {
    const sandbox = await createSandbox()
    closing.push(() => sandbox.close())
    const before = process.memoryUsage().rss
    const outbound = open(sandbox.origins.us)
    const result = await outbound.request({
      url: `${sandbox.origins.us}/me`,
      method: 'GET',
      headers: { authorization: `Bearer ${sampleToken(sandbox.tokens, 'bomb')}` },
      signal: AbortSignal.timeout(8_000),
      maxBytes: megabyte,
    })
    expect(result).toMatchObject({ kind: 'answered', headers: { 'content-encoding': 'gzip' } })
    expect(result.kind === 'answered' && result.body.length).toBeLessThan(megabyte)
    // Making the bomb takes a few megabytes; inflating it would take two hundred.
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * megabyte)
  })
})

async function checkAgainst(respond: (response: ServerResponse, count: number) => void) {
  let requests = 0
  const server: LoopbackServer = await startLoopbackServer((_request, response) => {
    requests += 1
    respond(response, requests)
  })
  closing.push(() => server.close())
  const check = createCheck({
    outbound: open(server.origin),
    originOf: () => server.origin,
    clock: () => new Date(),
    deadline: DEADLINE,
  })
  const began = performance.now()
  const verdict = await check({ definition: intercom, secret: { accessToken: new Secret('token') }, region: 'us' })
  return { verdict, took: performance.now() - began, requests }
}

function open(origin: string): Outbound {
  const outbound = createOutbound({ origins: [], operatorOrigins: [origin] })
  closing.unshift(() => outbound.close())
  return outbound
}

function dripEarlyHints(response: ServerResponse): void {
  const drip = setInterval(() => response.writeEarlyHints({ link: '</a>; rel=preload' }), 20)
  response.on('close', () => clearInterval(drip))
}
