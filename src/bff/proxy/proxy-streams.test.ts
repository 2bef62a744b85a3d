import { once } from 'node:events'
import { type IncomingMessage, request as send, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import { createOpenDoor } from '../fixture/open-door.ts'
import { type ProviderCalls, startProviderCalls } from '../fixture/provider-calls.ts'
import { type ProxyServer, startProxyServer } from '../fixture/proxy-server.ts'
import type { DataPlaneKeys } from '../access/data-plane-keys.ts'
import type { CallDeadlines } from './run-attempts.ts'
import { createProxyDoor } from './proxy-door.ts'

let calls: ProviderCalls
let server: ProxyServer
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await server.close()
  await calls.close()
})

const caller = { id: 'key', tenantId: 'one', connector: 'intercom' }

/** Bytes: more than the sockets' buffers hold. */
const BIG = 32 * 1_024 * 1_024
const PART = Buffer.alloc(65_536, 'latchkey')

describe('a caller that stops reading', () => {
  test('stops its provider, takes no memory, and is in nobody’s way', async () => {
    let written = 0
    await start(async (request, response) => {
      if (request.url === '/contacts/small') return response.end('small')
      while (written < BIG && !response.destroyed) {
        written += PART.length
        if (!response.write(PART)) await Promise.race([once(response, 'drain'), once(response, 'close')])
      }
      return response.end()
    })
    const socket = await open('GET /proxy/id/contacts/big HTTP/1.1\r\nauthorization: key\r\n\r\n')
    socket.pause()
    await settled(() => written)
    expect(written).toBeLessThan(BIG / 2)
    expect(await (await ask('/contacts/small')).text()).toBe('small')

    let received = 0
    socket.on('data', (chunk: Buffer) => (received += chunk.length)).resume()
    await expect.poll(() => received, { timeout: 5_000 }).toBeGreaterThan(BIG)
  })

  test('and leaves ends its provider’s side', async () => {
    const { promise: gone, resolve } = Promise.withResolvers<void>()
    await start((_request, response) => {
      response.on('close', resolve)
      response.write(Buffer.alloc(BIG))
    })
    const socket = await open('GET /proxy/id/contacts HTTP/1.1\r\nauthorization: key\r\n\r\n')
    await once(socket, 'data')
    socket.destroy()
    await gone
    await expect.poll(() => calls.uses.length).toBe(1)
  })
})

describe('a body', () => {
  test.each(['with its length', 'in chunks'])(
    '%s arrives as it is sent, no faster than the provider takes it',
    async (how) => {
      const { promise: wanted, resolve: want } = Promise.withResolvers<void>()
      let received = 0
      let headers: IncomingMessage['headers'] = {}
      await start(async (request, response) => {
        ;({ headers } = request)
        await wanted
        for await (const chunk of request) received += (chunk as Buffer).length
        response.end('taken')
      })
      const length = how === 'in chunks' ? {} : { 'content-length': BIG }
      const sending = post('/contacts', length)
      let sent = 0
      void (async () => {
        while (sent < BIG) {
          sent += PART.length
          if (!sending.write(PART)) await once(sending, 'drain')
        }
        sending.end()
      })()
      await settled(() => sent)
      expect(sent).toBeLessThan(BIG / 2)
      want()
      const [answer] = (await once(sending, 'response')) as [IncomingMessage]
      answer.resume()
      expect([answer.statusCode, received]).toEqual([200, BIG])
      expect(headers['content-length']).toBe(how === 'in chunks' ? undefined : String(BIG))
      expect(calls.uses).toMatchObject([{ bytesSent: BIG }])
    },
  )

  test.each([
    ['a chunk of no size', 'transfer-encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n'],
    ['less than its length', 'content-length: 100\r\n\r\nabc'],
    ['a chunk that is cut', 'transfer-encoding: chunked\r\n\r\n5\r\nab'],
  ])('of %s reaches no provider whole, and opens no breaker', async (_, rest) => {
    let whole = 0
    await start(async (request, response) => {
      await once(request.resume(), 'end')
      whole += 1
      response.end()
    })
    for (let times = 0; times < 12; times += 1) {
      const socket = await open(`POST /proxy/id/contacts HTTP/1.1\r\nauthorization: key\r\n${rest}`)
      socket.end()
      socket.resume()
      await once(socket, 'close')
    }
    expect((await ask('/contacts')).status).toBe(200)
    expect(whole).toBe(1)
  })

  test('that its caller never finishes is given up, and opens no breaker', async () => {
    await start((request, response) => request.resume().on('end', () => response.end()), {
      head: 150,
      idle: 150,
      all: 5_000,
    })
    const text = 'POST /proxy/id/contacts HTTP/1.1\r\nauthorization: key\r\ncontent-length: 100\r\n\r\nabc'
    const answers = Array.from({ length: 12 }, async () => String(await once(await open(text), 'data')))
    for (const answer of await Promise.all(answers)) expect(answer).toMatch(/^HTTP\/1\.1 504 /u)
    expect((await ask('/contacts')).status).toBe(200)
  })

  test('that is refused is read on, so that its caller gets to read why', async () => {
    await start((_request, response) => response.end())
    const sending = post('/ip_allowlist', { 'content-length': 3_000_000 })
    sending.end(Buffer.alloc(3_000_000))
    const [answer] = (await once(sending, 'response')) as [IncomingMessage]
    expect(answer.statusCode).toBe(403)
    answer.resume()
    await once(answer, 'end')
  })

  test.each([
    ['/proxy/id/contacts', 413],
    ['/proxy/none', 404],
  ])('that never ends is not read for ever, whoever does not want it: %s', async (url, status) => {
    await start((_request, response) => response.writeHead(413).end())
    const socket = await open(`POST ${url} HTTP/1.1\r\nauthorization: key\r\ntransfer-encoding: chunked\r\n\r\n`)
    let answer = ''
    socket.setEncoding('latin1').on('data', (text) => (answer += text))
    // Cut off, which is an error to whoever still writes.
    const closed = new Promise((resolve) => socket.on('close', resolve))
    const part = Buffer.concat([Buffer.from(`${PART.length.toString(16)}\r\n`), PART, Buffer.from('\r\n')])
    while (!socket.closed)
      if (!socket.write(part)) await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), closed])
    expect(answer.split(' ')[1]).toBe(String(status))
  })

  test('of a GET goes with it', async () => {
    let received = ''
    await start(async (request, response) => {
      for await (const chunk of request) received += String(chunk)
      response.end()
    })
    await open('GET /proxy/id/contacts HTTP/1.1\r\nauthorization: key\r\ncontent-length: 2\r\n\r\n{}')
    await expect.poll(() => received).toBe('{}')
  })
})

