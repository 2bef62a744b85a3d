import * as z from 'zod/mini'
import { idSchema, namedCredentialSchema } from './credential.ts'
import { resourceKindSchema } from './resource-kind.ts'
import { signInSchema } from './session.ts'
import { verdictSchema } from './verdict.ts'

/** Every refusal Latchkey has, by its stable code; what each means stands in `problems.ts`. */
export const problemCodeSchema = z.enum([
  'malformed_json',
  'idempotency_key_missing',
  'idempotency_key_invalid',
  'key_invalid',
  'session_required',
  'sign_in_refused',
  'forbidden_origin',
  'forbidden_host',
  'client_header_missing',
  'path_not_allowed',
  'not_permitted',
  'proxy_required',
  'not_found',
  'method_not_allowed',
  'duplicate_credential',
  'name_taken',
  'credential_in_use',
  'account_mismatch',
  'idempotency_in_flight',
  'changed_meanwhile',
  'too_large',
  'unsupported_media_type',
  'invalid_input',
  'token_rejected',
  'token_restricted',
  'idempotency_key_reused',
  'provider_throttled',
  'rate_budget_spent',
  'too_many_attempts',
  'internal_error',
  'answer_withheld',
  'answer_too_large',
  'provider_unreachable',
  'shutting_down',
  'store_unavailable',
  'provider_timeout',
])
export type ProblemCode = z.infer<typeof problemCodeSchema>

/** What can be wrong with one value of the input. */
export const inputCodeSchema = z.enum([
  'required',
  'blank',
  'too_long',
  'control_character',
  'lone_surrogate',
  'white_space_inside',
  'not_printable_ascii',
  'invalid_type',
  'invalid_value',
  'out_of_range',
  'unknown_field',
])
export type InputCode = z.infer<typeof inputCodeSchema>

/** RFC 9457, with a stable `code` and Latchkey's extensions. Every 4xx and 5xx answers one. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: problemCodeSchema,
  detail: z.optional(z.string()),
  /** `pointer` is a JSON Pointer (RFC 6901) into the body, or into the query read as an object. */
  errors: z.optional(z.array(z.object({ pointer: z.string(), code: inputCodeSchema, detail: z.string() }))),
  verdict: z.optional(verdictSchema),
  /** Left out where the asker may not see it. */
  existing: z.optional(namedCredentialSchema),
  /** How a session is had, where there is none. */
  signIn: z.optional(signInSchema),
  /** Up to fifty of the sources and destinations that use it. */
  usedBy: z.optional(z.array(z.object({ id: idSchema, kind: resourceKindSchema, name: z.string() }))),
})
export type Problem = z.infer<typeof problemSchema>

/** RFC 9457 section 3. */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json'
