import { rmSync } from 'node:fs'
import { chromium, type Page } from 'playwright'
import { chromiumLaunchOptions } from '../e2e/chromium.ts'
import type { Figure } from './figure.ts'
import { createHome, startLatchkey } from './process.ts'

interface Weight {
  scripts: number
  styles: number
  requests: number
}

/** What a browser fetches for the first screen, and what the overlay adds, as the BFF compresses it. */
export async function measurePageWeight(): Promise<Figure[]> {
  const home = createHome()
  const latchkey = await startLatchkey(home)
  const browser = await chromium.launch(chromiumLaunchOptions)
  try {
    const page = await browser.newPage()
    const seen = watch(page)
    await page.goto(latchkey.origin)
    await page.getByRole('link', { name: 'New source' }).waitFor()
    await page.waitForLoadState('networkidle')
    const first = { ...seen }

    await page.getByRole('link', { name: 'New source' }).click()
    await page.getByRole('main').getByText('Intercom', { exact: true }).click()
    const overlayChunks = trackOverlay(page)
    await page.getByRole('button', { name: 'Add Credential' }).click()
    await page.getByRole('dialog').waitFor()
    await page.waitForLoadState('networkidle')
    const overlay = await overlayChunks()

    return [
      figure('first screen: JavaScript, gzipped', first.scripts, 100),
      figure('first screen: CSS, gzipped', first.styles, 8),
      {
        what: 'first screen: requests',
        value: String(first.requests),
        must: '12, or fewer',
        holds: first.requests <= 12,
        baseline: 'the page, its icon and every answer counted',
      },
      figure('what the overlay adds: JavaScript and CSS, gzipped', overlay, 35),
    ]
  } finally {
    await browser.close()
    await latchkey.stop()
    rmSync(home, { recursive: true, force: true })
  }
}
