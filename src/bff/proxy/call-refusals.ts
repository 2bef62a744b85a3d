import type { Logger } from 'pino'
import type { Room } from '../budget/room.ts'
import type { OutboundFailure } from '../provider/outbound.ts'
import { isStoreError } from '../store/database.ts'
import type { CallRefusal } from './provider-call.ts'

export const notFound: CallRefusal = { refusal: { code: 'not_found' }, error: 'destination_not_found' }

export const keyInvalid: CallRefusal = { refusal: { code: 'key_invalid' }, error: 'http_request_denied' }

/** Whoever called this often with what is no key is not asked about again before then. */
export function tooManyAttempts(retryAfter: number): CallRefusal {
  return { refusal: { code: 'too_many_attempts' }, error: 'http_request_denied', retryAfter }
}

/** Node takes the chunks apart and leaves what is below them: passed on, it would be another body (RFC 9112, 6.1). */
export const codingUnknown: CallRefusal = {
  refusal: { code: 'malformed_json', detail: 'No transfer coding but chunked is taken.' },
  error: 'http_request_error',
}

export const answerWithheld: CallRefusal = { refusal: { code: 'answer_withheld' }, error: 'http_protocol_error' }

/** Nobody reads it: the caller left. */
export const callerLeft: CallRefusal = { refusal: { code: 'provider_unreachable' }, error: 'connection_terminated' }

/** Seconds after which another instance, or the next start, can be expected to answer. */
const RESTART = 5
/** Seconds after which the store may be there again. */
const STORE_RETRY = 1

export function refuseRoom(room: Exclude<Room, { kind: 'room' }>, now: number): CallRefusal {
  if (room.kind === 'stopping') {
    return { refusal: { code: 'shutting_down' }, error: 'connection_limit_reached', retryAfter: RESTART }
  }
  const retryAfter = Math.max(1, Math.ceil((room.resetsAt - now) / 1_000))
  return { refusal: { code: 'rate_budget_spent' }, error: 'http_request_denied', retryAfter }
}

/** The breaker is open. */
export function refuseHost(retryAfter: number): CallRefusal {
  return { refusal: { code: 'provider_unreachable' }, error: 'destination_unavailable', retryAfter }
}

/** Latchkey itself failed. While its store is down every call does: that is counted, and no line a call in the log. */
export function refuseError(error: unknown, log: Logger): CallRefusal {
  const refused = { error: 'proxy_internal_error' } as const
  const isStores = isStoreError(error)
  log[isStores ? 'debug' : 'error']({ err: error }, 'call failed')
  if (isStores) return { ...refused, refusal: { code: 'store_unavailable' }, retryAfter: STORE_RETRY }
  return { ...refused, refusal: { code: 'internal_error' } }
}

/** The last attempt came to no answer. */
export function refuseFailed(reason: OutboundFailure['reason']): CallRefusal {
  const code = reason === 'timeout' ? 'provider_timeout' : 'provider_unreachable'
  return { refusal: { code }, error: proxyErrors[reason] }
}

/** RFC 9209, 2.3. */
const proxyErrors = {
  dns: 'dns_error',
  refused: 'connection_refused',
  forbidden: 'destination_ip_prohibited',
  tls: 'tls_protocol_error',
  timeout: 'http_response_timeout',
  broken: 'connection_terminated',
  too_large: 'http_response_body_size',
} as const satisfies Record<OutboundFailure['reason'], string>
