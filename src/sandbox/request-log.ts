import type { IncomingMessage } from 'node:http'
import { withoutAccessTokens } from './access-token.ts'

/** What arrived, for tests to look at. No token is in it. */
export type LoggedRequest = {
  method: string
  /** Path and query. */
  path: string
  /** By lower-case name; `authorization` reads `[token]`, whatever it was. */
  headers: Record<string, string>
}

const mostEntries = 1_000

/** The latest requests, oldest first. */
export function createRequestLog(): { requests: readonly LoggedRequest[]; add: (request: IncomingMessage) => void } {
  const requests: LoggedRequest[] = []
  return {
    requests,
    add: (request) => {
      if (requests.length === mostEntries) requests.shift()
      requests.push(toLoggedRequest(request))
    },
  }
}

function toLoggedRequest({ method = '', url = '', headers: given }: IncomingMessage): LoggedRequest {
  const headers: Record<string, string> = {}
  for (const name in given) {
    headers[name] = name === 'authorization' ? '[token]' : withoutAccessTokens(String(given[name]))
  }
  return { method, path: withoutAccessTokens(url), headers }
}
