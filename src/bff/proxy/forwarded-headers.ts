import type { UseDefinition } from '../connectors/connector.ts'
import type { AnswerHeaders } from '../provider/exchange.ts'

/** What HTTP has for a person to set in a form; the media type of a body is asked for by itself. */
const settable = [
  'accept',
  'accept-language',
  'idempotency-key',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-unmodified-since',
]

/**
 * What is forwarded of any request. Neither `Cookie` nor the caller's `Authorization` (S12); nothing that is meant for the
 * next hop only (RFC 9110, 7.6.1); no `Accept-Encoding`, since Latchkey reads along and asks for none.
 */
const requestHeaders = [
  ...settable,
  'content-encoding',
  'content-language',
  'content-type',
  'if-range',
  'range',
  'user-agent',
]

/** What is forwarded of any answer. Neither `Set-Cookie` (S12) nor `Location`, which leads past Latchkey. */
const answerHeaders = [
  'accept-ranges',
  'age',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-range',
  'content-type',
  'date',
  'deprecation',
  'etag',
  'expires',
  'last-modified',
  'link',
  'retry-after',
  'sunset',
  'vary',
]

/** Which headers pass between a caller and a connector's provider. */
export interface ForwardedHeaders {
  ofRequest(headers: Readonly<Record<string, string | undefined>>): Record<string, string>
  ofAnswer(headers: AnswerHeaders): Record<string, string | string[]>
}

type OwnHeaders = Pick<UseDefinition, 'requestHeaders' | 'answerHeaders' | 'defaultHeaders'>

export function createForwardedHeaders(own: OwnHeaders): ForwardedHeaders {
  const ofRequest = new Set([...requestHeaders, ...own.requestHeaders])
  const ofAnswer = new Set([...answerHeaders, ...own.answerHeaders])

  return {
    ofRequest(headers) {
      const forwarded: Record<string, string> = { ...own.defaultHeaders }
      const nominated = readNominated(headers['connection'])
      for (const name in headers) {
        const value = headers[name]
        if (value !== undefined && ofRequest.has(name) && !nominated?.has(name)) forwarded[name] = value
      }
      return forwarded
    },
    ofAnswer(headers) {
      const forwarded: Record<string, string | string[]> = {}
      const nominated = readNominated(headers['connection'])
      for (const name in headers) {
        const value = headers[name]
        if (value !== undefined && ofAnswer.has(name) && !nominated?.has(name)) forwarded[name] = value
      }
      return forwarded
    },
  }
}

/** The headers that a person may set for a source or destination, in small letters. */
export function formHeaders({ requestHeaders: own }: Pick<OwnHeaders, 'requestHeaders'>): string[] {
  return [...settable, ...own].toSorted()
}

/** What `Connection` names is for this hop, whatever it is. Null for the usual case, which names nothing. */
function readNominated(connection: string | string[] | undefined): ReadonlySet<string> | null {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return null
  const names = String(connection)
    .split(',')
    .map((name) => name.trim().toLowerCase())
  return new Set(names)
}
