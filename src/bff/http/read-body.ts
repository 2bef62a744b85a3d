/** Bytes. The longest credential there can be takes about 20 kB. */
const LIMIT = 64 * 1_024
/** Bytes read and dropped before refusing: a caller still writing when the answer comes would see a broken socket. */
const DRAINED = 4 * 1_024 * 1_024

/** The body; null when it is too large. */
export async function readBody(request: Request): Promise<Uint8Array | null> {
  // The common way, without a stream: HTTP ends a body where its length says.
  const declared = request.headers.get('content-length')
  if (declared !== null && Number(declared) <= LIMIT) return new Uint8Array(await request.arrayBuffer())
  if (!request.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body) {
    length += chunk.length
    if (length <= LIMIT) chunks.push(chunk)
    if (length > DRAINED) break
  }
  return length > LIMIT ? null : Buffer.concat(chunks)
}
