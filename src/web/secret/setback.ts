import type { z } from 'zod/mini'
import type { NamedCredential } from '../../contract/credential.ts'
import type { InputCode, Problem } from '../../contract/problem.ts'
import type {
  Account,
  rejectedSchema,
  restrictedSchema,
  throttledSchema,
  unreachableSchema,
  Verdict,
} from '../../contract/verdict.ts'
import { NoAnswerFailure, type NoAnswerReason, ProblemFailure } from '../api/request.ts'

export type Rejected = z.infer<typeof rejectedSchema>
export type Restricted = z.infer<typeof restrictedSchema>
export type Throttled = z.infer<typeof throttledSchema>
export type Unreachable = z.infer<typeof unreachableSchema>

/** Latchkey's own troubles: nothing is known of the token, nor whether it was taken. */
export type LatchkeyTrouble =
  | NoAnswerReason
  | 'idempotency_in_flight'
  | 'store_unavailable'
  | 'internal_error'
  | 'page_failed'

/** Why a secret was not taken. Each has its own place and words. */
export type Setback =
  | { kind: 'rejected'; verdict: Rejected }
  | { kind: 'restricted'; verdict: Restricted }
  | { kind: 'throttled'; verdict: Throttled }
  | { kind: 'unreachable'; verdict: Unreachable }
  /** Stored already; `existing` is null where the credential that has it is not shared with the person. */
  | { kind: 'duplicate'; existing: NamedCredential | null }
  | { kind: 'name_taken' }
  /** The secret that it would replace belongs to somebody else; null where the provider did not say to whom this one does. */
  | { kind: 'other_account'; account: Account | null }
  | { kind: 'changed_meanwhile' }
  /** The credential whose secret it would replace is no longer there. */
  | { kind: 'gone' }
  /** Nothing is connected yet that could be saved; or Latchkey holds it no longer. */
  | { kind: 'not_connected' }
  | { kind: 'authorization_gone' }
  | { kind: 'invalid_input'; errors: { pointer: string; code: InputCode }[] }
  | { kind: 'latchkey'; trouble: LatchkeyTrouble }
  | { kind: 'problem'; problem: Problem }

/** @param failure whatever a call threw, but for the person's own cancelling */
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
      return (verdict && verdictSetback(verdict)) ?? { kind: 'problem', problem }
    case 'duplicate_credential':
      return { kind: 'duplicate', existing: existing ?? null }
    case 'name_taken':
    case 'changed_meanwhile':
      return { kind: code }
    case 'account_mismatch':
      return { kind: 'other_account', account: verdict?.kind === 'accepted' ? verdict.account : null }
    case 'invalid_input':
      if (errors?.some(({ pointer }) => pointer === '/authorization')) return { kind: 'authorization_gone' }
      return errors?.length ? { kind: 'invalid_input', errors } : { kind: 'problem', problem }
    case 'idempotency_in_flight':
    case 'store_unavailable':
    case 'internal_error':
      return { kind: 'latchkey', trouble: code }
    default:
      return { kind: 'problem', problem }
  }
}

/** What a verdict has against taking the secret. */
export function verdictSetback(verdict: Verdict): Setback | null {
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

/** Where a setback is shown: at the secret's field, in a notice below it, or where its own form does. */
export function placeOfSetback(setback: Setback): 'secret' | 'notice' | 'form' {
  switch (setback.kind) {
    case 'rejected':
    case 'duplicate':
      return 'secret'
    case 'restricted':
    case 'throttled':
    case 'unreachable':
    case 'latchkey':
    case 'problem':
      return 'notice'
    case 'invalid_input':
      return setback.errors.length > 0 ? 'notice' : 'form'
    case 'name_taken':
    case 'other_account':
    case 'changed_meanwhile':
    case 'gone':
    case 'not_connected':
    case 'authorization_gone':
      return 'form'
  }
}
