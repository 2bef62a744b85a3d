import type { CustomFetch } from 'openid-client'
import type { Outbound } from './outbound.ts'

/** Bytes of an answer: the keys of a large provider take 20 kB. */
const LIMIT = 256 * 1_024

/** Statuses whose answers have no body to read (fetch.spec.whatwg.org, null body status). */
const BODILESS = new Set([101, 204, 205, 304])

/** The library's calls by Latchkey's only way out: to exact origins, no redirect followed, nothing inflated. */
export function fetchByOutbound(outbound: Pick<Outbound, 'request'>): CustomFetch {
  return async (url, { method, headers, body, signal }) => {
    if (method !== 'GET' && method !== 'POST') throw new TypeError(`No call of the library's is a ${method}`)
    const answer = await outbound.request({
      url,
      method,
      headers,
      ...((typeof body === 'string' || body instanceof URLSearchParams) && { body: body.toString() }),
      signal: signal ?? AbortSignal.timeout(TIMEOUT),
      maxBytes: LIMIT,
    })
    if (answer.kind === 'failed') throw new ProviderUnreachableError(answer.reason)
    const answered = new Headers()
    for (const [name, value] of Object.entries(answer.headers)) {
      if (value !== undefined) answered.set(name, Array.isArray(value) ? value.join(', ') : value)
    }
    return new Response(BODILESS.has(answer.status) ? null : answer.body, { status: answer.status, headers: answered })
  }
}

/** Milliseconds that a provider has for one answer. */
export const TIMEOUT = 10_000

/** The provider gave no answer. */
export class ProviderUnreachableError extends Error {
  override name = 'ProviderUnreachableError'

  constructor(reason: string) {
    super(`The provider gave no answer (${reason})`)
  }
}
