import type { HttpBindings } from '@hono/node-server'
import type { MiddlewareHandler } from 'hono'
import { answerProblem } from '../http/problem.ts'
import type { ReadClient } from './client.ts'

/** What looks after an instance asks it directly, past the proxy: these tell nothing of anybody. */
const DIRECT = new Set(['/healthz', '/readyz'])

/** What this instance counts is nobody's outside: behind a proxy it is answered past that alone. */
const NEARBY = '/metrics'

/** Tells the routes from which address a request comes, and turns away what had to come through the TLS proxy. */
export function clientGuard(readClient: ReadClient, { isBehindProxy }: { isBehindProxy: boolean }): MiddlewareHandler {
  return async (c, next) => {
    const { incoming } = (c.env ?? {}) as Partial<HttpBindings>
    const { address, refusal, isNearby } = readClient({
      peer: incoming?.socket.remoteAddress,
      forwardedFor: c.req.header('x-forwarded-for'),
      forwardedProto: c.req.header('x-forwarded-proto'),
    })
    if (c.req.path === NEARBY && isBehindProxy) {
      if (!isNearby) return c.notFound()
    } else if (refusal && !DIRECT.has(c.req.path)) return answerProblem(c, refusal)
    c.set('address', address)
    return next()
  }
}