describe('S18 a provider that', () => {
  test('closes early leaves the caller a broken answer, not a shorter one', async () => {
    await start((_request, response) => {
      response.write('half')
      setTimeout(() => response.destroy(), 20)
    })
    const answer = await ask('/contacts')
    expect(answer.status).toBe(200)
    await expect(answer.text()).rejects.toThrow('terminated')
  })

  test('hangs after its head is told from one that answers', async () => {
    await start((_request, response) => response.writeHead(200).flushHeaders(), { head: 200, idle: 100, all: 400 })
    const answer = await ask('/contacts', { method: 'POST' })
    expect(answer.status).toBe(504)
    expect(answer.headers.get('proxy-status')).toBe('latchkey; error=http_response_timeout')
  })

  test('answers compressed all the same is passed on as it is', async () => {
    const bytes = Buffer.from('not really compressed.')
    await start((_request, response) => response.writeHead(200, { 'content-encoding': 'br' }).end(bytes))
    const socket = await open('GET /proxy/id/contacts HTTP/1.1\r\nauthorization: key\r\nconnection: close\r\n\r\n')
    let text = ''
    socket.setEncoding('latin1').on('data', (part) => (text += part))
    await once(socket, 'close')
    expect(text).toContain('content-encoding: br')
    expect(text).toContain('not really compressed.')
  })
})

test('a caller that left before its key was known calls nobody', async () => {
  const { promise: known, resolve: know } = Promise.withResolvers<void>()
  let [asked, left] = [0, 0]
  await start(
    () => (asked += 1),
    undefined,
    async () => {
      left += 1
      await known
      return caller
    },
  )
  const socket = await open('GET /proxy/id/contacts HTTP/1.1\r\nauthorization: key\r\n\r\n')
  await expect.poll(() => left).toBe(1)
  socket.destroy()
  await sleep(50)
  know()
  await sleep(50)
  expect([asked, calls.uses]).toEqual([0, []])
})

test('an answer is as small on the way as it was: nothing is added to an empty one', async () => {
  await start((_request, response) => response.writeHead(204).end())
  const answer = await ask('/contacts/1', { method: 'DELETE' })
  expect([answer.status, answer.headers.get('transfer-encoding'), await answer.text()]).toEqual([204, null, ''])
})

async function start(
  respond: (request: IncomingMessage, response: ServerResponse) => unknown,
  deadlines?: CallDeadlines,
  authenticate: DataPlaneKeys['authenticate'] = () => caller,
): Promise<void> {
  // A provider whose caller left in the middle sees that as an error of its own.
  const quietly = (request: IncomingMessage, response: ServerResponse): void =>
    void Promise.resolve(respond(request, response)).catch(() => undefined)
  calls = await startProviderCalls(quietly, deadlines && { deadlines })
  const proxy = createProxyDoor({
    ...createOpenDoor(),
    keys: { authenticate },
    callProvider: calls.callProvider,
    metrics: { refused: () => undefined },
    clock: () => new Date(),
    log: pino({ level: 'silent' }),
  })
  server = await startProxyServer({ proxy })
}

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${server.origin}/proxy/id${path}`, init)
}

function post(path: string, headers: Record<string, string | number>) {
  const sending = send(`${server.origin}/proxy/id${path}`, {
    method: 'POST',
    headers: { ...headers, authorization: 'key' },
  })
  sending.on('error', () => undefined)
  return sending
}

async function open(text: string): Promise<Socket> {
  const socket = connect(server.port, '127.0.0.1')
  sockets.push(socket)
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(text)
  return socket
}

/** Until a count that has begun stands still: whoever counts is held up. */
async function settled(read: () => number): Promise<void> {
  for (let before = 0; before === 0 || before !== read();) {
    before = read()
    await sleep(100)
  }
}
