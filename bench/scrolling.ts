import { chromium, type Page } from 'playwright'
import { chromiumLaunchOptions } from '../e2e/chromium.ts'
import { AUTHENTICATE, newAuthenticatePage } from './authenticate-page.ts'
import type { Figure } from './figure.ts'
import { startFilledLatchkey } from './filled-latchkey.ts'

const CREDENTIALS = 10_000
/** Pixels of a step: most of a screen, so that each brings new tiles. */
const STEP = 600
/** Milliseconds until the end must have been reached. */
const PATIENCE = 300_000

/** From the first of ten thousand tiles to the last, every page fetched on the way, each step seen in full. */
export async function measureScrolling(): Promise<Figure[]> {
  const latchkey = await startFilledLatchkey(CREDENTIALS)
  const browser = await chromium.launch(chromiumLaunchOptions)
  try {
    const page = await newAuthenticatePage(browser, latchkey)
    await page.goto(AUTHENTICATE)
    await page.getByRole('radio').first().waitFor()
    await page.waitForLoadState('networkidle')
    const { longTasks, mostNodes, seconds, steps } = await scrollToTheEnd(page)
    const longest = Math.max(0, ...longTasks)
    const way = `${steps} steps in ${seconds.toFixed(0)} s`
    return [
      {
        what: `scrolling ${CREDENTIALS.toLocaleString('en')} tiles: tasks over 50 ms`,
        value: String(longTasks.length),
        must: '0',
        holds: longTasks.length === 0,
        baseline: longest > 0 ? `the longest ${longest.toFixed(0)} ms; ${way}` : way,
      },
      {
        what: `scrolling ${CREDENTIALS.toLocaleString('en')} tiles: elements at most`,
        value: String(mostNodes),
        must: 'fewer than 1,500',
        holds: mostNodes < 1_500,
        baseline: 'of the whole page, at each step',
      },
    ]
  } finally {
    await browser.close()
    await latchkey.stop()
  }
}

interface Way {
  longTasks: number[]
  mostNodes: number
  seconds: number
  steps: number
}

async function scrollToTheEnd(page: Page): Promise<Way> {
  return page.evaluate(
    async ({ last, step, patience }) => {
      const longTasks: number[] = []
      new PerformanceObserver((list) => {
        longTasks.push(...list.getEntries().map(({ duration }) => duration))
      }).observe({ type: 'longtask' })
      const began = performance.now()
      let mostNodes = 0
      let steps = 0
      while (!document.querySelector(`input[aria-posinset="${last}"]`)) {
        window.scrollBy(0, step)
        steps += 1
        let isSeen = false
        while (!isSeen) {
          await new Promise((resolve) => requestAnimationFrame(resolve))
          mostNodes = Math.max(mostNodes, document.querySelectorAll('*').length)
          isSeen = [...document.querySelectorAll('input[type=radio]')].some((radio) => {
            const tile = radio.closest('label')?.getBoundingClientRect()
            return tile !== undefined && tile.bottom > 0 && tile.top < window.innerHeight
          })
          if (performance.now() - began > patience) {
            throw new Error(`After ${steps} steps, at ${Math.round(window.scrollY)} pixels, the end is not there`)
          }
        }
      }
      // Whatever task is observed last is told of a moment later.
      await new Promise((resolve) => setTimeout(resolve, 500))
      return { longTasks, mostNodes, seconds: (performance.now() - began) / 1_000, steps }
    },
    { last: CREDENTIALS, step: STEP, patience: PATIENCE },
  )
}
