import { cleanup, render } from 'vitest-browser-react'
import { onTestFinished, vi } from 'vitest'
import type { Session } from '../../contract/session.ts'
import { answer, createLatchkey, type FakeLatchkey } from '../app.fixture.tsx'
import { createQueryClient } from '../api/query-client.ts'
import { makeSession } from '../session/session.fixture.ts'
import { keepScreensIn, screenHistory } from '../ui/screen-history.ts'
import { dismissToasts } from '../ui/toasts.tsx'
import { openFrame } from './embed-screen.tsx'
import type { Wish } from './embedding.ts'
import type { FrameSays, HostSays } from './host-page.ts'

export const hostOrigin = 'https://app.example.com'

/** A host's page around the frame, over a Latchkey of memory that lets in whoever shows the bearer of the last session. */
export type FakeHost = {
  latchkey: FakeLatchkey
  /** What the frame has said, in its order. */
  heard: FrameSays[]
  say: (message: HostSays) => void
  /** Tokens that Latchkey takes, each once, and whose sessions they are. */
  tokens: Map<string, Session>
  /** As when fifteen minutes are over. */
  endSession: () => void
  /** Calls that came without the bearer, but for the one that gets it. */
  unsigned: string[]
}

export async function openInHost(wish: Partial<Wish> = {}, holds: Partial<FakeLatchkey> = {}): Promise<FakeHost> {
  const latchkey = createLatchkey(holds)
  const listeners: ((message: HostSays) => void)[] = []
  let bearer: string | null = null
  const fake: FakeHost = {
    latchkey,
    heard: [],
    say: (message) => {
      for (const listener of listeners) listener(message)
    },
    tokens: new Map([['first', makeSession({ signIn: 'host' })]]),
    endSession: () => (bearer = null),
    unsigned: [],
  }
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const call = `${init.method ?? 'GET'} ${new URL(url, location.href).pathname}`
    const shown = new Headers(init.headers).get('Authorization')
    if (call === 'POST /api/embed/session' && !latchkey.failures[call]?.length) {
      const { token } = JSON.parse(init.body as string) as { token: string }
      const session = fake.tokens.get(token)
      if (!session) return refuse('sign_in_refused')
      fake.tokens.delete(token)
      bearer = `bearer of ${token}`
      return Response.json({ token: bearer, session }, { status: 201 })
    }
    if (call !== 'POST /api/embed/session') {
      if (!shown) fake.unsigned.push(call)
      if (!bearer || shown !== `Bearer ${bearer}`) return refuse('session_required')
    }
    return answer(latchkey, url, init)
  })
  const { documentElement } = document
  const screens = screenHistory()
  onTestFinished(async () => {
    await cleanup()
    dismissToasts()
    vi.unstubAllGlobals()
    sessionStorage.clear()
    keepScreensIn(screens)
    delete documentElement.dataset['embed']
    documentElement.removeAttribute('style')
  })
  const host = {
    origin: hostOrigin,
    send: (message: FrameSays) => void fake.heard.push(message),
    listen: (listener: (message: HostSays) => void) => void listeners.push(listener),
  }
  await render(openFrame(host, createQueryClient()))
  fake.say({ type: 'open', token: 'first', connector: 'intercom', purpose: 'source', view: 'step', ...wish })
  return fake
}

export const heardOf = <Type extends FrameSays['type']>({ heard }: FakeHost, type: Type) =>
  heard.filter((message): message is Extract<FrameSays, { type: Type }> => message.type === type)

function refuse(code: 'sign_in_refused' | 'session_required'): Response {
  return Response.json({ type: 'about:blank', title: code, status: 401, code }, { status: 401 })
}
