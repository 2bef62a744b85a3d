import { type Browser, chromium, type Page } from 'playwright'
import { chromiumLaunchOptions } from '../e2e/chromium.ts'
import { AUTHENTICATE, newAuthenticatePage } from './authenticate-page.ts'
import { type Figure, median } from './figure.ts'
import { startFilledLatchkey } from './filled-latchkey.ts'
import type { RunningLatchkey } from './process.ts'

const CREDENTIALS = 10_000
const PAGES = 7
/** Openings of each page after its first. */
const AGAIN = 4
const TIMES_SLOWER = 4

/** From the click on Add Credential until the name field has the focus, on a processor slowed four times. */
export async function measureOverlayOpening(): Promise<Figure[]> {
  const latchkey = await startFilledLatchkey(CREDENTIALS)
  const browser = await chromium.launch(chromiumLaunchOptions)
  try {
    const first: number[] = []
    const again: number[] = []
    for (let each = 0; each < PAGES; each += 1) {
      const page = await openIdlePage(browser, latchkey)
      first.push(await timeOpening(page))
      for (let opening = 0; opening < AGAIN; opening += 1) again.push(await timeOpening(page))
      await page.context().close()
    }
    return [toFigure('for the first time', first, 400), toFigure('again', again, 100)]
  } finally {
    await browser.close()
    await latchkey.stop()
  }
}

/** As somebody finds it who has looked at the tiles for a moment. */
async function openIdlePage(browser: Browser, latchkey: RunningLatchkey): Promise<Page> {
  const page = await newAuthenticatePage(browser, latchkey)
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: TIMES_SLOWER })
  await page.addInitScript(measureOpenings)
  await page.goto(AUTHENTICATE)
  await page.getByRole('radio').first().waitFor()
  await page.waitForLoadState('networkidle')
  await untilIdle(page)
  return page
}

async function timeOpening(page: Page): Promise<number> {
  await page.getByRole('button', { name: 'Add Credential' }).click()
  await page.waitForFunction(() => performance.getEntriesByName('opening').length > 0)
  const took = await page.evaluate(() => {
    const duration = performance.getEntriesByName('opening')[0]?.duration
    performance.clearMeasures('opening')
    return duration
  })
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await untilIdle(page)
  if (took === undefined) throw new Error('The name field was not focused')
  return took
}

/** Bounded: a slowed Chromium now and then forgets, for minutes, that a page is idle. */
function untilIdle(page: Page): Promise<void> {
  return page.evaluate(async () => {
    for (const _ of [1, 2]) await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1_000 }))
  })
}

/** A click's time stamp is when it was made, not when the page came to it. */
function measureOpenings(): void {
  let clickedAt: number | undefined
  document.addEventListener('click', (event) => (clickedAt = event.timeStamp), { capture: true })
  document.addEventListener('focusin', ({ target }) => {
    const isName = target instanceof HTMLInputElement && target.labels?.[0]?.textContent.includes('Credential Name')
    if (!isName || clickedAt === undefined) return
    performance.measure('opening', { start: clickedAt })
    clickedAt = undefined
  })
}

function toFigure(time: string, took: readonly number[], most: number): Figure {
  const value = median(took)
  return {
    what: `Add Credential to focus in the name field, slowed ${TIMES_SLOWER} times, ${time}`,
    value: `${value.toFixed(0)} ms`,
    must: `${most} ms, or less`,
    holds: value <= most,
    baseline: `median of ${took.length}, ${Math.min(...took).toFixed(0)} to ${Math.max(...took).toFixed(0)} ms`,
  }
}
