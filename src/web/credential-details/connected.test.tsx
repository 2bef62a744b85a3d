import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  button,
  type FakeLatchkey,
  findViolations,
  keepDraft,
  makeCredential,
  openPage,
  setTheme,
} from '../app.fixture.tsx'
import { withOAuth } from '../connect/connect.fixture.tsx'
import { writePending } from '../secret/pending-authorization.ts'
import { makeEvent } from './credential-life.fixture.ts'
import { openDetails, panel } from './details.fixture.ts'

const region = (name: string) => page.getByRole('region', { name, exact: true })
const question = () => page.getByRole('alertdialog', { name: 'Delete “Acme support”?' })
const uninstall = () => page.getByRole('radio', { name: 'Uninstall it' })
const keep = () => page.getByRole('radio', { name: 'Keep the installation' })

beforeEach(() => page.viewport(1_280, 900))

test('its details name the method, and offer Reconnect in the place of Replace token', async () => {
  await openConnected({ events: [makeEvent('secret.replaced', { detail: { verdict: 'accepted' } })] })
  await expect.element(region('What it is')).toMatchTextContent(/MethodOAuth/u)
  await expect.element(region('History')).toMatchTextContent(/Ada reconnected it: Intercom accepted the connection/u)
  await expect.element(button('Replace token')).not.toBeInTheDocument()
  await button('Reconnect').click()
  await expect.element(page.getByRole('dialog', { name: 'Reconnect' })).toMatchTextContent(/Acme support/u)
  await expect.element(button('Connect with Intercom')).toHaveFocus()
})

test('one of a typed token has the method Access Token, and keeps Replace token', async () => {
  await openDetails()
  await expect.element(region('What it is')).toMatchTextContent(/MethodAccess Token/u)
  await expect.element(button('Replace token')).toBeVisible()
  await expect.element(button('Reconnect')).not.toBeInTheDocument()
})

test('one that fails its check is to be reconnected, and no word asks for a token', async () => {
  const verdict = { kind: 'rejected' as const, reason: 'revoked' as const, checkedAt: new Date().toISOString() }
  await openConnected({ verdict })
  await button('Check now').click()
  const notice = page.getByRole('group', { name: 'Intercom no longer accepts this connection: it was revoked.' })
  await expect.element(notice).toMatchTextContent(/Whatever uses it fails until it is connected again/u)
  await expect.element(region('Checks')).not.toMatchTextContent(/token/u)
  await notice.getByRole('button', { name: 'Reconnect' }).click()
  await expect.element(page.getByRole('dialog', { name: 'Reconnect' })).toBeVisible()
})

test('its tile’s menu leads to it', async () => {
  keepDraft('source', { connector: 'intercom' })
  await openPage('/new/source/authenticate', { credentials: [connected], methods })
  await button('Actions for Acme support').click()
  await expect.element(page.getByRole('menuitem', { name: 'Replace token' })).not.toBeInTheDocument()
  await page.getByRole('menuitem', { name: 'Reconnect' }).click()
  await expect.element(page.getByRole('dialog', { name: 'Reconnect' })).toBeVisible()
})

test.each([
  ['another token', 'a1b2c3', /“Acme support” is reconnected\. The old token is erased\./u],
  ['the same token', '0c0ffee0', /is reconnected: Intercom gave the same token as before/u],
])('back from the provider’s page by the page itself, with %s, it is saved and said', async (_, fingerprint, words) => {
  const { latchkey } = await openReturned({ ...connected, status: 'failed', fingerprint })
  await expect.element(page.getByRole('group', { name: 'Whose workspace this is' })).toBeVisible()
  await button('Save').click()
  await expect.element(page.getByText(words).first()).toBeVisible()
  await expect.element(page.getByRole('dialog', { name: 'Reconnect' })).not.toBeInTheDocument()
  expect(latchkey.credentials[0]?.status).toBe('verified')
})

