import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { page, userEvent } from 'vitest/browser'
import type { Credential } from '../../contract/credential.ts'
import {
  AUTHORIZATION,
  AUTHORIZATION_URL,
  authorized,
  card,
  connectButton,
  failed,
  openFakeWindow,
  panel,
  started,
  waiting,
  withOAuth,
} from '../connect/connect.fixture.tsx'
import { toProvider } from '../connect/provider-window.ts'
import {
  type Answer,
  answerWith,
  button,
  existing,
  findCutOff,
  findViolations,
  hang,
  judge,
  readStorage,
  readTraces,
  refuse,
  savedCredential,
} from '../secret/secret-form.fixture.ts'
import { Announcer } from '../ui/announcer.tsx'
import '../ui/base.css'
import '../ui/tokens.css'
import { ReplaceToken } from './replace-token.tsx'

let providerWindow: ReturnType<typeof openFakeWindow>
beforeEach(async () => {
  await page.viewport(1_280, 900)
  providerWindow = openFakeWindow()
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  sessionStorage.clear()
})

const path = `/api/oauth/intercom/authorizations/${AUTHORIZATION}`

test('S1 by keyboard alone, the same credential works by what the provider gives now, and nothing of the way is kept', async () => {
  const { sent, told, queryClient } = await openForm(started(), waiting(), authorized(), give(reconnected))
  await expect.element(connectButton()).toHaveFocus()
  const old = page.getByRole('region', { name: 'The connection in use' })
  await expect.element(old).toMatchTextContent(/Acme.*serves until the new one has passed its check/u)
  await userEvent.keyboard('{Enter}')
  await expect.element(panel()).toMatchTextContent(/Waiting for Intercom/u)
  expect(readTraces(queryClient)).not.toContain('canary-state')
  await expect.element(card()).toMatchTextContent(/Acme.*Connected/u)
  await expect.element(button('Save')).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => told.onReplaced.mock.calls).toEqual([[reconnected]])
  expect(sent[0]).toMatchObject({
    method: 'POST',
    path: '/api/oauth/intercom/start',
    body: { region: 'us', credential: connected.id },
  })
  expect(providerWindow.went).toEqual([AUTHORIZATION_URL])
  const put = sent.at(-1)
  expect([put?.method, put?.path]).toEqual(['PUT', `/api/credentials/${connected.id}/secret`])
  expect(put?.headers.get('If-Match')).toBe('"1"')
  expect(put?.body).toEqual({ method: 'oauth', authorization: AUTHORIZATION })
  expect(readStorage()).not.toContain(AUTHORIZATION)
})

test('of one that the provider ended says so, and what connecting again brings back', async () => {
  await openFormOf({ ...connected, status: 'failed', statusReason: 'revoked' })
  await expect
    .element(page.getByRole('region', { name: 'The connection in use' }))
    .toMatchTextContent(/Intercom no longer accepts it\. Once it is connected again, whatever uses it works again/u)
})

