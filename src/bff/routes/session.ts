import { type Context, Hono } from 'hono'
import type { Logger } from 'pino'
import { endpoints } from '../../contract/endpoints.ts'
import {
  embeddedSessionSchema,
  endedSessionSchema,
  openEmbeddedSessionSchema,
  openSessionSchema,
  type Session,
  sessionSchema,
} from '../../contract/session.ts'
import type { Attempt, AttemptLimits } from '../access/attempt-limits.ts'
import { holdSession } from '../access/hold-session.ts'
import type { Principal } from '../access/principal.ts'
import type { SessionCookie } from '../access/session-cookie.ts'
import type { OpenedSession, RefusedToken, Sessions } from '../access/sessions.ts'
import type { SignInConfig } from '../access/sign-in-config.ts'
import { parseOrigin } from '../config-value.ts'
import { bodilessChangeRefusals, changeRefusals, describe } from '../http/describe.ts'
import { jsonBody } from '../http/input.ts'
import { answerProblem } from '../http/problem.ts'
import { hashKeyText } from '../key/key-text.ts'
import type { OpenId } from '../openid/sign-in.ts'
import type { Refusal } from '../refusal.ts'

export interface SessionDependencies {
  sessions: Sessions
  sessionCookie: SessionCookie
  attemptLimits: AttemptLimits
  signIn: SignInConfig
  /** Null where people sign in otherwise. */
  openid: OpenId | null
  log: Logger
}

/** Who is signed in: by the link that the start prints, or in a product's frame by the token its server was given. */
export function sessionRoutes(dependencies: SessionDependencies): Hono {
  const { sessions, sessionCookie, signIn, openid } = dependencies
  return new Hono()
    .get(
      endpoints.session,
      describe({
        summary: 'Who is asking',
        answers: { 200: sessionSchema },
        refusals: ['session_required', 'store_unavailable'],
      }),
      (c) => c.json(toSession(c.get('principal'))),
    )
    .post(
      endpoints.session,
      describe({
        summary: 'Opens a session, which a cookie holds, with the one-time token of a link',
        answers: { 201: sessionSchema },
        refusals: [...changeRefusals, 'sign_in_refused', 'too_many_attempts'],
      }),
      jsonBody(openSessionSchema),
      async (c) => {
        const { token } = c.req.valid('json')
        // A link from before the operator set up another way to sign in.
        if (signIn.kind !== 'link')
          return answerProblem(c, { code: 'sign_in_refused', detail: 'Links do not sign in here.' })
        const opened = await open(dependencies, c, { token, door: 'session', origin: null })
        if (opened instanceof Response) return opened
        await holdSession(c, dependencies, opened)
        return c.json(toSession(opened.principal), 201)
      },
    )
    .delete(
      endpoints.session,
      describe({
        summary: 'Ends the session, on every instance',
        answers: { 200: endedSessionSchema },
        refusals: [...bodilessChangeRefusals, 'session_required'],
      }),
      async (c) => {
        const principal = c.get('principal')
        const kind = principal.session?.signIn
        await sessions.end(principal)
        // A frame has none: the cookie that its browser has is of the page.
        if (kind !== 'host') sessionCookie.clear(c)
        return c.json({ endSessionUrl: kind === 'openid' && openid ? await openid.provider.endSessionUrl() : null })
      },
    )
    .post(
      endpoints.embeddedSession,
      describe({
        summary: 'Opens a session, which a frame holds in memory, with the one-time token of a product’s server',
        answers: { 201: embeddedSessionSchema },
        refusals: [...changeRefusals, 'sign_in_refused', 'too_many_attempts'],
      }),
      jsonBody(openEmbeddedSessionSchema),
      async (c) => {
        const { token, origin } = c.req.valid('json')
        // What is no origin is nobody's, and is written down nowhere: it may be anything, the token itself included.
        const opened = await open(dependencies, c, {
          token,
          door: 'embeddedSession',
          origin: parseOrigin(origin)?.origin ?? null,
        })
        if (opened instanceof Response) return opened
        return c.json({ token: opened.token.reveal(), session: toSession(opened.principal) }, 201)
      },
    )
}

async function open(
  { sessions, attemptLimits, log }: SessionDependencies,
  c: Context,
  { token, door, origin }: { token: string; door: 'session' | 'embeddedSession'; origin: string | null },
): Promise<OpenedSession | Response> {
  const address = c.get('address')
  const attempt: Attempt = { door, address, name: hashKeyText(token) }
  const wait = attemptLimits.wait(attempt)
  if (wait !== null) return answerProblem(c, { code: 'too_many_attempts' }, { 'retry-after': String(wait) })
  const signIn = door === 'session' ? 'link' : 'host'
  const opened = await sessions.open(token, { signIn, origin, address })
  if (opened.kind === 'opened') return opened
  attemptLimits.failed(attempt)
  log.warn({ signIn, why: opened.why, address }, 'sign-in refused')
  return answerProblem(c, toRefusal(opened))
}

function toRefusal({ why }: RefusedToken): Refusal {
  return { code: 'sign_in_refused', detail: details[why] }
}

const details: Record<RefusedToken['why'], string> = {
  unknown: 'This token was never given out, or long ago.',
  used: 'This token was used before. It works once.',
  expired: 'This token has expired.',
  other_origin: 'This token is for another page.',
}

function toSession({ session, id, name, tenantId, role, teams, connectors, purpose }: Principal): Session {
  return {
    signIn: session?.signIn ?? 'none',
    person: { id, name },
    tenant: { id: tenantId },
    role,
    teams: [...teams],
    connectors: connectors && [...connectors],
    purpose,
    expiresAt: session?.expiresAt ?? null,
  }
}
