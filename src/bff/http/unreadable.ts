import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { RequestError } from '@hono/node-server'
import { PROBLEM_MEDIA_TYPE } from '../../contract/problem.ts'
import type { Refusal } from '../refusal.ts'
import { toProblem } from './problem.ts'

/**
 * A URL is made of the header Host before the app is asked, and where that fails the asker would get an empty answer. A
 * name that is nobody's takes the place of a Host that is not `own`, so that the app is what refuses it.
 */
export function withReadableHost(request: IncomingMessage, own: string): IncomingMessage {
  if (request.headers.host !== own) request.headers.host = 'nobody.invalid'
  return request
}

/** What the app is never asked, as no URL can be made of the path; or what it could not answer itself. */
export function answerUnreadable(error: unknown): Response {
  const problem = toProblem({ code: error instanceof RequestError ? 'not_found' : 'internal_error' })
  return new Response(JSON.stringify(problem), { status: problem.status, headers })
}

/** Milliseconds that a refused asker has to read why. */
const LINGER = 1_000

/** Answers what is no HTTP, or too much of it, with a problem: Node's own answer has no body. */
export function refuseUnreadable(server: Server): void {
  const answers = new WeakMap<Duplex, ServerResponse>()
  const refused = new WeakSet<Duplex>()
  server.on('request', (request, response) => answers.set(request.socket, response))
  server.on('clientError', (error, socket) => {
    if (refused.has(socket)) return
    refused.add(socket)
    // A second answer in the middle of one would be read as the rest of it.
    const isAnswering = answers.get(socket)?.headersSent === true && answers.get(socket)?.writableFinished === false
    if (!socket.writable || isAnswering) socket.destroy()
    else socket.end(toWire('code' in error ? String(error.code) : ''))
    // A connection that is cut while something is still on its way takes the answer with it.
    setTimeout(() => socket.destroy(), LINGER).unref()
  })
}

/** A problem has the status that its code has everywhere: 413 for the headers too, which RFC 6585 gives a 431. */
function toWire(code: string): string {
  const problem = toProblem(refusals[code] ?? { code: 'malformed_json', detail: 'This is no request of HTTP/1.1.' })
  const body = JSON.stringify(problem)
  const lines = Object.entries({ ...headers, connection: 'close', 'content-length': String(Buffer.byteLength(body)) })
  const head = [`HTTP/1.1 ${problem.status} Refused`, ...lines.map(([name, value]) => `${name}: ${value}`)]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}

const refusals: Record<string, Refusal> = {
  HPE_HEADER_OVERFLOW: { code: 'too_large', detail: 'The headers are too large.' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { code: 'too_large' },
  ERR_HTTP_REQUEST_TIMEOUT: { code: 'malformed_json', detail: 'The request did not arrive in time.' },
}

const headers = {
  'content-type': PROBLEM_MEDIA_TYPE,
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
}