describe('what stands against it', () => {
  test('Save before anything is connected says what is missing, at Connect', async () => {
    const { sent } = await openForm()
    await button('Save').click()
    await expect.element(connectButton()).toHaveFocus()
    await expect.element(connectButton()).toHaveAccessibleDescription(/Nothing is connected yet/u)
    expect(sent).toEqual([])
  })

  test('another workspace is refused, both named, until the new one’s name is typed', async () => {
    const { sent, told } = await connect(authorized(), mismatch('Umbrella'), give(reconnected))
    await save()
    const notice = page.getByRole('group', { name: 'You connected another workspace.' })
    await expect.element(notice).toHaveFocus()
    await expect.element(notice).toMatchTextContent(/BeforeAcme \(abc123\)Now connectedUmbrella \(xyz789\)/u)
    await expect.element(notice).toMatchTextContent(/old connection is still in use/u)
    await page.getByLabelText('To go on, type the new workspace’s name: Umbrella').fill('Umbrella')
    await button('Go on with “Umbrella”').click()
    await expect.poll(() => told.onReplaced.mock.calls.length).toBe(1)
    expect(sent.at(-1)?.body).toEqual({ method: 'oauth', authorization: AUTHORIZATION, acceptAccountChange: true })
  })

  test('what lacks a permission is taken by a second press', async () => {
    const { sent, told } = await connect(
      authorized(),
      judge('token_restricted', { kind: 'restricted', reason: 'scope', region: 'us' }),
      give(reconnected),
    )
    await save()
    await expect.element(page.getByRole('dialog')).toMatchTextContent(/Intercom knows this connection/u)
    await button('Save anyway').click()
    await expect.poll(() => told.onReplaced.mock.calls.length).toBe(1)
    expect(sent.at(-1)?.body).toMatchObject({ acceptRestricted: true })
  })

  test('a provider that is not reached leaves the old connection in use', async () => {
    await connect(authorized(), judge('provider_unreachable', { kind: 'unreachable', reason: 'dns' }))
    await save()
    await expect
      .element(page.getByRole('group', { name: 'Intercom could not be found.' }))
      .toMatchTextContent(/The old connection stays in use/u)
  })

  test('what has ceased to work since it was connected is said at Connect', async () => {
    await connect(authorized(), judge('token_rejected', { kind: 'rejected', reason: 'revoked' }))
    await save()
    await expect.element(panel()).toMatchTextContent(/no longer accepts the token that it gave: it was revoked/u)
    await expect.element(button('Connect another workspace')).toHaveFocus()
  })

  test('a credential that somebody changed is looked at first, and saved as it was seen then', async () => {
    const changed = { ...connected, name: 'Renamed', etag: '"2"' }
    const { sent, told } = await connect(authorized(), refuse('changed_meanwhile'), give(changed), give(reconnected))
    await save()
    await expect
      .element(page.getByRole('group', { name: 'Somebody changed this credential meanwhile.' }))
      .toMatchTextContent(/or its connection.*press Save again/u)
    await button('Show it as it is now').click()
    await expect
      .element(page.getByRole('region', { name: 'The connection in use' }))
      .toMatchTextContent(/as it is now.*“Renamed”/u)
    await expect.element(button('Save')).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => told.onReplaced.mock.calls.length).toBe(1)
    expect(sent.at(-1)?.headers.get('If-Match')).toBe('"2"')
  })

  test('one that is gone is said', async () => {
    await connect(authorized(), refuse('not_found'))
    await save()
    await expect
      .element(page.getByRole('group', { name: 'This credential is no longer there.' }))
      .toMatchTextContent(/connect the workspace as a new credential/u)
  })

  test('a token that another credential has leads to that one, and is given up', async () => {
    const { sent, told } = await connect(authorized({ existing }))
    await button('Use “Acme EU”').click()
    expect(told.onUseExisting).toHaveBeenCalledWith(existing)
    await expect.poll(() => sent.at(-1)).toMatchObject({ method: 'DELETE', path })
  })

  test('what Latchkey holds no longer is said at Connect', async () => {
    const errors = [{ pointer: '/authorization', code: 'invalid_value', detail: '' }]
    await connect(authorized(), refuse('invalid_input', { errors }))
    await save()
    await expect.element(panel()).toMatchTextContent(/took too long/u)
    await expect.element(connectButton()).toHaveFocus()
  })

  test('denied ends in words, and another way to go', async () => {
    await connect(failed({ reason: 'denied' }))
    await expect.element(panel()).toMatchTextContent(/Deny/u)
    await expect.element(connectButton()).toHaveFocus()
  })

  test('where nobody has set it up any more, it says what to do, and offers neither Connect nor Save', async () => {
    await openFormOf(connected, withOAuth({ isSetUp: false }))
    await expect
      .element(page.getByRole('region', { name: 'OAuth is not set up' }))
      .toMatchTextContent(/LATCHKEY_INTERCOM_CLIENT_ID/u)
    await expect.element(connectButton()).not.toBeInTheDocument()
    await expect.element(button('Save')).not.toBeInTheDocument()
  })
})

