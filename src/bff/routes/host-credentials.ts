import { Hono } from 'hono'
import { hostEndpoints } from '../../contract/endpoints.ts'
import { hostCredentialSchema, hostIdSchema } from '../../contract/host-session.ts'
import { isOfTenant } from '../access/host-key-tenant.ts'
import { hostKeyGuard, type HostKeyGuardDependencies } from '../access/host-key-guard.ts'
import { describe } from '../http/describe.ts'
import { parseId } from '../http/path-id.ts'
import { answerProblem } from '../http/problem.ts'
import type { Store } from '../store/database.ts'
import { findHostCredential } from '../store/host-credential.ts'

export interface HostCredentialDependencies extends HostKeyGuardDependencies {
  store: Store
}

/** What a host's page was told of a credential comes from a browser: here its server asks whether it is so. */
export function hostCredentialRoutes(dependencies: HostCredentialDependencies): Hono {
  const { store } = dependencies
  return new Hono().get(
    hostEndpoints.credential,
    describe({
      summary: 'One credential of a tenant, as a host’s server may know it',
      security: 'host_key',
      answers: { 200: hostCredentialSchema },
      refusals: ['not_found', 'store_unavailable'],
    }),
    hostKeyGuard(dependencies),
    async (c) => {
      const key = c.get('hostKey')
      const { data: tenant } = hostIdSchema.safeParse(c.req.param('tenant'))
      const id = parseId(c.req.param('credential'))
      if (tenant === undefined || !id || !isOfTenant(key, tenant)) {
        return answerProblem(c, { code: 'not_found' })
      }
      const credential = await findHostCredential(store.of(tenant).database, tenant, id)
      if (!credential || key.connectors?.includes(credential.connector) === false) {
        return answerProblem(c, { code: 'not_found' })
      }
      return c.json(credential)
    },
  )
}
