import type { IncomingMessage } from 'node:http'

/** Bytes: a few hundred times what a record has. */
const mostKept = 256 * 1024

/**
 * All of a request's body; null for one that is too long, which is read to its end all the same, so that whoever sends it
 * hears the answer. Undefined where the caller left before the end.
 *
 * @param count is told the length of each piece
 */
export async function readBody(
  request: IncomingMessage,
  count: (bytes: number) => void,
): Promise<string | null | undefined> {
  const kept: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length
      count(chunk.length)
      if (length <= mostKept) kept.push(chunk)
    }
  } catch {
    return undefined
  }
  return length > mostKept ? null : Buffer.concat(kept).toString()
}
