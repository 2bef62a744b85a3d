import type { IncomingMessage } from 'node:http'
import { withoutAccessTokens } from './access-token.ts'

/** What arrived, for tests to look at. No token is in it. */
export type LoggedRequest = {
  method: string
  /** Path and query. */
  path: string
  /** By lower-case name; `authorization` reads `[token]`, whatever it was. */
  headers: Record<string, string>
  /** Bytes of the body so far. */
  bodyLength: number
}

const mostEntries = 1_000

/** The latest requests, oldest first. What was added grows as its body comes. */
export function createRequestLog(): {
  requests: readonly LoggedRequest[]
  add: (request: IncomingMessage) => LoggedRequest
} {
  const requests: LoggedRequest[] = []
  return {
    requests,
    add: (request) => {
      if (requests.length === mostEntries) requests.shift()
      const logged = toLoggedRequest(request)
      requests.push(logged)
      return logged
    },
  }
}

/** In the address of the page to consent on: it is good for one callback. */
const STATE = /([?&]state=)[^&]*/u

function toLoggedRequest({ method = '', url = '', headers: given }: IncomingMessage): LoggedRequest {
  const headers: Record<string, string> = {}
  for (const name in given) {
    headers[name] = name === 'authorization' ? '[token]' : withoutAccessTokens(String(given[name]))
  }
  return { method, path: withoutAccessTokens(url).replace(STATE, '$1[state]'), headers, bodyLength: 0 }
}
