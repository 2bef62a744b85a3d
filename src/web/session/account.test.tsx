import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { announced, button, findViolations, heading, keepDraft, openPage, setTheme } from '../app.fixture.tsx'
import { leavePage } from './leave-page.ts'
import { hearTabs, makeSession, signOutElsewhere } from './session.fixture.ts'

const account = button('Account: Ada')
const menu = page.getByRole('menu', { name: 'Account: Ada' })
const item = (name: string) => page.getByRole('menuitem', { name, exact: true })

beforeEach(async () => {
  await page.viewport(1_280, 900)
  vi.spyOn(leavePage, 'goTo').mockImplementation(() => {})
})

afterEach(() => {
  vi.restoreAllMocks()
})

test('where nobody is asked who they are there is no account, but the way to the events', async () => {
  await openPage('/')
  // Asked for after the session, and there with its answer or later.
  await expect.element(page.getByText(/Nothing flows yet/u)).toBeVisible()
  await expect.element(account).not.toBeInTheDocument()
  await page.getByRole('link', { name: 'Events', exact: true }).click()
  await expect.element(heading('Events')).toHaveFocus()
})

test('an admin sees who they are, of which organisation, and the way to its events', async () => {
  await openPage('/', { session: makeSession({ tenant: { id: 'acme' } }) })
  await account.click()
  await expect.element(menu.getByText('Ada')).toBeVisible()
  await expect.element(menu.getByText('Admin')).toBeVisible()
  await expect.element(menu.getByText('acme')).toBeVisible()
  await expect.element(item('Events')).toHaveAttribute('href', '/events')
  await item('Events').click()
  expect(location.pathname).toBe('/events')
})

test('a member has no events; one who is alone on a machine is told of no organisation', async () => {
  await openPage('/', { session: makeSession({ role: 'member' }) })
  await account.click()
  await expect.element(item('Sign out')).toBeVisible()
  await expect.element(item('Events')).not.toBeInTheDocument()
  await expect.element(menu.getByText('Admin')).not.toBeInTheDocument()
  await expect.element(menu.getByText('local')).not.toBeInTheDocument()
})

test('by the keyboard: a key opens it at its first entry, and Escape brings the focus back', async () => {
  await openPage('/', { session: makeSession() })
  await expect.element(account).toBeVisible()
  await userEvent.keyboard('{Tab}{Tab}{Tab}')
  await expect.element(account).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(item('Events')).toHaveFocus()
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(item('Sign out')).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(menu).not.toBeInTheDocument()
  await expect.element(account).toHaveFocus()
})

test('signing out ends the session and leaves nothing behind: no draft, no answer, no page', async () => {
  keepDraft('source', { connector: 'intercom', name: 'Mine' })
  const heard = hearTabs()
  const { latchkey, client } = await openPage('/new/source/select', { session: makeSession() })
  // Its coming takes the focus, and that would close the menu.
  await expect.element(heading('Select')).toHaveFocus()
  await account.click()
  await item('Sign out').click()
  await expect.poll(() => vi.mocked(leavePage.goTo).mock.calls).toEqual([['/signed-out']])
  expect(latchkey.sent.filter(({ call }) => call.startsWith('DELETE'))).toMatchObject([
    { call: 'DELETE /api/session', client: 'web' },
  ])
  expect(sessionStorage).toHaveLength(0)
  expect(client.getQueryCache().getAll()).toEqual([])
  await expect.poll(() => heard.mock.lastCall?.[0].data as unknown).toBe('signed-out')
  await expect.element(heading('Sign in')).toBeVisible()
})

test('the provider’s own session is ended where it says how', async () => {
  const endSessionUrl = 'https://id.example.com/end?client_id=1'
  await openPage('/', { session: makeSession({ signIn: 'openid' }), endSessionUrl })
  await account.click()
  await item('Sign out').click()
  await expect.poll(() => vi.mocked(leavePage.goTo).mock.calls).toEqual([[endSessionUrl]])
})

test('a session that is over already counts as signed out', async () => {
  const { latchkey } = await openPage('/', { session: makeSession() })
  await account.click()
  latchkey.session = null
  await item('Sign out').click()
  await expect.poll(() => vi.mocked(leavePage.goTo).mock.calls).toEqual([['/signed-out']])
})

test('where no answer comes one is told that one may still be signed in, and can try again', async () => {
  const failures = { 'DELETE /api/session': ['silence' as const] }
  await openPage('/', { session: makeSession(), failures })
  await account.click()
  await item('Sign out').click()
  await expect.element(menu.getByText(/You may still be signed in/u)).toBeVisible()
  await expect.element(announced().filter({ hasText: 'You may still be signed in.' })).toBeInTheDocument()
  expect(await findViolations()).toEqual([])
  await item('Sign out').click()
  await expect.poll(() => vi.mocked(leavePage.goTo).mock.calls).toEqual([['/signed-out']])
})

test('signing out in another tab signs out in this one', async () => {
  keepDraft('source', { connector: 'intercom' })
  await openPage('/', { session: makeSession() })
  await expect.element(account).toBeVisible()
  signOutElsewhere()
  await expect.element(heading('Sign in')).toBeVisible()
  expect(leavePage.goTo).toHaveBeenCalledWith('/signed-out')
  expect(sessionStorage).toHaveLength(0)
})

test.each([
  [1_280, 'light'],
  [320, 'dark'],
] as const)('axe finds nothing at %i pixels in the %s theme, shut and open', async (width, theme) => {
  await page.viewport(width, 800)
  await setTheme(theme)
  const person = { id: 'ada', name: 'Augusta Ada King-Noel, Countess of Lovelace' }
  await openPage('/new/source/select', { session: makeSession({ person, tenant: { id: 'acme' } }) })
  const own = button(`Account: ${person.name}`)
  await expect.element(own).toBeVisible()
  expect(await findViolations()).toEqual([])
  await own.click()
  await expect.element(item('Sign out')).toBeVisible()
  expect(await findViolations()).toEqual([])
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
})
