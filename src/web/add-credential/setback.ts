import type { z } from 'zod/mini'
import type { InputCode, Problem } from '../../contract/problem.ts'
import type { rejectedSchema, restrictedSchema, throttledSchema, unreachableSchema } from '../../contract/verdict.ts'
import { NoAnswerFailure, type NoAnswerReason, ProblemFailure } from '../api/request.ts'

export type Rejected = z.infer<typeof rejectedSchema>
export type Restricted = z.infer<typeof restrictedSchema>
export type Throttled = z.infer<typeof throttledSchema>
export type Unreachable = z.infer<typeof unreachableSchema>

/** Latchkey's own troubles: nothing is known of the token, nor whether it was saved. */
export type LatchkeyTrouble =
  | NoAnswerReason
  | 'idempotency_in_flight'
  | 'store_unavailable'
  | 'internal_error'
  | 'page_failed'

/** Why a save did not come to a credential. Each has its own place and words. */
export type Setback =
  | { kind: 'rejected'; verdict: Rejected }
  | { kind: 'restricted'; verdict: Restricted }
  | { kind: 'throttled'; verdict: Throttled }
  | { kind: 'unreachable'; verdict: Unreachable }
  | { kind: 'duplicate'; existing: { id: string; name: string } }
  | { kind: 'name_taken' }
  | { kind: 'invalid_input'; errors: { pointer: string; code: InputCode }[] }
  | { kind: 'latchkey'; trouble: LatchkeyTrouble }
  | { kind: 'problem'; problem: Problem }

/** @param failure whatever a save threw, but for the person's own cancelling */
export function toSetback(failure: unknown): Setback {
  if (failure instanceof ProblemFailure) return fromProblem(failure.problem)
  return { kind: 'latchkey', trouble: failure instanceof NoAnswerFailure ? failure.reason : 'page_failed' }
}

function fromProblem(problem: Problem): Setback {
  const { code, verdict, existing, errors } = problem
  switch (code) {
    case 'token_rejected':
    case 'token_restricted':
    case 'provider_throttled':
    case 'provider_unreachable':
      return (verdict && fromVerdict(verdict)) ?? { kind: 'problem', problem }
    case 'duplicate_credential':
      return existing ? { kind: 'duplicate', existing } : { kind: 'problem', problem }
    case 'name_taken':
      return { kind: 'name_taken' }
    case 'invalid_input':
      return errors?.length ? { kind: 'invalid_input', errors } : { kind: 'problem', problem }
    case 'idempotency_in_flight':
    case 'store_unavailable':
    case 'internal_error':
      return { kind: 'latchkey', trouble: code }
    default:
      return { kind: 'problem', problem }
  }
}

function fromVerdict(verdict: NonNullable<Problem['verdict']>): Setback | null {
  switch (verdict.kind) {
    case 'rejected':
      return { kind: verdict.kind, verdict }
    case 'restricted':
      return { kind: verdict.kind, verdict }
    case 'throttled':
      return { kind: verdict.kind, verdict }
    case 'unreachable':
      return { kind: verdict.kind, verdict }
    case 'accepted':
      return null
  }
}
