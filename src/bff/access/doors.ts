import type { Context } from 'hono'
import { matchedRoutes } from 'hono/route'

/**
 * Whom a route lets in: everybody (`open`); whoever has a session; a `person` on Latchkey's own page, not in a product's
 * frame, which is for choosing a credential alone; an admin of the tenant there; a product's server with its key.
 */
export type Door = 'open' | 'session' | 'person' | 'tenant_admin' | 'host_key'

/** Every route, by its method and pattern. One that is missing here lets nobody in. */
export const doors: Readonly<Record<string, Door>> = {
  'GET /healthz': 'open',
  'GET /readyz': 'open',
  'GET /metrics': 'open',
  'GET /api/openapi.json': 'open',

  'GET /api/session': 'session',
  'POST /api/session': 'open',
  'DELETE /api/session': 'session',
  'POST /api/embed/session': 'open',
  'GET /api/sign-in': 'open',
  'GET /api/sign-in/callback': 'open',

  'GET /api/connectors': 'session',
  'GET /api/connectors/:connector': 'session',
  'GET /api/sandbox': 'session',

  // Single-use state, and the cookie of the browser that left.
  'GET /api/oauth/:connector/callback': 'open',
  // A hint from whomever, which changes nothing by itself.
  'POST /api/oauth/:connector/uninstalled': 'open',
  'POST /api/oauth/:connector/start': 'session',
  'GET /api/oauth/:connector/authorizations/:authorization': 'session',
  'DELETE /api/oauth/:connector/authorizations/:authorization': 'session',

  'GET /api/credentials': 'session',
  'POST /api/credentials': 'session',
  'POST /api/credentials/check': 'session',
  'GET /api/credentials/:credential': 'session',
  'PATCH /api/credentials/:credential': 'session',
  'DELETE /api/credentials/:credential': 'session',
  'POST /api/credentials/:credential/check': 'session',
  'PUT /api/credentials/:credential/secret': 'session',
  'GET /api/credentials/:credential/access': 'session',
  'PUT /api/credentials/:credential/access/:kind/:grantee': 'session',
  'DELETE /api/credentials/:credential/access/:kind/:grantee': 'session',
  'PUT /api/credentials/:credential/owner': 'session',
  'GET /api/people': 'session',
  'GET /api/credentials/:credential/events': 'session',
  'GET /api/credentials/:credential/usage': 'session',
  'POST /api/credentials/:credential/test-request': 'person',
  'GET /api/credential-owners': 'session',
  'GET /api/deleted-credentials': 'session',
  'POST /api/deleted-credentials/:credential/restore': 'session',
  'DELETE /api/deleted-credentials/:credential': 'session',

  'GET /api/resources': 'session',
  'POST /api/resources': 'person',
  'GET /api/resources/:resource': 'session',
  'PATCH /api/resources/:resource': 'person',
  'DELETE /api/resources/:resource': 'person',

  'POST /v1/sessions': 'host_key',
  'DELETE /v1/sessions/:session': 'host_key',
  'GET /v1/tenants/:tenant/credentials/:credential': 'host_key',

  'GET /api/events': 'tenant_admin',
  'GET /api/events.jsonl': 'tenant_admin',
}

/** The door of the route that answers a request; null where none does. */
export function findDoor(c: Context): Door | null {
  // What is for every method is middleware, and the page.
  const route = matchedRoutes(c).find(({ method }) => method !== 'ALL')
  if (!route) return null
  const name = `${route.method} ${route.path}`
  const door = doors[name]
  if (!door) throw new Error(`There is no door for ${name}`)
  return door
}
