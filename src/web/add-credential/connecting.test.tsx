import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  ANOTHER,
  AUTHORIZATION,
  AUTHORIZATION_URL,
  authorized,
  card,
  connectButton,
  failed,
  given,
  oauthMethod,
  openFakeWindow,
  panel,
  started,
  waiting,
  withOAuth,
} from '../connect/connect.fixture.tsx'
import { toProvider } from '../connect/provider-window.ts'
import {
  accept,
  type Answer,
  button,
  existing,
  fail,
  findCutOff,
  findViolations,
  hang,
  readStorage,
  readTraces,
  refuse,
  tokenField,
} from '../secret/secret-form.fixture.ts'
import { nameField, openOverlayOf, saveButton } from './add-credential.fixture.tsx'

let providerWindow: ReturnType<typeof openFakeWindow>
beforeEach(() => {
  providerWindow = openFakeWindow()
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  sessionStorage.clear()
})

async function openConnecting(...answers: Answer[]) {
  const opened = await openOverlayOf(withOAuth(), ...answers)
  await oauthMethod().click()
  return opened
}

async function connect(...answers: Answer[]) {
  const opened = await openConnecting(started(), ...answers)
  await connectButton().click()
  return opened
}

test('in four clicks, of which the first opened it, a workspace is a credential that is called like it', async () => {
  const { sent, told } = await connect(waiting(), authorized(), accept())
  await expect.element(card()).toMatchTextContent(/Acme.*Connected/u)
  await expect.element(nameField()).toHaveValue('Acme')
  await expect.element(saveButton()).toHaveFocus()
  await saveButton().click()
  await expect.poll(() => told.onSaved.mock.calls.length).toBe(1)
  expect(sent[0]).toMatchObject({ method: 'POST', path: '/api/oauth/intercom/start', body: { region: 'auto' } })
  expect(providerWindow.went).toEqual([AUTHORIZATION_URL])
  expect(sent.at(-1)).toMatchObject({
    method: 'POST',
    path: '/api/credentials',
    body: { connector: 'intercom', method: 'oauth', authorization: AUTHORIZATION, name: 'Acme', description: '' },
  })
  expect(sent.at(-1)?.body).not.toHaveProperty('secret')
  expect(readStorage()).not.toContain(AUTHORIZATION)
})

test('what somebody typed as its name stays, and a name that another of the workspace has is told apart', async () => {
  await openConnecting(started(), authorized())
  await nameField().fill('Mine')
  await connectButton().click()
  await expect.element(card()).toBeVisible()
  await expect.element(nameField()).toHaveValue('Mine')
  await expect.element(button('Connect another workspace')).toBeVisible()
})

test('a workspace that has credentials already gives the next free name', async () => {
  await connect(authorized({ sameWorkspace: [{ id: existing.id, name: 'ACME' }] }))
  await expect.element(nameField()).toHaveValue('Acme 2')
  await expect.element(card()).toMatchTextContent(/“ACME”/u)
})

test('the name that one workspace gave gives way to that of another', async () => {
  const account = {
    workspaceName: 'Globex',
    workspaceId: 'g1',
    region: 'US',
    adminName: null,
    adminEmail: null,
    environment: null,
  }
  const { sent } = await connect(authorized(), given(), started(ANOTHER), authorized({ account }, ANOTHER))
  await expect.element(nameField()).toHaveValue('Acme')
  await button('Connect another workspace').click()
  await expect.element(nameField()).toHaveValue('Globex')
  expect(sent.filter(({ method }) => method === 'DELETE')).toHaveLength(1)
})

test('whoever types meanwhile keeps the focus, and what they type', async () => {
  let answer = waiting()
  await openConnecting(started(), (signal) => answer(signal))
  await connectButton().click()
  await expect.element(panel()).toMatchTextContent(/Waiting for Intercom/u)
  await nameField().fill('Mine')
  answer = authorized()
  await expect.element(card()).toBeVisible()
  await expect.element(nameField()).toHaveFocus()
  await expect.element(nameField()).toHaveValue('Mine')
})

test('a workspace that tells no name leaves it to the person', async () => {
  await connect(authorized({ account: null }))
  await expect.element(card()).toBeVisible()
  await expect.element(nameField()).toHaveFocus()
  await expect.element(nameField()).toHaveValue('')
})

test('the region under Advanced settings is whose page opens; another one asks to connect again', async () => {
  const { sent } = await openConnecting(started(), authorized())
  await page.getByText('Advanced settings').click()
  await page.getByLabelText('Region').selectOptions('eu')
  await connectButton().click()
  await expect.element(card()).toBeVisible()
  expect(sent[0]?.body).toEqual({ region: 'eu' })
  await page.getByLabelText('Region').selectOptions('us')
  await expect.element(card()).not.toBeInTheDocument()
  await expect.element(connectButton()).toBeVisible()
  await expect.poll(() => sent.at(-1)).toMatchObject({ method: 'DELETE' })
})

