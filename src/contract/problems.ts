import type { ProblemCode } from './problem.ts'

/** What each refusal means: its status (RFC 9110) and its title. A file of its own, since the page needs neither. */
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
  credential_in_use: { status: 409, title: 'Sources or destinations use this credential' },
  account_mismatch: { status: 409, title: 'The new secret belongs to another workspace' },
  idempotency_in_flight: { status: 409, title: 'The first request under this key is still being answered' },
  changed_meanwhile: { status: 412, title: 'Somebody else changed this meanwhile' },
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
} as const satisfies Record<ProblemCode, { status: number; title: string }>
