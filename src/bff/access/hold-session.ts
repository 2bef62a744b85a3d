import type { Context } from 'hono'
import type { SessionCookie } from './session-cookie.ts'
import type { OpenedSession, Sessions } from './sessions.ts'

export interface HoldSessionDependencies {
  sessions: Pick<Sessions, 'find' | 'end'>
  sessionCookie: SessionCookie
}

/** Whoever signs in anew leaves no session behind that nobody knows of (ASVS 5.0, 7.2.4). */
export async function holdSession(
  c: Context,
  { sessions, sessionCookie }: HoldSessionDependencies,
  opened: OpenedSession,
): Promise<void> {
  const former = await sessions.find(sessionCookie.read(c) ?? '', c.get('address'))
  if (former) await sessions.end(former)
  sessionCookie.set(c, opened)
}
