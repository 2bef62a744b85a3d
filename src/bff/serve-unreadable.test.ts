import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { problemSchema } from '../contract/problem.ts'
import { problems } from '../contract/problems.ts'
import { createTestHome, type TestHome } from './fixture/latchkey.ts'
import { type LatchkeyProcess, startProcess, toEnvironment } from './fixture/process.ts'

let home: TestHome
let latchkey: LatchkeyProcess
beforeAll(async () => {
  home = await createTestHome('sqlite')
  latchkey = await startProcess(toEnvironment(home.folder, home.config))
  if (!(await latchkey.ready)) throw new Error(latchkey.output.stderr)
}, 30_000)
afterAll(async () => {
  await latchkey.kill()
  await home.remove()
})

const get = 'GET /healthz HTTP/1.1'
const post = 'POST /api/credentials HTTP/1.1'

test.each<[string, string[], keyof typeof problems]>([
  ['without a Host', [get], 'forbidden_host'],
  ['of HTTP/1.0, without a Host', ['GET /healthz HTTP/1.0'], 'forbidden_host'],
  ['with an empty Host', [get, 'Host:'], 'forbidden_host'],
  ['with a Host that is none', [get, 'Host: a b'], 'forbidden_host'],
  ['with a Host of a port that is none', [get, 'Host: 127.0.0.1:port'], 'forbidden_host'],
  ['with a user before its Host', [get, 'Host: u@OWN'], 'forbidden_host'],
  ['with a second Host', [get, 'Host: OWN', 'Host: evil.test'], 'forbidden_host'],
  ['for another Host', [get, 'Host: evil.test'], 'forbidden_host'],
  ['with a backslash in its path', ['GET /a\\b HTTP/1.1', 'Host: OWN'], 'not_found'],
  ['for everything at once', ['OPTIONS * HTTP/1.1', 'Host: OWN'], 'not_found'],
  ['for a path that does not decode', ['GET /%E0%A4%A HTTP/1.1', 'Host: OWN'], 'not_found'],
  ['with headers of 20 kB', [get, 'Host: OWN', `X: ${'x'.repeat(20_000)}`], 'too_large'],
  ['with headers of 16 MB', [get, 'Host: OWN', `X: ${'x'.repeat(16_000_000)}`], 'too_large'],
  ['that is no HTTP', ['hello'], 'malformed_json'],
  ['with a header that is none', [get, 'Host: OWN', 'x y: z'], 'malformed_json'],
  ['with a length that is none', [post, 'Host: OWN', 'Content-Length: x'], 'malformed_json'],
  [
    'with a body in chunks that are none',
    [post, 'Host: OWN', 'Latchkey-Client: test', 'Transfer-Encoding: chunked', '', 'no chunk'],
    'malformed_json',
  ],
  ['with an expectation nobody has', [post, 'Host: OWN', 'Expect: x', 'Content-Length: 0'], 'client_header_missing'],
])('a request %s gets a problem', async (_, lines, code) => {
  const { status, headers, body } = await send(lines)
  expect(problemSchema.parse(JSON.parse(body))).toMatchObject({ code, status })
  expect(status).toBe(problems[code].status)
  expect(headers).toContain('content-type: application/problem+json')
  expect(headers).toContain('cache-control: no-store')
  expect(headers).toContain('x-content-type-options: nosniff')
})

test('after all of it Latchkey answers as before', async () => {
  expect(await send([get, 'Host: OWN', 'Connection: close'])).toMatchObject({ status: 200 })
  expect(latchkey.output.stderr).toBe('')
})

/** Byte for byte, since no client would write these; and read only once all is sent, as a slow client would. */
async function send(lines: string[]): Promise<{ status: number; headers: string; body: string }> {
  const { port, host } = new URL(latchkey.origin)
  const socket = connect(Number(port), '127.0.0.1')
  const late = setTimeout(() => socket.destroy(new Error('No answer in time')), 5_000)
  let text = ''
  socket.end(`${lines.join('\r\n').replaceAll('OWN', host)}\r\n\r\n`, () => {
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  })
  await once(socket, 'close')
  clearTimeout(late)
  const [head = '', body = ''] = text.split('\r\n\r\n')
  return { status: Number(head.split(' ')[1]), headers: head.toLowerCase(), body }
}
