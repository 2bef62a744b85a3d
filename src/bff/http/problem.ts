import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type Problem, PROBLEM_MEDIA_TYPE } from '../../contract/problem.ts'
import { problems } from '../../contract/problems.ts'
import type { Refusal } from '../refusal.ts'

/** A refusal as RFC 9457 has it: the status and the title come from the one table. */
export function toProblem(refusal: Refusal): Problem {
  const { status, title } = problems[refusal.code]
  return { type: `urn:latchkey:problem:${refusal.code}`, title, status, ...refusal }
}

export function answerProblem(c: Context, refusal: Refusal, headers: Record<string, string> = {}): Response {
  const problem = toProblem(refusal)
  return c.body(JSON.stringify(problem), problem.status as ContentfulStatusCode, {
    'content-type': PROBLEM_MEDIA_TYPE,
    ...retryAfter(refusal),
    // RFC 9110, 11.6.1: a 401 says what would do. No browser asks for a password on this.
    ...(problem.status === 401 && { 'www-authenticate': 'Bearer' }),
    ...headers,
  })
}

/** RFC 9110, 10.2.3: whole seconds from now. */
function retryAfter({ code, verdict }: Refusal): Record<string, string> {
  if (verdict?.kind === 'throttled') {
    const seconds = Math.ceil((Date.parse(verdict.retryAt) - Date.parse(verdict.checkedAt)) / 1_000)
    return { 'retry-after': String(Math.max(1, seconds)) }
  }
  return code === 'idempotency_in_flight' ? { 'retry-after': '1' } : {}
}
