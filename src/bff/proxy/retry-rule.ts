import { ExponentialBackoff } from 'cockatiel'
import type { AnswerHeaders } from '../provider/exchange.ts'
import type { OutboundFailure } from '../provider/outbound.ts'
import type { ProviderCall, ProviderTarget } from './provider-call.ts'

/** Tries after the first one. */
const RETRIES = 2

/** Whether a call may be made again: only what changes nothing, or changes the same thing twice (RFC 9110, 9.2.2). */
export function isRepeatable({ method }: ProviderTarget, body: ProviderCall['body'], calls: number): boolean {
  return calls <= RETRIES && body === null && (repeatable as readonly string[]).includes(method)
}

const repeatable = ['GET', 'HEAD', 'PUT', 'DELETE'] satisfies ProviderTarget['method'][]

/** One that says when to come again is to be believed, and that is for the caller to do. */
export function isWorthRepeating(status: number, headers: AnswerHeaders): boolean {
  return passing.has(status) && headers['retry-after'] === undefined
}

const passing: ReadonlySet<number> = new Set([408, 500, 502, 503, 504])

/** A name that is not found, a certificate that is wrong: that is no better a moment later. */
export function isPassing(reason: OutboundFailure['reason']): boolean {
  return reason === 'broken' || reason === 'refused' || reason === 'timeout'
}

/** What tells of a host that it is in trouble. */
export function isHostFailure(status: number): boolean {
  return status === 502 || status === 503 || status === 504
}

/** Milliseconds to wait before each retry: longer each time, and jittered, so that callers do not come back as one. */
export function createRetryDelays(): () => number {
  let backoff = new ExponentialBackoff({ initialDelay: 100, maxDelay: 2_000 }).next()
  return () => {
    const { duration } = backoff
    backoff = backoff.next(undefined)
    return duration
  }
}
