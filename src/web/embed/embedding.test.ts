import { expect, test, vi } from 'vitest'
import type { Session } from '../../contract/session.ts'
import { startEmbedding, type Wish } from './embedding.ts'
import type { HostSays } from './host-page.ts'

test('a session is followed by another of the same person', async () => {
  const { embedding, setBearer, onOtherPerson, renewAs } = await openEmbedding()
  const restored = embedding.restoreSession()
  renewAs('ada')
  expect(await restored).toBe(true)
  expect(setBearer.mock.calls).toEqual([['bearer of ada'], ['bearer of ada']])
  expect(onOtherPerson).not.toHaveBeenCalled()
})

test('what waits is not sent in the name of somebody else', async () => {
  const { embedding, onOtherPerson, renewAs } = await openEmbedding()
  const restored = embedding.restoreSession()
  renewAs('grace')
  expect(await restored).toBe(false)
  expect(onOtherPerson.mock.calls).toEqual([[toSession('grace'), expect.objectContaining({ purpose: 'source' })]])
})

test('a host that does not answer is waited for no longer than twenty seconds', async () => {
  vi.useFakeTimers()
  try {
    const { embedding } = await openEmbedding()
    const restored = embedding.restoreSession()
    await vi.advanceTimersByTimeAsync(20_000)
    const state = embedding.read()
    if (state.stage !== 'open' || !state.question) throw new Error('Nobody is asked')
    expect(state.question.trouble).toBe('session_refused')
    state.question.giveUp()
    expect(await restored).toBe(false)
  } finally {
    vi.useRealTimers()
  }
})

/** Open, with a session of Ada's; each token is its person's id. */
async function openEmbedding() {
  const listeners: ((message: HostSays) => void)[] = []
  const setBearer = vi.fn<(bearer: string) => void>()
  const onOtherPerson = vi.fn<(session: Session, wish: Wish) => void>()
  const embedding = startEmbedding({
    host: {
      origin: 'https://app.example.com',
      send: () => {},
      listen: (listener) => void listeners.push(listener),
    },
    openSession: (token) => Promise.resolve({ token: `bearer of ${token}`, session: toSession(token) }),
    setBearer,
    applyTheme: () => Promise.resolve(),
    onWish: () => {},
    onSession: () => {},
    onOtherPerson,
  })
  const say = (message: HostSays) => listeners.forEach((listener) => listener(message))
  const isOpen = new Promise<void>((resolve) => embedding.subscribe(resolve))
  say({ type: 'open', token: 'ada', connector: 'intercom', purpose: 'source', view: 'step' })
  await isOpen
  return { embedding, setBearer, onOtherPerson, renewAs: (token: string) => say({ type: 'session', token }) }
}

function toSession(id: string): Session {
  return {
    signIn: 'host',
    person: { id, name: id },
    tenant: { id: 'acme' },
    role: 'member',
    teams: [],
    connectors: null,
    purpose: 'source',
    expiresAt: null,
  }
}
