import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  button,
  type FakeLatchkey,
  findViolations,
  keepDraft,
  makeCredential,
  openPage,
  setTheme,
  tile,
} from '../app.fixture.tsx'
import { descriptionField, nameField, saveButton } from '../add-credential/add-credential.fixture.tsx'
import { makeToken as makeAccessToken, tokenField } from '../secret/secret-form.fixture.ts'
import { leavePage } from './leave-page.ts'
import { linkField, makeSession, makeToken, signInElsewhere } from './session.fixture.ts'

const overlayPath = '/new/source/authenticate/add-credential'
const dialog = page.getByRole('alertdialog', { name: 'You were signed out' })
const ada = makeSession()
const bob = makeSession({ person: { id: 'bob', name: 'Bob' } })

beforeEach(async () => {
  await page.viewport(1_280, 900)
  keepDraft('source', { connector: 'intercom' })
})

afterEach(() => {
  vi.restoreAllMocks()
})

describe('over the overlay', () => {
  test('what was typed is saved after signing in again, the token included, under the same key', async () => {
    const token = makeToken()
    const { latchkey } = await openFilledOverlay({ links: { [token]: ada } })
    latchkey.session = null
    await saveButton().click()
    await expect.element(dialog).toBeVisible()
    await expect.element(dialog).toHaveAccessibleDescription(/what you typed is kept/u)
    await expect.element(linkField()).toHaveFocus()
    await linkField().fill(token)
    await userEvent.keyboard('{Enter}')
    await expect.element(tile('Acme support')).toBeChecked()
    const saves = latchkey.sent.filter(({ call }) => call === 'POST /api/credentials')
    expect(saves).toHaveLength(2)
    expect(saves[1]).toEqual(saves[0])
    expect(saves[1]?.body).toMatchObject({ name: 'Acme support', secret: { accessToken: makeAccessToken() } })
    expect(latchkey.credentials).toHaveLength(1)
  })

  test('whoever does not sign in now keeps all, is told so in the form, and is asked again when they want it', async () => {
    const { latchkey } = await openFilledOverlay()
    latchkey.session = null
    await saveButton().click()
    await button('Not now').click()
    await expect.element(dialog).not.toBeInTheDocument()
    await expect.element(page.getByText('You are signed out.')).toBeVisible()
    await expect.element(page.getByText(/Nothing was saved/u)).toBeVisible()
    await expect.element(nameField()).toHaveValue('Acme support')
    await expect.element(descriptionField()).toHaveValue('For the help desk')
    await expect.element(tokenField()).toHaveValue(makeAccessToken())
    await button('Sign in').click()
    await expect.element(dialog).toBeVisible()
    latchkey.session = ada
    signInElsewhere()
    await expect.element(tile('Acme support')).toBeChecked()
  })

  test('by the keyboard alone: Escape is Not now, and the focus is back in the form', async () => {
    const { latchkey } = await openFilledOverlay()
    latchkey.session = null
    await nameField().click()
    await userEvent.keyboard('{Enter}')
    await expect.element(linkField()).toHaveFocus()
    for (const name of ['Not now', 'Sign in', 'Copy command']) {
      await userEvent.keyboard('{Tab}')
      await expect.element(button(name)).toHaveFocus()
    }
    await userEvent.keyboard('{Escape}')
    await expect.element(dialog).not.toBeInTheDocument()
    await expect.element(page.getByText('You are signed out.')).toBeVisible()
    const overlay = page.getByRole('dialog', { name: 'Add New Credential' })
    expect(overlay.element().contains(document.activeElement)).toBe(true)
  })

  test('a link that does not work is said in the dialog, and nothing below is touched', async () => {
    const { latchkey } = await openFilledOverlay()
    latchkey.session = null
    await saveButton().click()
    await linkField().fill(makeToken())
    await dialog.getByRole('button', { name: 'Sign in' }).click()
    await expect.element(linkField()).toHaveAccessibleDescription(/used already/u)
    await expect.element(tokenField()).toHaveValue(makeAccessToken())
  })

  test.each([
    [1_280, 'light'],
    [320, 'dark'],
  ] as const)('axe finds nothing at %i pixels in the %s theme', async (width, theme) => {
    await page.viewport(width, 800)
    await setTheme(theme)
    const { latchkey } = await openFilledOverlay()
    latchkey.session = null
    await saveButton().click()
    await expect.element(dialog).toBeVisible()
    expect(await findViolations()).toEqual([])
  })
})

