import { onTestFinished, vi } from 'vitest'
import { page } from 'vitest/browser'
import { problems } from '../../contract/problems.ts'
import type { Session, SignIn } from '../../contract/session.ts'
import type { SessionNews } from './other-tabs.ts'

/** What a fake Latchkey knows of sessions. */
export type FakeSessions = {
  /** Whose the browser's cookie is; null where nobody is signed in. */
  session: Session | null
  /** How a session is had, where there is none. */
  signIn: SignIn
  /** Tokens of links that were not used yet, and who comes by them. */
  links: Record<string, Session>
  /** A browser that keeps no secure cookie from an http address. */
  losesCookies: boolean
  /** Where the provider's own session is ended. */
  endSessionUrl: string | null
}

export function makeSession(differences: Partial<Session> = {}): Session {
  return {
    signIn: 'link',
    person: { id: 'local', name: 'Ada' },
    tenant: { id: 'local' },
    role: 'admin',
    teams: [],
    connectors: null,
    purpose: null,
    expiresAt: null,
    ...differences,
  }
}

/** As Latchkey makes them. */
export function makeToken(): string {
  return `latchkey_once_${crypto.randomUUID()}`
}

export const isSignedOut = { session: null }

export const linkField = () => page.getByLabelText('Sign-in link')

/** As another tab says it. */
export function signInElsewhere(): void {
  tell('signed-in')
}

export function signOutElsewhere(): void {
  tell('signed-out')
}

/** What another tab hears of this one. */
export function hearTabs() {
  const heard = vi.fn<(event: MessageEvent) => void>()
  const channel = new BroadcastChannel('latchkey.session')
  channel.addEventListener('message', heard)
  onTestFinished(() => channel.close())
  return heard
}

/** The doors, and what everything else answers where nobody is signed in; undefined where somebody is. */
export function answerSession(latchkey: FakeSessions, call: string, body: unknown): Response | undefined {
  if (call === 'POST /api/session') {
    const { token } = body as { token: string }
    const opened = latchkey.links[token]
    if (!opened) return refuse('sign_in_refused', {})
    delete latchkey.links[token]
    latchkey.session = latchkey.losesCookies ? null : opened
    return Response.json(opened, { status: 201 })
  }
  if (!latchkey.session) return refuse('session_required', { signIn: latchkey.signIn })
  if (call === 'GET /api/session') return Response.json(latchkey.session)
  if (call !== 'DELETE /api/session') return undefined
  latchkey.session = null
  return Response.json({ endSessionUrl: latchkey.endSessionUrl })
}

function refuse(code: 'sign_in_refused' | 'session_required', more: object): Response {
  return Response.json({ type: 'about:blank', code, ...problems[code], ...more }, { status: problems[code].status })
}

function tell(news: SessionNews): void {
  const channel = new BroadcastChannel('latchkey.session')
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin alone
  channel.postMessage(news)
  channel.close()
}
