import { vi } from 'vitest'
import { page } from 'vitest/browser'
import type { Authorization } from '../../contract/oauth.ts'
import type { Connector } from '../../contract/connector.ts'
import { type Answer, connector as plain } from '../secret/secret-form.fixture.ts'
import { type ProviderWindow, toProvider } from './provider-window.ts'

export const AUTHORIZATION = '0198c000-0000-7000-8000-00000000000a'
export const ANOTHER = '0198c000-0000-7000-8000-00000000000b'
/** Where the browser is sent: it holds the state. */
export const AUTHORIZATION_URL = 'https://app.example.com/oauth?client_id=latchkey&state=canary-state'

const setUp = ['Serve Latchkey at an **https** origin.', 'Set **LATCHKEY_INTERCOM_CLIENT_ID**.']

/** A connector with OAuth, as an operator has set it up, or has not. */
export function withOAuth({ isSetUp = true } = {}): Connector {
  const methods = plain.methods.map((method) =>
    method.id === 'oauth' ? { ...method, available: isSetUp, ...(!isSetUp && { setUp }) } : method,
  )
  return { ...plain, methods }
}

/** A window that goes nowhere, and what became of it. */
export function openFakeWindow(): {
  went: string[]
  isClosed: boolean
  close: () => void
} {
  const fake = { went: [] as string[], isClosed: false, close: () => void (fake.isClosed = true) }
  vi.spyOn(toProvider, 'openWindow').mockImplementation((): ProviderWindow => {
    fake.isClosed = false
    return {
      ready: Promise.resolve({ fetch: (...call) => window.fetch(...call) }),
      isClosed: () => fake.isClosed,
      goTo: (url) => fake.went.push(url),
      // At the provider it is nobody's but the person's.
      close: () => fake.went.length === 0 && fake.close(),
    }
  })
  return fake
}

export const started =
  (id = AUTHORIZATION): Answer =>
  async () =>
    Response.json({ id, authorizationUrl: AUTHORIZATION_URL, expiresAt: later() }, { status: 201 })

/** The answer to giving one up. */
export const given = (): Answer => async () => new Response(null, { status: 204 })

export const waiting = (): Answer => answerAs({ state: 'waiting', id: AUTHORIZATION, expiresAt: later() })

export const failed = (more: Omit<Extract<Authorization, { state: 'failed' }>, 'state' | 'id'>): Answer =>
  answerAs({ state: 'failed', id: AUTHORIZATION, ...more })

type Checked = Extract<Authorization, { state: 'authorized' }>['checked']

export const authorized = (checked: Partial<Checked> = {}, id = AUTHORIZATION): Answer =>
  answerAs({
    state: 'authorized',
    id,
    region: 'us',
    checked: {
      kind: 'accepted',
      account: { workspaceName: 'Acme', workspaceId: 'abc123', region: 'US', adminName: null, adminEmail: null },
      region: 'us',
      checkedAt: '2026-07-01T10:00:00Z',
      sameWorkspace: [],
      ...checked,
    } as Checked,
    expiresAt: later(),
  })

function answerAs(authorization: Authorization): Answer {
  return async () => Response.json(authorization)
}

function later(): string {
  return new Date(Date.now() + 600_000).toISOString()
}

export const oauthMethod = () => page.getByRole('radio', { name: 'OAuth' })
export const connectButton = () => page.getByRole('button', { name: 'Connect with Intercom' })
export const panel = () => page.getByRole('region', { name: 'Connect with Intercom' })
export const card = () => page.getByRole('group', { name: 'Whose workspace this is' })