test('says that it waits, and stops waiting', async () => {
  const { sent } = await connect(waiting())
  await expect.element(panel()).toMatchTextContent(/Waiting for Intercom/u)
  await button('Stop waiting').click()
  await expect.element(connectButton()).toHaveFocus()
  // It is on the provider's page, and the person's to close.
  expect(providerWindow.isClosed).toBe(false)
  await expect.poll(() => sent.at(-1)).toMatchObject({ method: 'DELETE' })
})

test('a window that was closed, or cannot be seen, is said calmly; what comes of it is taken all the same', async () => {
  let answer = waiting()
  const opened = await openConnecting(started(), (signal) => answer(signal))
  await connectButton().click()
  await expect.element(panel()).toMatchTextContent(/Waiting for Intercom/u)
  providerWindow.close()
  await expect.element(panel()).toMatchTextContent(/was closed, or cannot be seen from here/u)
  await expect.element(button('Open it again')).toBeVisible()
  answer = authorized()
  await expect.element(card()).toBeVisible()
  expect(opened.told.onSaved).not.toHaveBeenCalled()
})

test.each([
  ['denied', /Deny/u],
  ['other_browser', /another browser/u],
  ['session_ended', /signed out/u],
  ['code_refused', /did not take its own code/u],
  ['provider_unreachable', /could not be asked/u],
  ['provider_answer', /an answer that is none/u],
  ['expired', /took too long/u],
] as const)('%s ends in words on the form, with nothing typed lost, and another way to go', async (reason, words) => {
  const { sent } = await openConnecting(started(), failed({ reason }))
  await nameField().fill('Kept')
  await connectButton().click()
  await expect.element(panel()).toMatchTextContent(words)
  await expect.element(panel()).toMatchTextContent(/[Nn]othing was stored|stored nothing/u)
  await expect.element(connectButton()).toHaveFocus()
  await expect.element(connectButton()).toHaveAccessibleDescription(words)
  await expect.element(panel().getByText(words).first()).toBeInViewport()
  await expect.element(nameField()).toHaveValue('Kept')
  expect(readStorage()).not.toContain(AUTHORIZATION)
  expect(sent.some(({ path }) => path === '/api/credentials')).toBe(false)
})

test('a token that does not work is told apart from a provider that gives none', async () => {
  const verdict = {
    kind: 'rejected',
    reason: 'revoked',
    checkedAt: '2026-07-01T10:00:00Z',
    requestId: 'req_7',
  } as const
  await connect(failed({ reason: 'token_rejected', verdict }))
  await expect.element(panel()).toMatchTextContent(/no longer accepts the token that it gave.*req_7/u)
})

test.each<[string, Answer, RegExp]>([
  ['refuses', refuse('not_permitted'), /Latchkey refused/u],
  ['does not answer', fail(), /Latchkey did not answer/u],
])('a Latchkey that %s makes no way, says so, and closes the window', async (_, answer, words) => {
  await openConnecting(answer)
  await connectButton().click()
  await expect.element(panel()).toMatchTextContent(words)
  expect(providerWindow.isClosed).toBe(true)
  expect(providerWindow.went).toEqual([])
})

test('a window that is closed before it left keeps nobody waiting', async () => {
  await openConnecting(hang())
  await connectButton().click()
  await expect.element(panel()).toMatchTextContent(/Opening Intercom/u)
  providerWindow.close()
  await expect.element(connectButton()).toHaveAttribute('aria-disabled', 'false')
})

describe('where windows are blocked', () => {
  beforeEach(() => {
    vi.spyOn(toProvider, 'openWindow').mockReturnValue(null)
  })

  test('the page itself goes, and comes back to the form as it was', async () => {
    vi.spyOn(toProvider, 'mayLeave').mockReturnValue(true)
    const leave = vi.spyOn(toProvider, 'leave').mockReturnValue(undefined)
    const { sent, unmount } = await openConnecting(started(), authorized())
    await nameField().fill('Kept')
    await connectButton().click()
    await expect.poll(() => leave.mock.calls).toEqual([[AUTHORIZATION_URL]])
    expect(sent[0]?.body).toEqual({ region: 'auto', returnTo: location.pathname + location.search })
    await unmount()

    await openOverlayOf(withOAuth(), authorized())
    await expect.element(oauthMethod()).toBeChecked()
    await expect.element(card()).toBeVisible()
    await expect.element(nameField()).toHaveValue('Kept')
  })

  test('a product’s frame, which cannot go there, says how to allow windows', async () => {
    vi.spyOn(toProvider, 'mayLeave').mockReturnValue(false)
    const { sent } = await openConnecting()
    await connectButton().click()
    await expect.element(panel()).toMatchTextContent(/opened no window.*Allow windows/u)
    expect(sent).toEqual([])
  })
})

test('a reload while it waits finds its way back', async () => {
  const { unmount } = await connect(waiting())
  await expect.element(panel()).toMatchTextContent(/Waiting/u)
  await unmount()
  await openOverlayOf(withOAuth(), authorized())
  await expect.element(card()).toBeVisible()
})

test('Save before anything is connected says what is missing, at Connect', async () => {
  const { sent } = await openConnecting()
  await nameField().fill('Early')
  await saveButton().click()
  await expect.element(connectButton()).toHaveFocus()
  await expect.element(connectButton()).toHaveAccessibleDescription(/Nothing is connected yet/u)
  expect(sent).toEqual([])
})

