import { type Browser, chromium } from 'playwright'
import { chromiumLaunchOptions } from '../e2e/chromium.ts'
import { AUTHENTICATE, newAuthenticatePage } from './authenticate-page.ts'
import { type Figure, median } from './figure.ts'
import { startFilledLatchkey } from './filled-latchkey.ts'
import type { RunningLatchkey } from './process.ts'

const FEW = 10
const MANY = 10_000
const ROUNDS = 15
const WARM_UP = 3

/** From the start of the navigation until the first tile is seen, with ten thousand credentials against ten, in turns. */
export async function measureFirstTile(): Promise<Figure[]> {
  const few = await startFilledLatchkey(FEW)
  const many = await startFilledLatchkey(MANY)
  const browser = await chromium.launch(chromiumLaunchOptions)
  try {
    const rounds: { few: number; many: number }[] = []
    for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
      rounds.push({ few: await timeFirstTile(browser, few), many: await timeFirstTile(browser, many) })
    }
    const counted = rounds.slice(WARM_UP)
    const ofFew = median(counted.map((round) => round.few))
    const ofMany = median(counted.map((round) => round.many))
    return [
      {
        what: `first tile with ${MANY.toLocaleString('en')} credentials against ${FEW}`,
        value: `${(ofMany / ofFew).toFixed(2)} times`,
        must: '1.20 times, or less',
        holds: ofMany / ofFew <= 1.2,
        baseline: `${ofMany.toFixed(0)} ms against ${ofFew.toFixed(0)} ms`,
      },
    ]
  } finally {
    await browser.close()
    await Promise.all([few.stop(), many.stop()])
  }
}

async function timeFirstTile(browser: Browser, latchkey: RunningLatchkey): Promise<number> {
  const page = await newAuthenticatePage(browser, latchkey)
  await page.addInitScript(markFirstTile)
  await page.goto(AUTHENTICATE)
  await page.waitForFunction(() => performance.getEntriesByName('first tile').length > 0)
  const at = await page.evaluate(() => performance.getEntriesByName('first tile')[0]?.startTime)
  await page.context().close()
  if (at === undefined) throw new Error('There was no first tile')
  return at
}

/** At the frame that shows it. */
function markFirstTile(): void {
  const look = (): void => {
    const isSeen = document.querySelector('input[type=radio]')?.closest('label')?.checkVisibility() === true
    if (isSeen) performance.mark('first tile')
    else requestAnimationFrame(look)
  }
  look()
}
