import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { isLoopback } from '../config-value.ts'
import { type OpenedSession, sessionLives } from './sessions.ts'

/** Where a browser keeps the session of Latchkey's own page: out of reach of scripts, and of every other site. */
export interface SessionCookie {
  read(c: Context): string | null
  set(c: Context, session: OpenedSession): void
  clear(c: Context): void
}

/**
 * `__Host-` (RFC 6265bis, 4.1.3.2): a browser takes it with `Secure`, `Path=/` and no `Domain` alone, so that no
 * neighbouring host can plant one. Browsers take loopback for secure, without TLS.
 */
export function createSessionCookie(publicUrl: URL): SessionCookie {
  const { port, protocol, hostname } = publicUrl
  // Cookies know no ports: two Latchkeys on one machine would sign each other's people out.
  const suffix = isLoopback(hostname) ? `-${port || (protocol === 'https:' ? '443' : '80')}` : ''
  const name = `latchkey-session${suffix}`
  const options = { prefix: 'host', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const
  return {
    read: (c) => getCookie(c, name, 'host') ?? null,
    set(c, { token, principal }) {
      const signIn = principal.session?.signIn
      if (signIn !== 'link' && signIn !== 'openid') throw new Error('A session of this kind is not held by a cookie')
      setCookie(c, name, token.reveal(), { ...options, maxAge: sessionLives[signIn].whole / 1_000 })
    },
    clear(c) {
      deleteCookie(c, name, options)
    },
  }
}