describe('Delete', () => {
  test('by keyboard alone: uninstalls unless told otherwise, says so, and promises no more than it can', async () => {
    await openConnected()
    await askToDelete()
    await expect.element(button('Keep the credential')).toHaveFocus()
    await expect.element(uninstall()).toBeChecked()
    await expect.element(uninstall()).toHaveAccessibleDescription(/never works again.*connected again/u)
    await expect.element(question()).toMatchTextContent(/Latchkey’s app in “Acme” at Intercom/u)
    await userEvent.keyboard('{Tab}{Enter}')
    await expect.element(page.getByText(/app uninstalled at Intercom\..*connect it again/u).first()).toBeVisible()
    await expect.element(button('Undo')).not.toBeInTheDocument()
    await button('Restore').click()
    await expect.element(page.getByText(/is back\. It works again once it is connected again/u).first()).toBeVisible()
    await button('Reconnect').click()
    await expect.element(page.getByRole('dialog', { name: 'Reconnect' })).toMatchTextContent(/no longer accepts it/u)
  })

  test('keeps the installation where somebody wants so, by the arrow keys, and Undo has it back as it was', async () => {
    const { latchkey } = await openConnected()
    await askToDelete()
    await userEvent.keyboard('{Shift>}{Tab}{/Shift}{ArrowDown}')
    await expect.element(keep()).toBeChecked()
    await expect.element(keep()).toHaveAccessibleDescription(/works as before/u)
    await userEvent.keyboard('{Tab}{Tab}{Enter}')
    await expect
      .element(page.getByText(/deleted\. Latchkey’s app stays installed at Intercom\./u).first())
      .toBeVisible()
    await button('Undo').click()
    await expect.element(page.getByText('“Acme support” is back.').first()).toBeVisible()
    expect(latchkey.credentials[0]?.status).toBe('verified')
  })

  test.each<[FakeLatchkey['uninstallation'], boolean, RegExp]>([
    [{ kind: 'kept', reason: 'used' }, true, /another credential works by the same installation/u],
    [{ kind: 'failed', reason: 'timeout' }, false, /may still be installed.*Uninstall it at Intercom itself/u],
  ])('%o is said, goes by itself: %s, and may be undone', async (uninstallation, goes, words) => {
    const setTimer = vi.spyOn(window, 'setTimeout')
    onTestFinished(() => setTimer.mockRestore())
    await openConnected({ uninstallation })
    await askToDelete()
    await question().getByRole('button', { name: 'Delete' }).click()
    await expect.element(page.getByText(words).first()).toBeVisible()
    await expect.element(button('Undo')).toBeVisible()
    expect(setTimer.mock.calls.some(([, milliseconds]) => milliseconds === 10_000)).toBe(goes)
  })

  test('where the answer was lost nobody can say whether it was uninstalled', async () => {
    const failures = { [`DELETE /api/credentials/${connected.id}`]: ['lost' as const] }
    await openConnected({ failures })
    await askToDelete()
    await question().getByRole('button', { name: 'Delete' }).click()
    await expect.element(page.getByText(/is not known, since the answer was lost/u).first()).toBeVisible()
    await expect.element(button('Restore')).toBeVisible()
  })

  test('of a typed token asks nothing more than before', async () => {
    await openDetails()
    await button('Delete').click()
    await expect.element(question()).toBeVisible()
    expect(page.getByRole('radio').elements()).toEqual([])
  })
})

test.each([
  [1_280, 'light'],
  [320, 'dark'],
] as const)('axe finds nothing at %i pixels, %s, nor does anything scroll sideways', async (width, theme) => {
  await setTheme(theme)
  await page.viewport(width, 800)
  const account = { ...connected.account, workspaceName: 'Unbreakable'.repeat(10) } as typeof connected.account
  await openConnected({}, { ...connected, status: 'failed', statusReason: 'revoked', account })
  await button('Reconnect').click()
  await expect.element(button('Connect with Intercom')).toBeVisible()
  expect(await findViolations()).toEqual([])
  await userEvent.keyboard('{Escape}')
  await askToDelete()
  expect(await findViolations()).toEqual([])
  const box = question().element()
  expect(box.scrollWidth).toBeLessThanOrEqual(box.clientWidth)
  await question().getByRole('button', { name: 'Delete' }).click()
  await expect.element(button('Restore')).toBeVisible()
  expect(await findViolations()).toEqual([])
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
})

const connected = makeCredential({ method: 'oauth' })
const { methods } = withOAuth()

async function openConnected(holds: Partial<FakeLatchkey> = {}, credential = connected) {
  return openDetails({ methods, ...holds }, credential)
}

/** As somebody comes back to the address at which they pressed Connect. */
async function openReturned(credential: typeof connected) {
  const id = crypto.randomUUID()
  writePending({ id, connector: 'intercom', credential: credential.id, region: 'us' })
  const now = Date.now()
  const authorization: FakeLatchkey['authorization'] = {
    state: 'authorized',
    id,
    region: 'us',
    checked: {
      kind: 'accepted',
      account: credential.account,
      region: 'us',
      checkedAt: new Date(now).toISOString(),
      sameWorkspace: [],
    },
    expiresAt: new Date(now + 600_000).toISOString(),
  }
  return openConnected({ authorization }, credential)
}

async function askToDelete(): Promise<void> {
  await expect.element(panel()).toBeVisible()
  await button('Delete').click()
  await expect.element(question()).toBeVisible()
}
