import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Page, test as base } from 'playwright/test'
import { toBrowserCookies } from '../bench/browser-cookie.ts'
import { createHome, type RunningLatchkey, startLatchkey } from '../bench/process.ts'
import type { Behaviour } from '../src/contract/sandbox.ts'
import { createSandbox, type RunningSandbox } from '../src/sandbox/sandbox.ts'

export interface Latchkey {
  origin: string
  home: string
  /** The header Cookie of whoever works on this machine, signed in. */
  cookie: string
  sandbox: RunningSandbox
  /** The sandbox's sample token of a behaviour. */
  token(behaviour: Behaviour, region?: 'us' | 'eu' | 'au'): string
  /** As kill -9 and a new start on the same port would have it. */
  kill(): Promise<void>
  startAgain(): Promise<void>
}

/**
 * The built page on a real BFF, one a worker, whose store is emptied for each test, and with a sandbox in this process,
 * so that a test can do at the provider what it needs. Whatever the page prints as an error, or would do against its
 * Content-Security-Policy, fails the test: a page that only seems to work does not work.
 */
export const test = base.extend<{ latchkey: Latchkey; complaints: string[] }, { worker: Latchkey }>({
  worker: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from this pattern
    async ({}, provide) => {
      const home = createHome()
      const sandbox = await createSandbox()
      const environment = toEnvironment(home, sandbox)
      let running: RunningLatchkey = await startLatchkey(home, environment)
      const { origin, cookie } = running
      await provide({
        origin,
        home,
        cookie,
        sandbox,
        token(behaviour, region = 'us') {
          const sample = sandbox.tokens.find((each) => each.behaviour === behaviour && each.region === region)
          if (!sample) throw new Error(`No sample token ${behaviour} in ${region}`)
          return sample.token
        },
        kill: () => running.stop('SIGKILL'),
        async startAgain() {
          running = await startLatchkey(home, { ...environment, LATCHKEY_PORT: new URL(origin).port })
        },
      })
      await running.stop()
      await sandbox.close()
      rmSync(home, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
  latchkey: async ({ worker }, provide) => {
    emptyStore(worker.home)
    await provide(worker)
  },
  baseURL: async ({ latchkey }, provide) => provide(latchkey.origin),
  context: async ({ context, latchkey }, provide) => {
    await context.addCookies(toBrowserCookies(latchkey))
    await provide(context)
  },
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

/** As an operator has set it up: every call goes to the sandbox, and so does whoever connects by OAuth. */
function toEnvironment(home: string, { origins, oauthClient }: RunningSandbox): Record<string, string> {
  const secretFile = join(home, 'intercom-client-secret')
  writeFileSync(secretFile, oauthClient.secret, { mode: 0o600 })
  return {
    LATCHKEY_INTERCOM_CLIENT_ID: oauthClient.id,
    LATCHKEY_INTERCOM_CLIENT_SECRET_FILE: secretFile,
    ...Object.fromEntries(
      Object.entries(origins).flatMap(([region, origin]) => [
        [`LATCHKEY_INTERCOM_API_${region.toUpperCase()}`, origin],
        [`LATCHKEY_INTERCOM_PAGES_${region.toUpperCase()}`, origin],
      ]),
    ),
  }
}

/** What the BFF has in memory as well, its keys; and who is signed in. All else was made by a test. */
const kept = new Set([
  'data_key',
  'keyring_check',
  'kysely_migration',
  'kysely_migration_lock',
  'one_time_token',
  'person',
  'session',
])

function emptyStore(home: string): void {
  const database = new DatabaseSync(join(home, 'data', 'latchkey.db'), {
    timeout: 5_000,
    enableForeignKeyConstraints: false,
  })
  const tables = database.prepare("select name from sqlite_schema where type = 'table'").all()
  for (const { name } of tables) {
    if (!kept.has(String(name))) database.exec(`delete from ${String(name)}`)
  }
  database.close()
}

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
