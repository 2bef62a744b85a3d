import { gzipSync } from 'node:zlib'
import { chromium, type Response } from 'playwright'
import { chromiumLaunchOptions } from '../e2e/chromium.ts'
import { AUTHENTICATE, newAuthenticatePage } from './authenticate-page.ts'
import type { Figure } from './figure.ts'
import { startFilledLatchkey } from './filled-latchkey.ts'

const CREDENTIALS = 10_000

/** All that the API answers until the tiles of ten thousand credentials stand still, as gzip would have it. */
export async function measureScreenAnswers(): Promise<Figure[]> {
  const latchkey = await startFilledLatchkey(CREDENTIALS)
  const browser = await chromium.launch(chromiumLaunchOptions)
  try {
    const page = await newAuthenticatePage(browser, latchkey)
    const answers: Response[] = []
    page.on('response', (response) => {
      if (new URL(response.url()).pathname.startsWith('/api/')) answers.push(response)
    })
    await page.goto(AUTHENTICATE)
    await page.getByRole('radio').first().waitFor()
    await page.waitForLoadState('networkidle')
    const sizes = await Promise.all(answers.map(async (answer) => gzipSync(await answer.body()).length))
    const kilobytes = sizes.reduce((sum, size) => sum + size, 0) / 1_000
    return [
      {
        what: `first screen of ${CREDENTIALS.toLocaleString('en')} credentials: JSON, gzipped`,
        value: `${kilobytes.toFixed(1)} kB`,
        must: '60 kB, or less',
        holds: kilobytes <= 60,
        baseline: answers.map((answer, index) => `${new URL(answer.url()).pathname} ${sizes[index]}`).join(', '),
      },
    ]
  } finally {
    await browser.close()
    await latchkey.stop()
  }
}
