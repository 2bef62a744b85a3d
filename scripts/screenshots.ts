import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright'
import { createHome, startLatchkey } from '../bench/process.ts'
import { chromiumLaunchOptions } from '../e2e/chromium.ts'
import { endpoints } from '../src/contract/endpoints.ts'
import { sandboxSchema } from '../src/contract/sandbox.ts'

// The README's pictures, of the built page as it stands: the overlay, filled in, in both themes.
const home = createHome()
const latchkey = await startLatchkey(home, { LATCHKEY_SANDBOX: '1' })
const browser = await chromium.launch(chromiumLaunchOptions)
try {
  const token = await fetchToken(latchkey.origin)
  for (const theme of ['light', 'dark'] as const) await takePicture(browser, latchkey.origin, theme, token)
} finally {
  await browser.close()
  await latchkey.stop()
  rmSync(home, { recursive: true })
}

async function fetchToken(origin: string): Promise<string> {
  const answer = await fetch(origin + endpoints.sandbox)
  const { tokens } = sandboxSchema.parse(await answer.json())
  const accepted = tokens.find(({ behaviour }) => behaviour === 'accepted')
  if (!accepted) throw new Error('The sandbox has no token that it accepts')
  return accepted.token
}

async function takePicture(within: Browser, origin: string, theme: 'light' | 'dark', token: string): Promise<void> {
  const page = await within.newPage({
    baseURL: origin,
    colorScheme: theme,
    viewport: { width: 1_280, height: 860 },
    deviceScaleFactor: 1.5,
    reducedMotion: 'reduce',
  })
  await page.goto('/')
  await page.getByRole('link', { name: 'New source' }).click()
  await page.getByRole('button', { name: 'Intercom' }).click()
  await page.getByRole('button', { name: 'Add Credential' }).click()
  await page.getByLabel('Credential Name').fill('Acme support')
  await page.getByLabel('Credential Description').fill('Read-only. Feeds the weekly churn report; fresh every hour.')
  // Pasted as people paste: with something around it.
  await page.getByRole('textbox', { name: 'Access Token' }).fill(`Bearer ${token} `)
  await page.getByLabel('Credential Name').focus()
  await page.screenshot({ path: fileURLToPath(new URL(`../docs/images/overlay-${theme}.png`, import.meta.url)) })
  await page.close()
}
