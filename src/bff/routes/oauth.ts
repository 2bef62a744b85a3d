import { randomBytes } from 'node:crypto'
import { type Context, Hono } from 'hono'
import {
  authorizationSchema,
  connectWindowPath,
  oauthEndpoints,
  startAuthorizationSchema,
  startedAuthorizationSchema,
} from '../../contract/oauth.ts'
import type { AttemptLimits } from '../access/attempt-limits.ts'
import { createHostPrefixCookie } from '../access/host-prefix-cookie.ts'
import { bodilessChangeRefusals, changeRefusals, describe } from '../http/describe.ts'
import { jsonBody } from '../http/input.ts'
import { toPagePath } from '../http/page-path.ts'
import { parseId } from '../http/path-id.ts'
import { answerProblem } from '../http/problem.ts'
import { beginAuthorization, type BeginAuthorizationDependencies, CONSENT_LIFE } from '../oauth/begin-authorization.ts'
import { finishAuthorization, type FinishAuthorizationDependencies } from '../oauth/finish-authorization.ts'
import { giveUpAuthorization } from '../oauth/give-up-authorization.ts'
import { readAuthorization } from '../oauth/read-authorization.ts'
import { Secret } from '../vault/secret.ts'

export interface OAuthRouteDependencies extends BeginAuthorizationDependencies, FinishAuthorizationDependencies {
  publicUrl: URL
  attemptLimits: AttemptLimits
}

/** To a provider's page and back, with a token that nobody sees. */
export function oauthRoutes(dependencies: OAuthRouteDependencies): Hono {
  const { publicUrl, attemptLimits, log } = dependencies
  const cookie = createHostPrefixCookie(publicUrl, 'oauth')
  const readBrowser = (c: Context): Secret | null => {
    const value = cookie.read(c)
    return value !== null && BROWSER.test(value) ? new Secret(value) : null
  }

  return new Hono()
    .post(
      oauthEndpoints.start,
      describe({
        summary: 'Makes the way to the provider’s page where a person consents; good once, in this browser',
        answers: { 201: startedAuthorizationSchema },
        refusals: [...changeRefusals, 'not_found', 'not_permitted'],
      }),
      jsonBody(startAuthorizationSchema),
      async (c) => {
        const { region, credential = null, returnTo } = c.req.valid('json')
        // Two windows of one browser are on their way at once: both come back.
        const browser = readBrowser(c) ?? new Secret(randomBytes(32).toString('base64url'))
        const started = await beginAuthorization(dependencies, {
          principal: c.get('principal'),
          connector: c.req.param('connector'),
          region,
          credentialId: credential,
          browser,
          returnTo: returnTo === undefined ? null : toPagePath(publicUrl, returnTo),
        })
        if ('code' in started) return answerProblem(c, started)
        cookie.set(c, browser.reveal(), CONSENT_LIFE)
        return c.json(started, 201)
      },
    )
    .get(
      oauthEndpoints.callback,
      describe({
        summary: 'Comes back from the provider’s page',
        answers: { 303: null },
        refusals: ['too_many_attempts', 'store_unavailable'],
      }),
      async (c) => {
        c.set('keepsOpener', true)
        const address = c.get('address')
        const attempt = { door: 'oauth', address, name: null } as const
        const wait = attemptLimits.wait(attempt)
        if (wait !== null) return answerProblem(c, { code: 'too_many_attempts' }, { 'retry-after': String(wait) })
        const browser = readBrowser(c)
        const finished = await finishAuthorization(dependencies, {
          connector: c.req.param('connector'),
          query: new URL(c.req.url).searchParams,
          browser,
          address,
        })
        if (finished.problem === null) return c.redirect(finished.returnTo ?? `${connectWindowPath}?came=back`, 303)
        log.info({ problem: finished.problem }, 'callback refused')
        // Whoever did not leave here guesses at nothing: any page can send a browser to this address, and does not count.
        if (finished.problem === 'expired' && browser) attemptLimits.failed(attempt)
        return c.redirect(`${connectWindowPath}?problem=${finished.problem}`, 303)
      },
    )
    .get(
      oauthEndpoints.authorization,
      describe({
        summary: 'How far an authorization is',
        answers: { 200: authorizationSchema },
        refusals: ['not_found', 'store_unavailable'],
      }),
      async (c) => {
        const asked = toOwn(c, c.req.param('connector'), c.req.param('authorization'))
        const authorization = asked && (await readAuthorization(dependencies, asked))
        return authorization ? c.json(authorization) : answerProblem(c, { code: 'not_found' })
      },
    )
    .delete(
      oauthEndpoints.authorization,
      describe({
        summary: 'Gives an authorization up; what it holds is erased',
        answers: { 204: null },
        refusals: bodilessChangeRefusals,
      }),
      async (c) => {
        const asked = toOwn(c, c.req.param('connector'), c.req.param('authorization'))
        if (asked) await giveUpAuthorization(dependencies, asked)
        return c.body(null, 204)
      },
    )
}

const BROWSER = /^[\w-]{43}$/u

function toOwn(c: Context, connector: string, authorization: string) {
  const id = parseId(authorization)
  return id ? { principal: c.get('principal'), connector, id } : null
}
