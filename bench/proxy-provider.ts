import { createServer, type ServerResponse } from 'node:http'

/**
 * Plays a provider for the proxy's benches: accepts every token, tells of a quota so large that it never binds, answers
 * `GET /contacts/{bytes}` with that many, and takes what is sent to `/contacts`.
 */
const CHUNK = Buffer.alloc(64 * 1_024, 'a')
const bodies = new Map<number, Buffer>()

const server = createServer((request, response) => {
  const { method, url = '' } = request
  const bytes = Number(url.split('/')[2])
  if (url.startsWith('/me')) answer(response, me)
  else if (method === 'POST') {
    let taken = 0
    request.on('data', (chunk: Buffer) => (taken += chunk.length))
    request.on('end', () => answer(response, Buffer.from(JSON.stringify({ taken }))))
  } else if (bytes <= 1_000_000) answer(response, toBody(bytes))
  else stream(response, bytes)
})
server.keepAliveTimeout = 60_000

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') process.send?.(`http://127.0.0.1:${address.port}`)
})

const me = Buffer.from(
  JSON.stringify({
    type: 'admin',
    name: 'Ada',
    email: 'ada@example.com',
    app: { id_code: 'bench', name: 'Bench', region: 'US' },
  }),
)

function answer(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { ...readHeaders(), 'content-length': body.length }).end(body)
}

function stream(response: ServerResponse, bytes: number): void {
  response.writeHead(200, { ...readHeaders(), 'content-length': bytes })
  let left = bytes
  const write = (): void => {
    while (left > 0) {
      const chunk = left < CHUNK.length ? CHUNK.subarray(0, left) : CHUNK
      left -= chunk.length
      if (!response.write(chunk)) return void response.once('drain', write)
    }
    response.end()
  }
  write()
}

/** What Intercom's answers have. */
function readHeaders(): Record<string, string | number> {
  const now = Math.floor(Date.now() / 1_000)
  return {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'max-age=0, private, must-revalidate',
    vary: 'Accept-Encoding, Accept',
    'x-request-id': '0001qnaaat1hlk5njuo0',
    'intercom-version': '2.16',
    'x-ratelimit-limit': 1_000_000,
    'x-ratelimit-remaining': 1_000_000,
    'x-ratelimit-reset': now - (now % 10) + 10,
  }
}

function toBody(bytes: number): Buffer {
  const body = bodies.get(bytes) ?? Buffer.from(JSON.stringify('a'.repeat(bytes - 2)))
  bodies.set(bytes, body)
  return body
}
