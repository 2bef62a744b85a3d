import { createServer } from 'node:http'

/**
 * Plays a provider that counts the calls of each ten-second window, whether it refuses them or not, and tells as Intercom
 * does. Asked for `/counted`, it answers what it counted and in which order, and forgets it.
 */
const WINDOW = 10_000
const quota = Number(process.env['QUOTA'])

interface Window {
  resetsAt: number
  /** The last part of each path. */
  calls: string[]
}

let windows: Window[] = []

const server = createServer((request, response) => {
  const { url = '' } = request
  if (url === '/counted') {
    response.end(JSON.stringify(windows))
    windows = []
    return
  }
  const resetsAt = (Math.floor(Date.now() / WINDOW) + 1) * WINDOW
  if (windows.at(-1)?.resetsAt !== resetsAt) windows.push({ resetsAt, calls: [] })
  const calls = windows.at(-1)?.calls ?? []
  const remaining = Math.max(0, quota - calls.length)
  calls.push(url.split('/').at(-1) ?? '')
  response
    .writeHead(remaining > 0 ? 200 : 429, {
      'content-type': 'application/json',
      'x-ratelimit-limit': quota,
      'x-ratelimit-remaining': remaining,
      'x-ratelimit-reset': resetsAt / 1_000,
    })
    .end(JSON.stringify({ type: 'admin', app: { id_code: 'bench', name: 'Bench', region: 'US' } }))
})
server.keepAliveTimeout = 60_000

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') process.send?.(`http://127.0.0.1:${address.port}`)
})
