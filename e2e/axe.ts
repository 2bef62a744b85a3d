import axe from 'axe-core'
import { expect, type Page } from 'playwright/test'

/** Each theme once, and each layout once: the widest and the narrowest differ in what stands where. */
const looks = [
  { colorScheme: 'dark', width: 320 },
  { colorScheme: 'light', width: 1_440 },
] as const

/** 305: 320 pixels less a scrollbar that takes up room, which a headless browser does not draw. */
const widths = [305, 768, 1_440]

/** What the page shows now has nothing for axe to find, no rule off, and is nowhere wider than the screen. */
export async function expectAccessible(page: Page, state: string): Promise<void> {
  if (!(await page.evaluate(() => Reflect.has(window, 'axe')))) await page.evaluate(axe.source)
  for (const { colorScheme, width } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: 800 })
    expect(await findViolations(page), `${state}: ${colorScheme}, ${width} pixels`).toEqual([])
  }
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 })
    // Polled: some of the layout follows the width a frame later.
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), {
        message: `${state}: ${width} pixels`,
      })
      .toBeLessThanOrEqual(0)
  }
}

function findViolations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { run } = Reflect.get(window, 'axe') as typeof axe
    const { violations } = await run({ resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)
  })
}
