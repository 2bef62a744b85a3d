import type { Page } from 'playwright/test'
import { fillAndSave, openOverlay, overlay } from './add-credential.ts'
import { expectAccessible } from './axe.ts'
import { openAuthenticate } from './credential-life.ts'
import { expect, type Latchkey, test } from './fixture.ts'
import { makeCredential, makeSource } from './make.ts'

/** Each state of each screen, reached as a person reaches it. */
const states: Record<string, (page: Page, latchkey: Latchkey) => Promise<void>> = {
  'data flows, empty': async (page) => {
    await page.goto('/')
    await expect(page.getByText(/Nothing flows yet/u)).toBeVisible()
  },
  'data flows, failed': async (page) => {
    await page.route('**/api/resources*', (route) => route.abort())
    await page.goto('/')
    await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible({ timeout: 20_000 })
  },
  'data flows, one': async (page, latchkey) => {
    await makeSource(latchkey, await makeCredential(latchkey, { name: 'Acme' }), 'Contacts')
    await page.goto('/')
    await expect(page.getByRole('rowheader', { name: 'Contacts' })).toBeVisible()
  },
  'the sample tokens': async (page, latchkey) => {
    await page.route('**/api/connectors', async (route) => {
      const answered = (await (await route.fetch()).json()) as object
      await route.fulfill({ json: { ...answered, isSandbox: true } })
    })
    await page.route('**/api/sandbox', (route) => route.fulfill({ json: { tokens: latchkey.sandbox.tokens } }))
    await page.goto('/')
    await page.getByText('Sample tokens').click()
    await expect(page.getByRole('button', { name: /Copy/u }).first()).toBeVisible()
  },
  select: async (page) => {
    await page.goto('/new/source/select')
    await expect(page.getByRole('main').getByText('Intercom', { exact: true })).toBeVisible()
  },
  'authenticate, empty': async (page) => {
    await openAuthenticate(page)
    await expect(page.getByRole('button', { name: 'Add Credential' })).toBeVisible()
  },
  'authenticate, loading': async (page) => {
    await page.route('**/api/credentials?*', () => new Promise(() => undefined))
    await openAuthenticate(page)
  },
  'authenticate, failed': async (page) => {
    await page.route('**/api/credentials?*', (route) => route.abort())
    await openAuthenticate(page)
    await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible({ timeout: 20_000 })
  },
  'authenticate, several': async (page, latchkey) => {
    await makeCredentials(latchkey)
    await openAuthenticate(page)
    await page.getByRole('radio').first().check()
    await expect(page.getByRole('radio')).toHaveCount(4)
  },
  'overlay, empty': async (page) => openOverlay(page),
  'overlay, every field refused': async (page) => {
    await openOverlay(page)
    await overlay(page).save.click()
    await expect(overlay(page).name).toHaveAttribute('aria-invalid', 'true')
  },
  'overlay, checking': async (page, latchkey) => {
    await openOverlay(page)
    await fillAndSave(page, { name: 'Hanging', token: latchkey.token('hanging') })
    await expect(overlay(page).dialog.getByText('Checking with Intercom…').first()).toBeVisible()
  },
  'overlay, asking before it discards': async (page) => {
    await openOverlay(page)
    await overlay(page).name.fill('Half done')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('alertdialog')).toBeVisible()
  },
  'overlay, advanced settings': async (page) => {
    await openOverlay(page)
    await overlay(page).dialog.locator('summary', { hasText: 'Advanced settings' }).click()
    await expect(overlay(page).dialog.getByLabel('Region')).toBeVisible()
  },
  configure: async (page, latchkey) => {
    await makeCredentials(latchkey)
    await openAuthenticate(page)
    await page.getByRole('radio').first().check()
    await page.getByRole('button', { name: 'Next' }).click()
    await expect(page.getByLabel('Source Name')).toBeVisible()
  },
  'not found': async (page) => {
    await page.goto('/nowhere')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  },
  ...Object.fromEntries(
    (['revoked', 'restricted', 'throttled', 'server_error'] as const).map((behaviour) => [
      `overlay, ${behaviour}`,
      async (page: Page, latchkey: Latchkey) => {
        await openOverlay(page)
        await fillAndSave(page, { name: 'Verdict', token: latchkey.token(behaviour) })
        await expect(
          overlay(page)
            .dialog.getByText(/request id|\d+ s/iu)
            .first(),
        ).toBeVisible()
      },
    ]),
  ),
}

for (const [state, reach] of Object.entries(states)) {
  test(`axe finds nothing, and nothing scrolls sideways: ${state}`, async ({ page, latchkey }) => {
    await reach(page, latchkey)
    await expectAccessible(page, state)
  })
}

/** One in each status that a new credential can have, with words of every length and direction. */
async function makeCredentials(latchkey: Latchkey): Promise<void> {
  const { token } = latchkey
  await makeCredential(latchkey, { name: 'دعم العملاء', token: token('accepted', 'au') })
  await makeCredential(latchkey, {
    name: 'N'.repeat(120),
    description: 'Long words. '.repeat(80),
    token: token('test_workspace'),
  })
  await makeCredential(latchkey, { name: 'Limited', acceptRestricted: true, token: token('restricted') })
  await makeCredential(latchkey, { name: 'Unchecked 🦊', acceptUnverified: true, token: token('server_error') })
}