describe('leaving', () => {
  test('closes at once when nothing is connected, and gives up what is on its way', async () => {
    const { sent, told } = await connect(waiting())
    await expect.element(panel()).toMatchTextContent(/Waiting/u)
    await userEvent.keyboard('{Escape}')
    expect(told.onClosed).toHaveBeenCalledOnce()
    await expect.poll(() => sent.at(-1)).toMatchObject({ method: 'DELETE', path })
    expect(readStorage()).not.toContain(AUTHORIZATION)
  })

  test('asks before it throws away what was connected', async () => {
    const { sent, told } = await connect(authorized())
    await expect.element(card()).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('alertdialog')).toMatchTextContent(/The old connection stays in use/u)
    await button('Discard').click()
    expect(told.onClosed).toHaveBeenCalledOnce()
    await expect.poll(() => sent.at(-1)).toMatchObject({ method: 'DELETE', path })
  })

  test('while it is checked says so, and Cancel gives the attempt up and keeps what was connected', async () => {
    const { told } = await connect(authorized(), hang())
    await save()
    await button('Cancel').click()
    await expect.element(page.getByText('Cancelled.', { exact: false })).toMatchTextContent(/its history says so/u)
    await expect.element(card()).toBeVisible()
    expect(told.onClosed).not.toHaveBeenCalled()
  })
})

test('where windows are blocked the page itself goes, and comes back to the same form', async () => {
  vi.spyOn(toProvider, 'openWindow').mockReturnValue(null)
  vi.spyOn(toProvider, 'mayLeave').mockReturnValue(true)
  const leave = vi.spyOn(toProvider, 'leave').mockReturnValue(undefined)
  const { sent, unmount } = await connect()
  await expect.poll(() => leave.mock.calls).toEqual([[AUTHORIZATION_URL]])
  expect(sent[0]?.body).toMatchObject({ credential: connected.id, returnTo: location.pathname + location.search })
  await unmount()
  await openForm(authorized())
  await expect.element(card()).toBeVisible()
})

describe.each([1_280, 320])('axe finds nothing at %i pixels, and nothing is cut off,', (width) => {
  test('before', async () => {
    await page.viewport(width, 800)
    await openForm()
    await expect.element(connectButton()).toHaveFocus()
    expect(await findViolations()).toEqual([])
    expect(findCutOff()).toEqual([])
  })

  test('connected, and of another workspace', async () => {
    await page.viewport(width, 800)
    await connect(authorized(), mismatch('Umbrella'.repeat(12)))
    await expect.element(card()).toBeVisible()
    expect(await findViolations()).toEqual([])
    expect(findCutOff()).toEqual([])
    await save()
    await expect.element(page.getByRole('button', { name: /^Go on with/u })).toBeVisible()
    expect(await findViolations()).toEqual([])
    expect(findCutOff()).toEqual([])
  })
})

const connected: Credential = { ...savedCredential, method: 'oauth' }
const reconnected: Credential = { ...connected, fingerprint: '0a1b2c3d', etag: '"9"' }

const give =
  (credential: Credential): Answer =>
  async () =>
    Response.json(credential)

/** What was connected is not the old one's workspace. */
function mismatch(workspaceName: string): Answer {
  const account = { workspaceName, workspaceId: 'xyz789', region: 'US', adminName: null, adminEmail: null }
  return judge('account_mismatch', { kind: 'accepted', region: 'us', account })
}

async function connect(...answers: Answer[]) {
  const opened = await openForm(started(), ...answers)
  await connectButton().click()
  return opened
}

async function save(): Promise<void> {
  await expect.element(card()).toBeVisible()
  await button('Save').click()
}

async function openForm(...answers: Answer[]) {
  return openFormOf(connected, withOAuth(), ...answers)
}

async function openFormOf(credential: Credential, connector = withOAuth(), ...answers: Answer[]) {
  const sent = answerWith(...answers)
  const told = {
    onClosed: vi.fn<() => void>(),
    onReplaced: vi.fn<(credential: Credential) => void>(),
    onUseExisting: vi.fn<(existing: { id: string; name: string }) => void>(),
  }
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const { unmount } = await render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <ReplaceToken connector={connector} credential={credential} {...told} />
        <Announcer />
      </QueryClientProvider>
    </StrictMode>,
  )
  return { sent, told, queryClient, unmount }
}
