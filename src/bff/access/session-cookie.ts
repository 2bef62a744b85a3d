import type { Context } from 'hono'
import { createHostPrefixCookie, type HostPrefixCookie } from './host-prefix-cookie.ts'
import { type OpenedSession, sessionLives } from './sessions.ts'

/** Where a browser keeps the session of Latchkey's own page. */
export interface SessionCookie extends Pick<HostPrefixCookie, 'read' | 'clear'> {
  set(c: Context, session: OpenedSession): void
}

export function createSessionCookie(publicUrl: URL): SessionCookie {
  const { read, set, clear } = createHostPrefixCookie(publicUrl, 'session')
  return {
    read,
    clear,
    set(c, { token, principal }) {
      const signIn = principal.session?.signIn
      if (signIn !== 'link' && signIn !== 'openid') throw new Error('A session of this kind is not held by a cookie')
      set(c, token.reveal(), sessionLives[signIn].whole)
    },
  }
}
