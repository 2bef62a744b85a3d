import type { Context, MiddlewareHandler } from 'hono'
import { answerProblem } from '../http/problem.ts'
import { findDoor } from './doors.ts'
import { localPrincipal, type Principal } from './principal.ts'
import { readBearer } from './read-bearer.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { Sessions } from './sessions.ts'
import type { SignInConfig } from './sign-in-config.ts'

export interface SessionGuardDependencies {
  sessions: Pick<Sessions, 'find'>
  signIn: SignInConfig
  sessionCookie: SessionCookie
}

/** Finds out who asks, and asks the route's door whether it is for them. */
export function sessionGuard(dependencies: SessionGuardDependencies): MiddlewareHandler {
  return async (c, next) => {
    const door = findDoor(c)
    // A host's key is its routes' own to look at.
    if (door === null || door === 'open' || door === 'host_key') return next()
    const principal = await findPrincipal(dependencies, c)
    if (!principal) {
      const signIn = isBearersCall(c) ? 'host' : dependencies.signIn.kind
      return answerProblem(c, { code: 'session_required', signIn })
    }
    const isInFrame = principal.session?.signIn === 'host'
    const isAdmin = principal.role === 'admin'
    if (door !== 'session' && (isInFrame || (door === 'tenant_admin' && !isAdmin))) {
      return answerProblem(c, { code: 'not_permitted' })
    }
    c.set('principal', principal)
    return next()
  }
}

/**
 * The page shows a cookie, a frame a bearer token, and neither does for the other: what a product's script once held is
 * not to become a cookie, and the cookie of a person is not to be looked at where a call says by itself who makes it.
 */
async function findPrincipal(
  { sessions, signIn, sessionCookie }: SessionGuardDependencies,
  c: Context,
): Promise<Principal | null> {
  const address = c.get('address')
  if (isBearersCall(c)) {
    const principal = await sessions.find(readBearer(c.req.header('authorization')) ?? '', address)
    return principal?.session?.signIn === 'host' ? principal : null
  }
  if (signIn.kind === 'none') return { ...localPrincipal(), address }
  const principal = await sessions.find(sessionCookie.read(c) ?? '', address)
  // One that was got another way is from before the operator changed it.
  return principal?.session?.signIn === signIn.kind ? principal : null
}

function isBearersCall(c: Context): boolean {
  return c.req.header('authorization') !== undefined
}
