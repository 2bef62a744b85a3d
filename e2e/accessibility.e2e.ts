import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright/test'
import { fillAndSave, openOverlay, overlay } from './add-credential.ts'
import { expect, type Latchkey, test } from './fixture.ts'

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
    await makeSource(page, latchkey)
    await expect(page.getByRole('rowheader', { name: 'Contacts' })).toBeVisible()
  },
  'the sample tokens': async (page) => {
    await page.goto('/')
    await page.getByText('Sample tokens').click()
    await expect(page.getByRole('button', { name: /Copy/u }).first()).toBeVisible()
  },
  select: async (page) => {
    await page.goto('/new/source/select')
    await expect(page.getByRole('main').getByText('Intercom', { exact: true })).toBeVisible()
  },
  'authenticate, empty': async (page) => {
    await authenticate(page)
    await expect(page.getByRole('button', { name: 'Add Credential' })).toBeVisible()
  },
  'authenticate, loading': async (page) => {
    await page.route('**/api/credentials?*', () => new Promise(() => undefined))
    await authenticate(page)
  },
  'authenticate, failed': async (page) => {
    await page.route('**/api/credentials?*', (route) => route.abort())
    await authenticate(page)
    await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible({ timeout: 20_000 })
  },
  'authenticate, several': async (page, latchkey) => {
    await addCredentials(latchkey)
    await authenticate(page)
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
    await addCredentials(latchkey)
    await authenticate(page)
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
    // Each theme once, and each layout once: the widest and the narrowest differ in what stands where.
    for (const { colorScheme, width } of [
      { colorScheme: 'light', width: 1_440 } as const,
      { colorScheme: 'dark', width: 320 } as const,
    ]) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 800 })
      const { violations } = await new AxeBuilder({ page }).analyze()
      const found = violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
      )
      expect(found, `${colorScheme}, ${width} pixels`).toEqual([])
    }
    // 305: 320 pixels less a scrollbar that takes up room, which a headless browser does not draw.
    for (const width of [305, 768, 1_440]) {
      await page.setViewportSize({ width, height: 800 })
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, `${width} pixels`).toBeLessThanOrEqual(0)
    }
  })
}

async function authenticate(page: Page): Promise<void> {
  await page.goto('/new/source/select')
  await page.getByRole('main').getByText('Intercom', { exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Authenticate' })).toBeVisible()
}

async function makeSource(page: Page, latchkey: Latchkey): Promise<void> {
  await openOverlay(page)
  await fillAndSave(page, { name: 'Acme', token: latchkey.token('accepted') })
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Source Name').fill('Contacts')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Data flows' })).toBeVisible()
}

/** One in each status that a new credential can have, with words of every length and direction. */
async function addCredentials({ origin, token }: Latchkey): Promise<void> {
  const credentials = [
    { name: 'دعم العملاء', secret: { accessToken: token('accepted', 'au') } },
    { name: 'N'.repeat(120), description: 'Long words. '.repeat(80), secret: { accessToken: token('test_workspace') } },
    { name: 'Limited', acceptRestricted: true, secret: { accessToken: token('restricted') } },
    { name: 'Unchecked 🦊', acceptUnverified: true, secret: { accessToken: token('server_error') } },
  ]
  for (const credential of credentials) {
    const answer = await fetch(`${origin}/api/credentials`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'latchkey-client': 'e2e',
        'idempotency-key': crypto.randomUUID(),
      },
      body: JSON.stringify({ connector: 'intercom', ...credential }),
    })
    expect(answer.status).toBe(201)
  }
}
