import type { MiddlewareHandler } from 'hono'
import { CLIENT_HEADER } from '../../contract/endpoints.ts'
import { answerProblem } from '../http/problem.ts'

/**
 * Who may talk to the browser's routes. Host: a page of another name that resolves to this machine (DNS rebinding) is
 * refused. Origin and a header that no form can send: a page of another origin cannot change anything (RFC 10017). A
 * product's server is no page, and stands on its key; a provider's notice is a hint, and stands on nothing.
 */
export function browserGuard(publicUrl: URL): MiddlewareHandler {
  // Behind a proxy, whoever looks after an instance asks it by an address of its own.
  const byAnyName = new Set(publicUrl.protocol === 'https:' ? ['/healthz', '/readyz', '/metrics'] : [])
  return async (c, next) => {
    const host = c.req.header('host') ?? new URL(c.req.url).host
    if (host !== publicUrl.host && !byAnyName.has(c.req.path)) {
      return answerProblem(c, { code: 'forbidden_host', detail: `Open ${publicUrl.origin} instead.` })
    }
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && !BY_SERVERS.test(c.req.path)) {
      const origin = c.req.header('origin')
      if (origin !== undefined && origin !== publicUrl.origin) return answerProblem(c, { code: 'forbidden_origin' })
      if (!c.req.header(CLIENT_HEADER)) return answerProblem(c, { code: 'client_header_missing' })
    }
    return next()
  }
}

const BY_SERVERS = /^\/(?:v1\/|api\/oauth\/[^/]+\/uninstalled$)/u