describe('somebody else', () => {
  test('who signs in gets nothing sent in their name; going on as them drops what was typed', async () => {
    const reload = vi.spyOn(leavePage, 'reload').mockImplementation(() => {})
    const token = makeToken()
    const { latchkey } = await openFilledOverlay({ links: { [token]: bob } })
    latchkey.session = null
    await saveButton().click()
    await linkField().fill(token)
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByRole('alertdialog', { name: 'Bob is signed in now' })).toBeVisible()
    const sentBefore = latchkey.sent.length
    expect(await findViolations()).toEqual([])
    await button('Go on as Bob').click()
    expect(reload).toHaveBeenCalledOnce()
    expect(sessionStorage).toHaveLength(0)
    expect(latchkey.sent.slice(sentBefore)).toEqual([])
    expect(latchkey.credentials).toEqual([])
  })

  test('may give way again: then what was typed goes on', async () => {
    const { latchkey } = await openFilledOverlay()
    latchkey.session = null
    await saveButton().click()
    await expect.element(dialog).toBeVisible()
    latchkey.session = bob
    signInElsewhere()
    await expect.element(button('Go on as Bob')).toBeVisible()
    latchkey.session = ada
    signInElsewhere()
    await expect.element(tile('Acme support')).toBeChecked()
  })

  test('of the same name in another organisation is somebody else', async () => {
    const { latchkey } = await openFilledOverlay()
    latchkey.session = makeSession({ tenant: { id: 'acme' } })
    signInElsewhere()
    await expect.element(button('Go on as Ada')).toBeVisible()
  })

  test('who signs in elsewhere is noticed before anything is refused', async () => {
    const { latchkey } = await openFilledOverlay()
    latchkey.session = bob
    signInElsewhere()
    await expect.element(button('Go on as Bob')).toBeVisible()
    expect(latchkey.credentials).toEqual([])
  })
})

test('a list that could not be had offers to sign in, and comes then', async () => {
  const { latchkey, client } = await openPage('/new/source/authenticate', {
    session: ada,
    credentials: [makeCredential()],
  })
  await expect.element(tile('Acme support')).toBeVisible()
  latchkey.session = null
  await Promise.all([client.resetQueries({ queryKey: ['credentials'] }), button('Not now').click()])
  await expect.element(page.getByText('You are signed out.').first()).toBeVisible()
  await button('Sign in').first().click()
  await expect.element(dialog).toBeVisible()
  latchkey.session = ada
  dispatchEvent(new FocusEvent('focus'))
  await expect.element(tile('Acme support')).toBeVisible()
})

describe('with an OpenID provider', () => {
  const openId = makeSession({ signIn: 'openid' })

  test('a window opens that has no hold on the page, and the page goes on once it is done', async () => {
    const opened = { opener: window } as unknown as Window
    const open = vi.spyOn(globalThis, 'open').mockReturnValue(opened)
    const { latchkey } = await openFilledOverlay({ session: openId, signIn: 'openid' })
    latchkey.session = null
    await saveButton().click()
    await expect.element(dialog.getByRole('button', { name: 'Sign in' })).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    expect(open.mock.lastCall?.[0]).toBe('/api/sign-in?return=%2Fsigned-in')
    expect(opened.opener).toBeNull()
    latchkey.session = openId
    signInElsewhere()
    await expect.element(tile('Acme support')).toBeChecked()
  })

  test('where windows are blocked there is a link', async () => {
    vi.spyOn(globalThis, 'open').mockReturnValue(null)
    const { latchkey } = await openFilledOverlay({ session: openId, signIn: 'openid' })
    latchkey.session = null
    await saveButton().click()
    await dialog.getByRole('button', { name: 'Sign in' }).click()
    await expect
      .element(page.getByRole('link', { name: 'Sign in in a new tab' }))
      .toHaveAttribute('href', '/api/sign-in?return=%2Fsigned-in')
    expect(await findViolations()).toEqual([])
  })
})

test('the page stands as it was where the session ended and another tab has it again', async () => {
  const { latchkey, client } = await openPage('/', { session: ada })
  await expect.element(page.getByText(/Nothing flows yet/u)).toBeVisible()
  const failures = { 'GET /api/resources': ['session_required' as const] }
  Object.assign(latchkey.failures, failures)
  await client.refetchQueries({ queryKey: ['resources'] })
  expect(latchkey.sent.filter(({ call }) => call === 'GET /api/resources')).toHaveLength(3)
  await expect.element(dialog).not.toBeInTheDocument()
})

async function openFilledOverlay(holds: Partial<FakeLatchkey> = {}) {
  const opened = await openPage(overlayPath, { session: ada, ...holds })
  await nameField().fill('Acme support')
  await descriptionField().fill('For the help desk')
  await tokenField().fill(makeAccessToken())
  return opened
}
