import type { Browser, Page } from 'playwright'
import { toBrowserCookies } from './browser-cookie.ts'
import type { RunningLatchkey } from './process.ts'

/** A fresh page of a browser that was never here, on its way to choosing Intercom's credential for a source. */
export async function newAuthenticatePage(browser: Browser, latchkey: RunningLatchkey): Promise<Page> {
  const page = await browser.newPage({ baseURL: latchkey.origin, viewport: { width: 1_440, height: 900 } })
  await page.context().addCookies(toBrowserCookies(latchkey))
  await page.addInitScript(rememberIntercom)
  return page
}

/** As the screen *Select* leaves it behind. */
export function rememberIntercom(): void {
  sessionStorage.setItem('latchkey.draft.source', JSON.stringify({ connector: 'intercom' }))
}

export const AUTHENTICATE = '/new/source/authenticate'