test('what Latchkey holds no longer is said on Save, the name stays, and connecting again goes on', async () => {
  const errors = [{ pointer: '/authorization', code: 'invalid_value', detail: '' }]
  await connect(authorized(), refuse('invalid_input', { errors }))
  await saveButton().click()
  await expect.element(panel()).toMatchTextContent(/took too long/u)
  await expect.element(connectButton()).toHaveFocus()
  await expect.element(nameField()).toHaveValue('Acme')
})

test('a workspace whose very token is stored leads to the credential that has it', async () => {
  const { sent, told } = await connect(authorized({ existing }))
  await expect.element(panel()).toMatchTextContent(/connected already, as “Acme EU”/u)
  await button('Use “Acme EU”').click()
  expect(told.onUseExisting).toHaveBeenCalledWith(existing)
  await expect.poll(() => sent.at(-1)).toMatchObject({ method: 'DELETE' })
})

test('one that lacks a permission is saved by a second press, and not before', async () => {
  const restricted = { kind: 'restricted', reason: 'scope', missing: ['read_single_admin'], region: 'us' } as const
  const { sent } = await connect(authorized(restricted as never), accept())
  await expect.element(page.getByRole('dialog')).toMatchTextContent(/Whoever runs Latchkey adds the permission/u)
  await nameField().fill('Limited')
  await button('Save anyway').click()
  await expect.poll(() => sent.at(-1)?.body).toMatchObject({ acceptRestricted: true, authorization: AUTHORIZATION })
})

test('discarding what was connected asks first, says what stays at the provider, and gives it up', async () => {
  const { sent, told } = await connect(authorized())
  await expect.element(card()).toBeVisible()
  await button('Close').click()
  await expect.element(page.getByRole('alertdialog')).toMatchTextContent(/stays installed there/u)
  await button('Discard').click()
  expect(told.onClosed).toHaveBeenCalledOnce()
  await expect
    .poll(() => sent.at(-1))
    .toMatchObject({
      method: 'DELETE',
      path: `/api/oauth/intercom/authorizations/${AUTHORIZATION}`,
    })
  expect(readStorage()).not.toContain(AUTHORIZATION)
})

test('the other method is a press away, both ways, and what was connected waits', async () => {
  await connect(authorized())
  await expect.element(card()).toBeVisible()
  await page.getByRole('radio', { name: 'Access Token' }).click()
  await expect.element(tokenField()).toBeVisible()
  await expect.element(button('Test')).toBeVisible()
  await oauthMethod().click()
  await expect.element(card()).toBeVisible()
})

test('where nobody has set it up the choice says what to do, and offers neither Connect nor Save', async () => {
  await openOverlayOf(withOAuth({ isSetUp: false }))
  await oauthMethod().click()
  const needed = page.getByRole('region', { name: 'OAuth is not set up' })
  await expect.element(needed).toMatchTextContent(/LATCHKEY_INTERCOM_CLIENT_ID/u)
  await expect.element(connectButton()).not.toBeInTheDocument()
  await expect.element(saveButton()).not.toBeInTheDocument()
})

test('works by keyboard alone', async () => {
  await openOverlayOf(withOAuth(), started(), authorized(), accept())
  await expect.element(nameField()).toHaveFocus()
  await userEvent.keyboard('{Shift>}{Tab}{/Shift}{ArrowRight}')
  await expect.element(oauthMethod()).toBeChecked()
  await userEvent.keyboard('{Tab}{Tab}{Tab}')
  await expect.element(connectButton()).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(saveButton()).toHaveFocus()
})

test('S1 neither the state nor the address that holds it is kept anywhere on the page', async () => {
  const { queryClient } = await connect(waiting())
  await expect.element(panel()).toMatchTextContent(/Waiting/u)
  expect(readTraces(queryClient)).not.toContain('canary-state')
})

describe.each([1_280, 320])('axe finds nothing at %i pixels, and nothing is cut off,', (width) => {
  beforeEach(async () => {
    await page.viewport(width, 800)
    return () => page.viewport(1_280, 800)
  })

  test('before', async () => {
    await openConnecting()
    await expect.element(connectButton()).toBeVisible()
    expect([await findViolations(), findCutOff()]).toEqual([[], []])
  })

  test('where nobody has set it up', async () => {
    await openOverlayOf(withOAuth({ isSetUp: false }))
    await oauthMethod().click()
    await expect.element(page.getByRole('region', { name: 'OAuth is not set up' })).toBeVisible()
    expect([await findViolations(), findCutOff()]).toEqual([[], []])
  })

  test.each<[string, Answer, RegExp]>([
    ['waiting', waiting(), /Waiting/u],
    ['connected', authorized(), /Connected/u],
    ['stored already', authorized({ existing }), /connected already/u],
    ['denied', failed({ reason: 'denied' }), /Deny/u],
  ])('%s', async (_, answer, words) => {
    await connect(answer)
    await expect.element(page.getByRole('dialog')).toMatchTextContent(words)
    expect([await findViolations(), findCutOff()]).toEqual([[], []])
  })
})
