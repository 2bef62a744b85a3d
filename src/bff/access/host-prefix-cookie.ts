import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { isLoopback } from '../config-value.ts'

/** What a browser keeps for Latchkey's own page: out of reach of scripts, and of every other site. */
export interface HostPrefixCookie {
  read(c: Context): string | null
  /** @param milliseconds for which it is kept */
  set(c: Context, value: string, milliseconds: number): void
  clear(c: Context): void
}

/**
 * `__Host-` (RFC 6265bis, 4.1.3.2): a browser takes it with `Secure`, `Path=/` and no `Domain` alone, so that no
 * neighbouring host can plant one. Browsers take loopback for secure, without TLS. `Lax`, since an OpenID provider sends the
 * browser back from another site, by a link.
 */
export function createHostPrefixCookie({ port, protocol, hostname }: URL, purpose: string): HostPrefixCookie {
  // Cookies know no ports: two Latchkeys on one machine would sign each other's people out.
  const suffix = isLoopback(hostname) ? `-${port || (protocol === 'https:' ? '443' : '80')}` : ''
  const name = `latchkey-${purpose}${suffix}`
  const options = { prefix: 'host', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const
  return {
    read: (c) => getCookie(c, name, 'host') ?? null,
    set: (c, value, milliseconds) => setCookie(c, name, value, { ...options, maxAge: milliseconds / 1_000 }),
    clear(c) {
      deleteCookie(c, name, options)
    },
  }
}
