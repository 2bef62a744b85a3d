import * as z from 'zod/mini'

/**
 * Why an authorization came to nothing. `denied`: the person, or the provider, said no. `other_browser`: the answer came to
 * another browser than the one that left. `session_ended`: whoever left was signed out meanwhile. `code_refused`: the
 * provider does not take the code that it gave. `provider_unreachable`: it could not be asked for the token.
 * `provider_answer`: its answer is none. `token_rejected`: the token that it gave does not work. `expired`: ten minutes passed.
 */
export const authorizationFailureSchema = z.enum([
  'denied',
  'other_browser',
  'session_ended',
  'code_refused',
  'provider_unreachable',
  'provider_answer',
  'token_rejected',
  'expired',
])
export type AuthorizationFailure = z.infer<typeof authorizationFailureSchema>
