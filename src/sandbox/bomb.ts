import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createGzip } from 'node:zlib'

/** Bytes once inflated. */
export const BOMB_SIZE = 200 * 1024 * 1024

let bomb: Promise<Buffer> | undefined

/**
 * About 200 KB of gzip that inflate to 200 MB of an admin with a very long name: valid JSON, so that only a limit on
 * the size can refuse it. Made when first asked for, and kept: it takes most of a second.
 */
export function makeBomb(): Promise<Buffer> {
  bomb ??= buffer(Readable.from(inflated()).pipe(createGzip({ level: 9 })))
  return bomb
}

function* inflated(): Generator<Buffer> {
  const head = Buffer.from('{"type":"admin","id":"1","name":"')
  const tail = Buffer.from('"}')
  const chunk = Buffer.alloc(1024 * 1024, 'a')
  yield head
  for (let left = BOMB_SIZE - head.length - tail.length; left > 0; left -= chunk.length) {
    yield chunk.subarray(0, Math.min(left, chunk.length))
  }
  yield tail
}
