import * as z from 'zod/mini'
import { personSchema, tenantRoleSchema } from './person.ts'
import { resourceKindSchema } from './resource-kind.ts'
import { timeSchema } from './verdict.ts'

/**
 * How a person gets a session: nobody is asked (`none`, the sandbox on loopback); by the `link` that the start prints; at
 * an OpenID provider; or the product around this page (`host`) vouches for them.
 */
export const signInSchema = z.enum(['none', 'link', 'openid', 'host'])
export type SignIn = z.infer<typeof signInSchema>

/** `GET /api/session`: who is asking, and what their session is limited to. Without a session: 401, with `signIn`. */
export const sessionSchema = z.object({
  signIn: signInSchema,
  person: personSchema,
  tenant: z.object({ id: z.string() }),
  role: tenantRoleSchema,
  /** Ids of the teams the person belongs to. */
  teams: z.array(z.string()),
  /** The connectors that the session is for; null for all. */
  connectors: z.nullable(z.array(z.string())),
  /** What a credential is chosen for, where a host said so. */
  purpose: z.nullable(resourceKindSchema),
  /** Null where a session does not end. */
  expiresAt: z.nullable(timeSchema),
})
export type Session = z.infer<typeof sessionSchema>

/** Tokens of one use and of sessions: a prefix, and 32 random bytes in base64url. */
export const sessionTokenSchema = z.string().check(z.minLength(1, 'required'), z.maxLength(200, 'too_long'))

/** `POST /api/session`: the one-time token of a link, for a session that a cookie holds. */
export const openSessionSchema = z.strictObject({ token: sessionTokenSchema })

/**
 * `POST /api/embed/session`: a host's one-time token, for a session of fifteen minutes that the frame holds in memory and
 * shows as `Authorization: Bearer`. `origin` is that of the page that handed the token over, as the browser told it.
 */
export const openEmbeddedSessionSchema = z.strictObject({
  token: sessionTokenSchema,
  origin: z.string().check(z.maxLength(300, 'too_long')),
})
export const embeddedSessionSchema = z.object({ token: z.string(), session: sessionSchema })
export type EmbeddedSession = z.infer<typeof embeddedSessionSchema>

/** `DELETE /api/session`: ends it, on every instance. Where to go to end that of the OpenID provider as well. */
export const endedSessionSchema = z.object({ endSessionUrl: z.nullable(z.string()) })
