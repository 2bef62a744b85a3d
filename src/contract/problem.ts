import * as z from 'zod/mini'
import { idSchema } from './credential.ts'
import { verdictSchema } from './verdict.ts'

/** Every refusal Latchkey has, once: its status and its title. The code is the key. */
export const problems = {
  malformed_json: { status: 400, title: 'The body is not JSON' },
  idempotency_key_missing: { status: 400, title: 'The header Idempotency-Key is missing' },
  idempotency_key_invalid: { status: 400, title: 'The header Idempotency-Key is not a key' },
  forbidden_origin: { status: 403, title: 'Another origin may not do this' },
  forbidden_host: { status: 403, title: 'Latchkey is not served under this host name' },
  client_header_missing: { status: 403, title: 'The header Latchkey-Client is missing' },
  not_found: { status: 404, title: 'There is nothing here' },
  method_not_allowed: { status: 405, title: 'This cannot be done here' },
  duplicate_credential: { status: 409, title: 'This secret is stored already' },
  name_taken: { status: 409, title: 'Another credential has this name' },
  idempotency_in_flight: { status: 409, title: 'The first request under this key is still being answered' },
  too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body must be application/json' },
  invalid_input: { status: 422, title: 'Some of the input cannot be taken' },
  token_rejected: { status: 422, title: 'The provider does not accept this token' },
  token_restricted: { status: 422, title: 'The token lacks a permission' },
  idempotency_key_reused: { status: 422, title: 'Another body was sent under this key' },
  provider_throttled: { status: 429, title: 'The provider asks to wait' },
  internal_error: { status: 500, title: 'Latchkey made a mistake' },
  provider_unreachable: { status: 503, title: 'The provider could not be asked' },
  store_unavailable: { status: 503, title: 'Latchkey cannot reach its store' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof problems

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
  code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
  detail: z.optional(z.string()),
  /** `pointer` is a JSON Pointer (RFC 6901) into the body, or into the query read as an object. */
  errors: z.optional(z.array(z.object({ pointer: z.string(), code: inputCodeSchema, detail: z.string() }))),
  verdict: z.optional(verdictSchema),
  existing: z.optional(z.object({ id: idSchema, name: z.string() })),
})
export type Problem = z.infer<typeof problemSchema>

/** RFC 9457 section 3. */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json'
