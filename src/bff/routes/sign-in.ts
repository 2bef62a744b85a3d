import { randomBytes } from 'node:crypto'
import { type Context, Hono } from 'hono'
import * as z from 'zod/mini'
import { endpoints } from '../../contract/endpoints.ts'
import { createHostPrefixCookie } from '../access/host-prefix-cookie.ts'
import { holdSession } from '../access/hold-session.ts'
import { describe } from '../http/describe.ts'
import { query } from '../http/input.ts'
import { toPagePath } from '../http/page-path.ts'
import { answerProblem } from '../http/problem.ts'
import {
  ATTEMPT_LIFE,
  beginSignIn,
  finishSignIn,
  type SignInDependencies,
  type SignInProblem,
} from '../openid/sign-in.ts'
import { Secret } from '../vault/secret.ts'
import type { SessionDependencies } from './session.ts'

const beginQuerySchema = z.strictObject({ return: z.optional(z.string().check(z.maxLength(2_000, 'too_long'))) })

export type SignInRouteDependencies = Omit<SignInDependencies, 'openid' | 'sessions'> &
  Pick<SessionDependencies, 'openid' | 'sessions' | 'sessionCookie' | 'attemptLimits'> & { publicUrl: URL }

/** To the OpenID provider and back. Both are addresses that a browser goes to: what fails is a page that says so. */
export function signInRoutes(dependencies: SignInRouteDependencies): Hono {
  const { publicUrl, attemptLimits, openid, log } = dependencies
  const cookie = createHostPrefixCookie(publicUrl, 'sign-in')
  const readBrowser = (c: Context): Secret | null => {
    const value = cookie.read(c)
    return value !== null && BROWSER.test(value) ? new Secret(value) : null
  }

  return new Hono()
    .get(
      endpoints.signIn,
      describe({
        summary: 'Goes to the OpenID provider to sign in',
        answers: { 303: null },
        refusals: ['invalid_input', 'not_found'],
      }),
      query(beginQuerySchema),
      async (c) => {
        if (!openid) return answerProblem(c, { code: 'not_found' })
        // Two tabs of one browser are on their way at once: both come back.
        const browser = readBrowser(c) ?? new Secret(randomBytes(32).toString('base64url'))
        const returnTo = toPagePath(publicUrl, c.req.valid('query').return)
        const url = await beginSignIn({ ...dependencies, openid }, { browser, returnTo })
        if (typeof url === 'string') return c.redirect(toProblemPath(url, returnTo), 303)
        cookie.set(c, browser.reveal(), ATTEMPT_LIFE)
        return c.redirect(url.href, 303)
      },
    )
    .get(
      endpoints.signInCallback,
      describe({
        summary: 'Comes back from the OpenID provider, with a session',
        answers: { 303: null },
        refusals: ['not_found', 'too_many_attempts'],
      }),
      async (c) => {
        if (!openid) return answerProblem(c, { code: 'not_found' })
        const address = c.get('address')
        const attempt = { door: 'signIn', address, name: null } as const
        const wait = attemptLimits.wait(attempt)
        if (wait !== null) return answerProblem(c, { code: 'too_many_attempts' }, { 'retry-after': String(wait) })
        const browser = readBrowser(c)
        // Whoever did not leave here guesses at nothing: any page can send a browser to this address, and does not count.
        if (!browser) {
          log.info({ problem: 'expired' }, 'sign-in refused')
          return c.redirect(toProblemPath('expired', '/'), 303)
        }
        const asked = { browser, query: new URL(c.req.url).searchParams, address }
        const finished = await finishSignIn({ ...dependencies, openid }, asked)
        if ('problem' in finished) {
          if (finished.problem === 'expired') attemptLimits.failed(attempt)
          return c.redirect(toProblemPath(finished.problem, finished.returnTo), 303)
        }
        await holdSession(c, dependencies, finished.opened)
        return c.redirect(finished.returnTo, 303)
      },
    )
}

const BROWSER = /^[\w-]{43}$/u

/** The page says what happened there, and from there one may try again. */
function toProblemPath(problem: SignInProblem, returnTo: string): string {
  return `/signed-in?${new URLSearchParams({ problem, return: returnTo })}`
}
