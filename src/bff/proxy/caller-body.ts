import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'

/** Bytes that are read and dropped once nobody wants them: a caller still writing would not see its answer. */
const DRAINED = 4 * 1_024 * 1_024

/**
 * A request's body, to be streamed on; null for none (RFC 9112, 6.3). A stream of its own, since whoever streams it on
 * destroys it when the exchange ends, and the caller's connection, which is to bring the answer, would go with it.
 */
export function readCallerBody(request: IncomingMessage): Readable | null {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers
  if (coding === undefined && (length === undefined || Number(length) === 0)) return null

  let isWanted = true
  const body = new Readable({
    read() {
      request.resume()
    },
    destroy(error, done) {
      isWanted = false
      drain(request)
      done(error)
    },
  })
  request.on('data', (chunk: Buffer) => {
    if (isWanted && !body.push(chunk)) request.pause()
  })
  request.on('end', () => {
    if (isWanted) body.push(null)
  })
  // A caller that left in the middle, or broke the framing.
  request.on('error', (error) => body.destroy(error))
  // Without a listener of its own an error of the stream that nobody reads would end the process.
  body.on('error', () => undefined)
  request.pause()
  return body
}

/** Reads on for a while, so that a caller gets to read why the rest was not wanted. */
export function drain(request: IncomingMessage): void {
  let length = 0
  request.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > DRAINED) request.destroy()
  })
  request.resume()
}
