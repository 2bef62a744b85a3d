import { Hono } from 'hono'
import { hostEndpoints } from '../../contract/endpoints.ts'
import { createHostSessionSchema, hostSessionSchema } from '../../contract/host-session.ts'
import { endHostSession } from '../access/end-host-session.ts'
import { hostKeyGuard, type HostKeyGuardDependencies } from '../access/host-key-guard.ts'
import { refuseHostSession } from '../access/refuse-host-session.ts'
import type { Sessions } from '../access/sessions.ts'
import { bodyRefusals, describe } from '../http/describe.ts'
import { jsonBody } from '../http/input.ts'
import { parseId } from '../http/path-id.ts'
import { answerProblem } from '../http/problem.ts'
import type { Store } from '../store/database.ts'

export interface HostSessionDependencies extends HostKeyGuardDependencies {
  sessions: Sessions
  store: Store
  clock(): Date
}

/** Sessions of a host's users: a token to open one, and its end. */
export function hostSessionRoutes(dependencies: HostSessionDependencies): Hono {
  const { sessions } = dependencies
  const guard = hostKeyGuard(dependencies)
  return new Hono()
    .post(
      hostEndpoints.sessions,
      describe({
        summary: 'Makes a token that opens one session, once, for one page, within five minutes',
        security: 'host_key',
        answers: { 201: hostSessionSchema },
        refusals: [...bodyRefusals, 'not_permitted', 'store_unavailable'],
      }),
      guard,
      jsonBody(createHostSessionSchema),
      async (c) => {
        const key = c.get('hostKey')
        const wanted = c.req.valid('json')
        const refusal = refuseHostSession(key, wanted)
        if (refusal) return answerProblem(c, refusal)
        const { tenant, user, role, teams, purpose, origin } = wanted
        const issued = await sessions.issueForHost({
          tenantId: tenant,
          ...user,
          role,
          teams: [...new Set(teams)],
          connectors: wanted.connectors ? [...new Set(wanted.connectors)] : key.connectors,
          purpose,
          signIn: 'host',
          pageOrigin: origin,
          hostKeyId: key.id,
        })
        if (!issued) return answerProblem(c, { code: 'key_invalid' })
        return c.json({ id: issued.sessionId, token: issued.token.reveal(), expiresAt: issued.expiresAt }, 201)
      },
    )
    .delete(
      hostEndpoints.session,
      describe({
        summary: 'Ends a session, whether its token was used or not',
        security: 'host_key',
        answers: { 204: null },
        refusals: ['not_found', 'store_unavailable'],
      }),
      guard,
      async (c) => {
        const id = parseId(c.req.param('session'))
        const isEnded = id !== null && (await endHostSession(dependencies, c.get('hostKey'), id))
        return isEnded ? c.body(null, 204) : answerProblem(c, { code: 'not_found' })
      },
    )
}
