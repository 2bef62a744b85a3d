import { rmSync } from 'node:fs'
import { chromium, type Page, type Request } from 'playwright'
import { chromiumLaunchOptions } from '../e2e/chromium.ts'
import { toBrowserCookies } from './browser-cookie.ts'
import type { Figure } from './figure.ts'
import { createHome, startLatchkey } from './process.ts'

/** What a browser fetches for the first screen, and what the overlay adds, as the BFF compresses it. */
export async function measurePageWeight(): Promise<Figure[]> {
  const home = createHome()
  const latchkey = await startLatchkey(home)
  const browser = await chromium.launch(chromiumLaunchOptions)
  async function load(visit: (page: Page) => Promise<void>): Promise<Request[]> {
    const page = await browser.newPage({ baseURL: latchkey.origin })
    await page.context().addCookies(toBrowserCookies(latchkey))
    const requests: Request[] = []
    page.on('requestfinished', (request) => requests.push(request))
    await visit(page)
    await page.waitForLoadState('networkidle')
    return requests
  }
  try {
    const first = await load(async (page) => {
      await page.goto('/')
      await page.getByRole('link', { name: 'New source' }).waitFor()
    })
    const select = await load(async (page) => {
      await page.goto('/new/source/select')
      await page.getByRole('main').getByText('Intercom', { exact: true }).waitFor()
    })
    const overlay = await load(async (page) => {
      await page.goto('/new/source/select')
      await page.getByRole('main').getByText('Intercom', { exact: true }).click()
      await page.getByRole('button', { name: 'Add Credential' }).click()
      await page.getByRole('dialog').waitFor()
    })
    const known = new Set(select.map((request) => request.url()))
    const added = overlay.filter((request) => !known.has(request.url()))
    const [firstScripts, firstStyles] = [await weigh(first, ['script']), await weigh(first, ['stylesheet'])]
    const [addedScripts, addedStyles] = [await weigh(added, ['script']), await weigh(added, ['stylesheet'])]
    return [
      toFigure('first screen: JavaScript, gzipped', firstScripts, 100, `${first.length} requests in all`),
      toFigure('first screen: CSS, gzipped', firstStyles, 8, ''),
      {
        what: 'first screen: requests',
        value: String(first.length),
        must: '12, or fewer',
        holds: first.length <= 12,
        baseline: 'the page, its icon and the answers counted',
      },
      toFigure(
        'what the overlay adds, gzipped',
        addedScripts + addedStyles,
        38,
        `JavaScript ${addedScripts.toFixed(1)} kB, CSS ${addedStyles.toFixed(1)} kB`,
      ),
      toFigure('the script that a host’s page runs, gzipped', await weighScript(latchkey.origin), 3, ''),
    ]
  } finally {
    await browser.close()
    await latchkey.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

/** Of `latchkey/embed`: all of it, since it imports nothing. */
async function weighScript(origin: string): Promise<number> {
  const url = `${origin}/embed/latchkey.js`
  const answer = await fetch(url, { headers: { 'accept-encoding': 'gzip' } })
  const script = await answer.text()
  if (!answer.ok || /\bimport\b/u.test(script)) throw new Error(`${url} is not the script, alone`)
  return Number(answer.headers.get('content-length')) / 1_000
}

/** Kilobytes of the bodies as they came over the wire. */
async function weigh(requests: readonly Request[], kinds: readonly string[]): Promise<number> {
  const sizes = await Promise.all(
    requests.filter((request) => kinds.includes(request.resourceType())).map((request) => request.sizes()),
  )
  return sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0) / 1_000
}

function toFigure(what: string, kilobytes: number, most: number, baseline: string): Figure {
  return { what, value: `${kilobytes.toFixed(1)} kB`, must: `${most} kB, or less`, holds: kilobytes <= most, baseline }
}
