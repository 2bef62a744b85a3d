import type { Random } from './access-token.ts'
import { CALLS_A_WINDOW } from './rate-windows.ts'

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
  rate_limit_exceeded: {
    status: 429,
    code: 'rate_limit_exceeded',
    message: `Exceeded rate limit of ${CALLS_A_WINDOW} in 10_seconds`,
  },
  /** The message as integrators met it. */
  intercom_version_invalid: {
    status: 400,
    code: 'intercom_version_invalid',
    message: 'The requested version could not be found',
  },
  not_found: { status: 404, code: 'not_found', message: 'Resource Not Found' },
  parameter_invalid: { status: 400, code: 'parameter_invalid' },
  server_error: { status: 500, code: 'server_error' },
} as const satisfies Record<string, { status: number; code: string; message?: string }>

export type IntercomErrorName = keyof typeof intercomErrors

/** The body of an error: `error.list` of the description. */
export function toErrorList(name: IntercomErrorName, random: Random, field?: string): string {
  const { status: _, ...error } = intercomErrors[name]
  return JSON.stringify({
    type: 'error.list',
    request_id: makeRequestId(random),
    errors: [field === undefined ? error : { ...error, field }],
  })
}

/**
 * The description says UUID; the ids that integrators show are twenty of `0` to `9` and `a` to `v`, two zeros first.
 * The sandbox makes the latter, so that nothing comes to rely on the former.
 */
function makeRequestId(random: Random): string {
  return `00${Array.from(random(18), (byte) => (byte & 31).toString(32)).join('')}`
}
