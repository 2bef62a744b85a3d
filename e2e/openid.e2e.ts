import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createHome, findFreePort, startLatchkey } from '../bench/process.ts'
import { startOpenIdProvider, type TestOpenIdProvider } from '../src/bff/fixture/openid-provider.ts'
import { fillAndSave, openOverlay, overlay } from './add-credential.ts'
import { expect, test as base } from './fixture.ts'
import { makeToken } from './make.ts'

interface Team {
  origin: string
  provider: TestOpenIdProvider
  /** As an administrator would. */
  endSessions(): void
}

/** A Latchkey that people sign in to at a provider of their own. */
const test = base.extend<{ team: Team }>({
  team: async ({ latchkey }, provide) => {
    const home = createHome()
    const port = await findFreePort()
    const origin = `http://127.0.0.1:${port}`
    const provider = await startOpenIdProvider(`${origin}/api/sign-in/callback`)
    const secretFile = join(home, 'client-secret')
    writeFileSync(secretFile, provider.clientSecret.reveal(), { mode: 0o600 })
    const { us, eu, au } = latchkey.sandbox.origins
    const running = await startLatchkey(home, {
      LATCHKEY_PORT: String(port),
      LATCHKEY_INTERCOM_API_US: us,
      LATCHKEY_INTERCOM_API_EU: eu,
      LATCHKEY_INTERCOM_API_AU: au,
      LATCHKEY_OPENID_ISSUER: provider.issuer.origin,
      LATCHKEY_OPENID_CLIENT_ID: provider.clientId,
      LATCHKEY_OPENID_CLIENT_SECRET_FILE: secretFile,
      LATCHKEY_OPENID_SCOPE: 'openid profile',
      LATCHKEY_OPENID_TENANT_CLAIM: 'org',
    })
    await provide({
      origin,
      provider,
      endSessions() {
        const database = new DatabaseSync(join(home, 'data', 'latchkey.db'), { timeout: 5_000 })
        database.exec('delete from session')
        database.close()
      },
    })
    await running.stop()
    await provider.close()
    rmSync(home, { recursive: true, force: true })
  },
  baseURL: async ({ team }, provide) => provide(team.origin),
})

const ada = { sub: 'ada-7', name: 'Ada Lovelace', org: 'acme' }

test('a team’s person signs in at the provider, again over what was typed, and out', async ({ page, team }) => {
  team.provider.signInAs(ada)
  await page.goto('/new/source/select')
  await page.getByRole('link', { name: 'Sign in' }).click()
  await expect(page).toHaveURL('/new/source/select')
  await openOverlay(page)
  team.endSessions()
  await fillAndSave(page, { name: 'Acme support', token: makeToken() })
  const dialog = page.getByRole('alertdialog', { name: 'You were signed out' })
  const opened = page.waitForEvent('popup')
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await opened
  await expect(overlay(page).dialog).toBeHidden()
  await expect(page.getByRole('radio', { name: 'Acme support' })).toBeChecked()

  await page.getByRole('button', { name: 'Account: Ada Lovelace' }).click()
  await expect(page.getByText('acme', { exact: true })).toBeVisible()
})

test('whoever the provider does not let in is told so, and may try again', async ({ page, team }) => {
  team.provider.signInAs(null)
  await page.goto('/new/source/select')
  await page.getByRole('link', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toContainText('The provider did not let you in.')
  team.provider.signInAs(ada)
  await page.getByRole('link', { name: 'Try again' }).click()
  await expect(page).toHaveURL('/new/source/select')
  await expect(page.getByRole('heading', { level: 1, name: 'Select' })).toBeVisible()
})

test('somebody else who signs in over a page gets none of what is on it', async ({ page, team }) => {
  team.provider.signInAs(ada)
  await page.goto('/new/source/select')
  await page.getByRole('link', { name: 'Sign in' }).click()
  await openOverlay(page)
  team.endSessions()
  team.provider.signInAs({ sub: 'bob-8', name: 'Bob', org: 'globex' })
  await fillAndSave(page, { name: 'Acme support', token: makeToken() })
  await page.getByRole('alertdialog', { name: 'You were signed out' }).getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Go on as Bob' }).click()
  await expect(page.getByRole('button', { name: 'Account: Bob' })).toBeVisible()
  await expect(page.getByRole('radio', { name: 'Acme support' })).toBeHidden()
})
