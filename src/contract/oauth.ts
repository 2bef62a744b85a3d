import * as z from 'zod/mini'
import { authorizationFailureSchema } from './authorization-failure.ts'
import { checkedSecretSchema, idSchema } from './credential.ts'
import { regionChoiceSchema } from './region.ts'
import { rejectedSchema, timeSchema } from './verdict.ts'

/** Where a connection by OAuth is begun, comes back to, and is looked at. Apart from the others, since the first screen needs none. */
export const oauthEndpoints = {
  start: '/api/oauth/:connector/start',
  callback: '/api/oauth/:connector/callback',
  authorization: '/api/oauth/:connector/authorizations/:authorization',
  uninstalled: '/api/oauth/:connector/uninstalled',
} as const

/**
 * The page in the window that goes to the provider: there while the way there is made, and again when it has come back
 * (`?came=back`, or `?problem=` with what is wrong with an answer that belongs to no form).
 */
export const connectWindowPath = '/connect.html'

/** What is wrong with an answer of the provider's that belongs to no form which could say so. */
export const windowProblemSchema = z.enum(['expired', 'used', 'other_browser', 'unreadable'])
export type WindowProblem = z.infer<typeof windowProblemSchema>

/**
 * `POST /api/oauth/{connector}/start`. The answer's `Set-Cookie` binds it to the browser that asked: whoever asks from a
 * frame has the window ask, which is a page of Latchkey's own.
 */
export const startAuthorizationSchema = z.strictObject({
  /** Whose authorize page and token endpoint; `auto` is the default host's. */
  region: z._default(regionChoiceSchema, 'auto'),
  /** The credential that is to be connected again. */
  credential: z.optional(idSchema),
  /** Path of the page to come back to, where the page itself goes to the provider, and no window. */
  returnTo: z.optional(z.string().check(z.maxLength(2_000, 'too_long'))),
})
export type StartAuthorization = z.input<typeof startAuthorizationSchema>

export const startedAuthorizationSchema = z.object({
  id: idSchema,
  /** Where the browser goes. It holds the `state`: nothing keeps it. */
  authorizationUrl: z.url(),
  expiresAt: timeSchema,
})
export type StartedAuthorization = z.infer<typeof startedAuthorizationSchema>

/** `GET /api/oauth/{connector}/authorizations/{id}`: how far it is. Only whoever began it sees it. Never a token, nor a code. */
export const authorizationSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('waiting'), id: idSchema, expiresAt: timeSchema }),
  /** The token is sealed, and waits until `expiresAt` for *Save*. */
  z.object({
    state: z.literal('authorized'),
    id: idSchema,
    region: regionChoiceSchema,
    checked: checkedSecretSchema,
    expiresAt: timeSchema,
  }),
  z.object({
    state: z.literal('failed'),
    id: idSchema,
    reason: authorizationFailureSchema,
    /** Of a `token_rejected`. */
    verdict: z.optional(rejectedSchema),
  }),
])
export type Authorization = z.infer<typeof authorizationSchema>

/** `POST /api/oauth/{connector}/uninstalled`: what Intercom sends when an app is uninstalled, unsigned. Whatever else is in it is left. */
export const uninstalledNoticeSchema = z.object({
  /** The workspace's id. */
  app_id: z.string().check(z.minLength(1, 'required'), z.maxLength(200, 'too_long')),
})
