import type { Random } from './access-token.ts'

/**
 * The errors the sandbox answers with. Codes and statuses are those of Intercom's Error Codes and HTTP Responses pages
 * and its OpenAPI description; a message that no source shows is left out, which the description allows.
 */
export const intercomErrors = {
  /** The message of the description's every 401. */
  unauthorized: { status: 401, code: 'unauthorized', message: 'Access Token Invalid' },
  /** Which code goes with a missing header is unknown; the page's description of this one says just that. */
  missing_authorization: { status: 401, code: 'missing_authorization' },
  token_revoked: { status: 401, code: 'token_revoked' },
  /** Not on the page; integrators' code treats it as one of the 401s. */
  token_suspended: { status: 401, code: 'token_suspended' },
  /** The description shows this sentence for `read_conversations`; that `/me` answers alike is a guess from it. */
  forbidden: {
    status: 403,
    code: 'forbidden',
    message: 'You do not have the required scope (read_single_admin) to access this resource',
  },
  /** Its message names the limit, so whoever counts writes it. */
  rate_limit_exceeded: { status: 429, code: 'rate_limit_exceeded' },
  /** The message as integrators met it. */
  intercom_version_invalid: {
    status: 400,
    code: 'intercom_version_invalid',
    message: 'The requested version could not be found',
  },
  not_found: { status: 404, code: 'not_found', message: 'Resource Not Found' },
  /** The description has it for a contact's tags and companies; that the contact's own path answers alike is a guess. */
  contact_not_found: { status: 404, code: 'not_found', message: 'User Not Found' },
  company_not_found: { status: 404, code: 'company_not_found', message: 'Company Not Found' },
  /** Not in the description; Intercom's reference of older versions shows it, with a message that names the other. */
  conflict: { status: 409, code: 'conflict' },
  parameter_invalid: { status: 400, code: 'parameter_invalid' },
  /** The description has it for what is required and not given, if not of a contact. */
  parameter_not_found: { status: 400, code: 'parameter_not_found' },
  invalid_sort_order: { status: 400, code: 'invalid_sort_order' },
  /** The description has it for a field that is none; that a body which is no JSON comes to the same is a guess. */
  bad_request: { status: 400, code: 'bad_request' },
  last_customer: { status: 422, code: 'parameter_invalid', message: 'Removing the last customer is not allowed' },
  /** A guess, code and status: how large a body Intercom takes is unknown. */
  body_too_large: { status: 413, code: 'client_error' },
  server_error: { status: 500, code: 'server_error' },
} as const satisfies Record<string, { status: number; code: string; message?: string }>

export type IntercomErrorName = keyof typeof intercomErrors

/** An error that is to be answered, with what it says of this very request. */
export interface Refusal {
  error: IntercomErrorName
  message?: string
  /** The field or parameter that is at fault. */
  field?: string
}

/** The body of an error: `error.list` of the description. */
export function toErrorList({ error, message, field }: Refusal, requestId: string): string {
  const { status: _, ...said } = intercomErrors[error]
  return JSON.stringify({
    type: 'error.list',
    request_id: requestId,
    errors: [{ ...said, ...(message !== undefined && { message }), ...(field !== undefined && { field }) }],
  })
}

/**
 * The description says UUID; the ids that integrators show are twenty of `0` to `9` and `a` to `v`, two zeros first.
 * The sandbox makes the latter, so that nothing comes to rely on the former.
 */
export function makeRequestId(random: Random): string {
  return `00${Array.from(random(18), (byte) => (byte & 31).toString(32)).join('')}`
}
