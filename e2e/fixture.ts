import { rmSync } from 'node:fs'
import { type Page, test as base } from 'playwright/test'
import { createHome, type RunningLatchkey, startLatchkey } from '../bench/process.ts'
import type { Behaviour, Sandbox } from '../src/contract/sandbox.ts'

export interface Latchkey extends RunningLatchkey {
  /** The sandbox's sample token of a behaviour. */
  token(behaviour: Behaviour, region?: 'us' | 'eu' | 'au'): string
}

/**
 * The built page on a real BFF with the sandbox, one a test. Whatever the page prints as an error, or would do against
 * its Content-Security-Policy, fails the test: a page that only seems to work does not work.
 */
export const test = base.extend<{ latchkey: Latchkey; complaints: string[] }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from this pattern
  latchkey: async ({}, provide) => {
    const home = createHome()
    const running = await startLatchkey(home, { LATCHKEY_SANDBOX: '1' })
    const { tokens } = (await (await fetch(`${running.origin}/api/sandbox`)).json()) as Sandbox
    await provide({
      ...running,
      token(behaviour, region = 'us') {
        const sample = tokens.find((each) => each.behaviour === behaviour && each.region === region)
        if (!sample) throw new Error(`No sample token ${behaviour} in ${region}`)
        return sample.token
      },
    })
    await running.stop()
    rmSync(home, { recursive: true, force: true })
  },
  baseURL: async ({ latchkey }, provide) => provide(latchkey.origin),
  complaints: [
    async ({ page }, provide) => {
      const complaints: string[] = []
      await listenForComplaints(page, complaints)
      await provide(complaints)
      base.expect(complaints, 'what the page complained of').toEqual([])
    },
    { auto: true },
  ],
})

export { expect } from 'playwright/test'

async function listenForComplaints(page: Page, complaints: string[]): Promise<void> {
  page.on('pageerror', (error) => complaints.push(`pageerror: ${error.message}`))
  page.on('console', (message) => {
    // Chromium prints every answer of 4xx and 5xx as an error; a refusal is an answer like any other.
    const isRefusal = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !isRefusal) complaints.push(`console: ${message.text()}`)
  })
  await page.exposeFunction('reportViolation', (violation: string) => complaints.push(`CSP: ${violation}`))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = Reflect.get(window, 'reportViolation') as (violation: string) => void
      report(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`)
    })
  })
}
