import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestHome, openTestLatchkey, PUBLIC_URL, type TestHome } from '../fixture/latchkey.ts'
import type { Latchkey } from '../latchkey.ts'

const megabyte = 1_024 * 1_024

let home: TestHome
let latchkey: Latchkey
let server: Server
beforeAll(async () => {
  home = await createTestHome('sqlite')
  latchkey = await openTestLatchkey(home)
  const listener = getRequestListener(latchkey.app.fetch, { overrideGlobalObjects: false })
  server = createServer((incoming, outgoing) => void listener(incoming, outgoing))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await latchkey.close()
  await home.remove()
})

describe('over a socket', () => {
  test.each<[string, number, boolean]>([
    ['64 kB and a byte, its length told', 64 * 1_024 + 1, true],
    ['64 kB and a byte, in chunks', 64 * 1_024 + 1, false],
    ['2 MB, its length told', 2 * megabyte, true],
    ['2 MB, in chunks', 2 * megabyte, false],
  ])('a body of %s is 413, read before it is answered, so that no pipe breaks', async (_, length, isLengthTold) => {
    const answer = await send(length, { isLengthTold })
    expect(answer).toMatchObject({ kind: 'answered', status: 413, written: length })
    expect(JSON.parse(answer.body)).toMatchObject({ status: 413, code: 'too_large' })
    expect(answer.contentType).toBe('application/problem+json')
  })

  test('a body of 2 MB from somebody in no hurry is read to its end as well', async () => {
    const answer = await send(2 * megabyte, { isLengthTold: true, pause: 30 })
    expect(answer).toMatchObject({ kind: 'answered', status: 413, written: 2 * megabyte })
  })

  test('a body of 2 MB of another type is 413 as well', async () => {
    expect(await send(2 * megabyte, { contentType: 'text/plain' })).toMatchObject({ kind: 'answered', status: 413 })
  })

  test.each([
    ['without Latchkey-Client', { 'latchkey-client': '' }],
    ['of another origin', { origin: 'https://evil.test' }],
    ['of another host', { host: 'evil.test' }],
  ])('a body of 2 MB %s is 403 without a broken pipe', async (_, headers) => {
    expect(await send(2 * megabyte, { headers })).toMatchObject({ kind: 'answered', status: 403 })
  })

  test.each([true, false])(
    'a body of 20 MB is not read to its end (length told: %s), and nobody hangs',
    async (isLengthTold) => {
      const answer = await send(20 * megabyte, { isLengthTold })
      // Either the answer came through or the connection was cut; nothing else may happen.
      expect(answer.kind === 'answered' ? answer.status : 'cut').toBeOneOf([413, 'cut'])
    },
  )

  test('the next request is answered as if nothing had been', async () => {
    expect(await send(2, {})).toMatchObject({ kind: 'answered', status: 400 })
  })
})

type Answer = {
  kind: 'answered' | 'cut'
  status: number
  body: string
  contentType: string | undefined
  written: number
}

/** Posts bytes that are no JSON; resolves when there is an answer or the connection is cut, within ten seconds. */
function send(
  length: number,
  options: { isLengthTold?: boolean; contentType?: string; headers?: Record<string, string>; pause?: number },
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const outgoing = request({
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    path: '/api/credentials',
    method: 'POST',
    agent: false,
    signal: AbortSignal.timeout(10_000),
    headers: {
      host: PUBLIC_URL.host,
      'content-type': options.contentType ?? 'application/json',
      'latchkey-client': 'test',
      ...(options.isLengthTold && { 'content-length': length }),
      ...options.headers,
    },
  })
  let written = 0
  const cut: Answer = { kind: 'cut', status: 0, body: '', contentType: undefined, written }
  outgoing.on('error', (error) => (error.name === 'AbortError' ? reject(error) : resolve(cut)))
  outgoing.on('response', (response) => {
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.on('error', () => resolve(cut))
    response.on('end', () =>
      resolve({
        kind: 'answered',
        status: response.statusCode ?? 0,
        body: Buffer.concat(chunks).toString(),
        contentType: response.headers['content-type'],
        written,
      }),
    )
  })
  const write = (): void => {
    while (written < length) {
      const chunk = Buffer.alloc(Math.min(64 * 1_024, length - written), 'x')
      written += chunk.length
      const isTaken = outgoing.write(chunk)
      if (options.pause !== undefined) return void setTimeout(write, options.pause)
      if (!isTaken) return void outgoing.once('drain', write)
    }
    outgoing.end()
  }
  write()
  return promise
}
