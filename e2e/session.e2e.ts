import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import type { Page } from 'playwright/test'
import { fillAndSave, openOverlay, overlay } from './add-credential.ts'
import { expectAccessible } from './axe.ts'
import { expect, type Latchkey, test } from './fixture.ts'
import { makeToken } from './make.ts'

const account = (page: Page) => page.getByRole('button', { name: /^Account: / })
const field = (page: Page) => page.getByLabel('Sign-in link')

// Whoever the other tests are stays signed in.
test.beforeEach(({ context }) => context.clearCookies())

test('a link signs in, once, and leaves its token nowhere; signing out needs another', async ({ page, latchkey }) => {
  await page.goto('/new/source/select')
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
  const link = await makeLink(latchkey)
  // As into the address of the very tab, for which the browser loads nothing.
  await page.goto(link.replace('/#', '/new/source/select#'))
  await expect(account(page)).toBeVisible()
  await expect(page.getByRole('main').getByText('Intercom', { exact: true })).toBeVisible()
  await expect(page).toHaveURL('/new/source/select')

  await account(page).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'You are signed out' })).toBeVisible()
  await page.goBack()
  await expect(field(page)).toBeVisible()

  await page.goto(link)
  await expect(page.getByText('This link was used already')).toBeVisible()
  await expect(page).toHaveURL('/')
  await field(page).fill(await makeLink(latchkey))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Data flows' })).toBeVisible()
})

test('what was typed is saved after a session that ended under it', async ({ page, latchkey }) => {
  await page.goto(await makeLink(latchkey))
  await expect(account(page)).toBeVisible()
  await openOverlay(page)
  endNewestSession(latchkey)
  const token = makeToken()
  await fillAndSave(page, { name: 'Acme support', description: 'Weekly churn.', token })
  const dialog = page.getByRole('alertdialog', { name: 'You were signed out' })
  await expect(field(page)).toBeFocused()
  await dialog.getByRole('button', { name: 'Not now' }).click()
  await expect(overlay(page).dialog.getByText('You are signed out.')).toBeVisible()
  await expect(overlay(page).token).toHaveValue(token)
  await overlay(page).dialog.getByRole('button', { name: 'Sign in' }).click()
  await field(page).fill(await makeLink(latchkey))
  await page.keyboard.press('Enter')
  await expect(overlay(page).dialog).toBeHidden()
  await expect(page.getByRole('radio', { name: 'Acme support' })).toBeChecked()
})

test('another tab that signs in lets this one go on, and one that signs out takes it along', async ({
  page,
  context,
  latchkey,
}) => {
  await page.goto(await makeLink(latchkey))
  await expect(account(page)).toBeVisible()
  await openOverlay(page)
  endNewestSession(latchkey)
  await fillAndSave(page, { name: 'Acme support', token: makeToken() })
  await expect(page.getByRole('alertdialog', { name: 'You were signed out' })).toBeVisible()
  const other = await context.newPage()
  await other.goto(await makeLink(latchkey))
  await expect(page.getByRole('radio', { name: 'Acme support' })).toBeChecked()
  await account(other).click()
  await other.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'You are signed out' })).toBeVisible()
})

test('signing in, the account and a session that ended are accessible', async ({ page, latchkey }) => {
  test.slow()
  await page.goto('/')
  await expect(field(page)).toBeVisible()
  await expectAccessible(page, 'signed out')
  await field(page).fill(await makeLink(latchkey))
  await page.keyboard.press('Enter')
  await account(page).click()
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible()
  await expectAccessible(page, 'the account’s menu')
  await page.keyboard.press('Escape')
  await openOverlay(page)
  endNewestSession(latchkey)
  await fillAndSave(page, { name: 'Acme support', token: makeToken() })
  await expect(field(page)).toBeFocused()
  await expectAccessible(page, 'session ended')
  await page.keyboard.press('Escape')
  await expect(overlay(page).dialog.getByText('You are signed out.')).toBeVisible()
  await expectAccessible(page, 'not signed in again')
})

/** As whoever works on this machine gets one. */
async function makeLink({ home, origin }: Latchkey): Promise<string> {
  const command = join(import.meta.dirname, '../src/bff/command/main.ts')
  const env = { ...process.env, LATCHKEY_HOME: home, LATCHKEY_PORT: new URL(origin).port }
  const { stdout } = await promisify(execFile)(process.execPath, [command, 'sign-in-link'], { env })
  return stdout.trim()
}

/** As an administrator, or another instance, would. */
function endNewestSession({ home }: Latchkey): void {
  const database = new DatabaseSync(join(home, 'data', 'latchkey.db'), { timeout: 5_000 })
  database.exec('delete from session where created_at = (select max(created_at) from session)')
  database.close()
}
