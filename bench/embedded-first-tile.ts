import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright'
import { chromiumLaunchOptions } from '../e2e/chromium.ts'
import { makeToken } from '../e2e/make.ts'
import { createHost } from '../examples/host/server.ts'
import { makeHostKey } from '../src/bff/fixture/host-key.ts'
import { endpoints } from '../src/contract/endpoints.ts'
import { hostSessionSchema } from '../src/contract/host-session.ts'
import { embeddedSessionSchema } from '../src/contract/session.ts'
import type { AuthenticateOptions, OpenedAuthenticate } from '../src/embed/authenticate-options.ts'
import { type Figure, median } from './figure.ts'
import { createHome, findFreePort, startLatchkey } from './process.ts'

const CREDENTIALS = 10
const ROUNDS = 15
const WARM_UP = 3

/** Milliseconds since the call. Each happens after the one before it. */
interface Stages {
  /** The frame's page begins to be fetched. */
  navigation: number
  /** Its code runs, and has said so. */
  ready: number
  /** The token was traded for a session. */
  session: number
  /** The credentials are there. */
  answer: number
  /** The first tile is drawn, in a frame that is shown. */
  tile: number
}

/** From the call of `openAuthenticate` until the first tile is seen, in a browser that was here before. */
export async function measureEmbeddedFirstTile(): Promise<Figure[]> {
  const home = createHome()
  const latchkey = await startLatchkey(home, { LATCHKEY_SANDBOX: '1' })
  const port = await findFreePort()
  const origin = `http://localhost:${port}`
  const store = { engine: 'sqlite', path: join(home, 'data', 'latchkey.db') } as const
  const { authorization } = await makeHostKey({ store }, { origins: [origin] })
  const host = createHost({ latchkey: latchkey.origin, key: authorization.replace('Bearer ', ''), origin })
  await once(host.listen(port, 'localhost'), 'listening')
  const browser = await chromium.launch(chromiumLaunchOptions)
  try {
    await addCredentials(latchkey.origin, origin)
    const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } })
    await page.addInitScript(markFirstTile)
    await page.goto(origin)
    const rounds: Stages[] = []
    for (let round = 0; round < WARM_UP + ROUNDS; round += 1) rounds.push(await timeFirstTile(page, latchkey.origin))
    const counted = rounds.slice(WARM_UP)
    const middle = (stage: keyof Stages) => median(counted.map((round) => round[stage]))
    const parts = (['navigation', 'ready', 'session', 'answer'] as const).map(
      (stage) => `${stage} ${middle(stage).toFixed(0)}`,
    )
    return [
      {
        what: 'embedded: from the call to the first tile, warm',
        value: `${middle('tile').toFixed(0)} ms`,
        must: '300 ms, or less',
        holds: middle('tile') <= 300,
        baseline: `by then: ${parts.join(', ')} ms`,
      },
    ]
  } finally {
    await browser.close()
    host.closeAllConnections()
    host.close()
    await latchkey.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

/** As the host's user, who sees what they made. */
async function addCredentials(latchkey: string, origin: string): Promise<void> {
  const asked = await fetch(`${origin}/session`, { method: 'POST' })
  const { token } = hostSessionSchema.parse(await asked.json())
  const opened = await post(latchkey + endpoints.embeddedSession, { token, origin })
  const session = embeddedSessionSchema.parse(await opened.json())
  for (let number = 1; number <= CREDENTIALS; number += 1) {
    await post(
      latchkey + endpoints.credentials,
      { connector: 'intercom', name: `Credential ${number}`, secret: { accessToken: makeToken() } },
      { authorization: `Bearer ${session.token}`, 'idempotency-key': randomUUID() },
    )
  }
}

async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'latchkey-client': 'bench', ...headers },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
  return answer
}

async function timeFirstTile(page: Page, latchkey: string): Promise<Stages> {
  const called = await page.evaluate(open, latchkey)
  const frame = page.frames().find((each) => each.url().startsWith(`${latchkey}/embed`))
  if (!frame) throw new Error('There is no frame')
  await frame.waitForFunction(() => performance.getEntriesByName('first tile').length > 0)
  const { shown, ready } = await page.evaluate(() => Reflect.get(window, 'heard') as { shown: number; ready: number })
  const inside = await frame.evaluate(() => {
    const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    const endOf = (path: RegExp) => entries.find(({ name }) => path.test(new URL(name).pathname))?.responseEnd
    return {
      navigation: performance.timeOrigin,
      session: performance.timeOrigin + (endOf(/^\/api\/embed\/session$/u) ?? Number.NaN),
      answer: performance.timeOrigin + (endOf(/^\/api\/credentials$/u) ?? Number.NaN),
      tile: performance.timeOrigin + (performance.getEntriesByName('first tile')[0]?.startTime ?? Number.NaN),
    }
  })
  await page.evaluate(() => (Reflect.get(window, 'opened') as OpenedAuthenticate).close())
  return {
    navigation: inside.navigation - called,
    ready: ready - called,
    session: inside.session - called,
    answer: inside.answer - called,
    tile: Math.max(inside.tile, shown) - called,
  }
}

/** In the host's page. */
async function open(latchkey: string): Promise<number> {
  const { openAuthenticate } = (await import(`${latchkey}/embed/latchkey.js`)) as {
    openAuthenticate: (options: AuthenticateOptions) => OpenedAuthenticate
  }
  const heard: Record<string, number> = {}
  Reflect.set(window, 'heard', heard)
  const called = performance.timeOrigin + performance.now()
  const opened = openAuthenticate({
    latchkey,
    session: async () => ((await (await fetch('/session', { method: 'POST' })).json()) as { token: string }).token,
    connector: 'intercom',
    purpose: 'source',
    onSelected: () => undefined,
  })
  Reflect.set(window, 'opened', opened)
  await new Promise<void>((resolve) => {
    addEventListener('message', function listen({ data }: MessageEvent<{ type: string }>) {
      heard[data.type] ??= performance.timeOrigin + performance.now()
      if (data.type !== 'shown') return
      removeEventListener('message', listen)
      resolve()
    })
  })
  return called
}

/** In the frame, at the picture that shows it. */
function markFirstTile(): void {
  if (window === top) return
  const look = (): void => {
    const isSeen = document.querySelector('input[type=radio]')?.closest('label')?.checkVisibility() === true
    if (isSeen) performance.mark('first tile')
    else requestAnimationFrame(look)
  }
  look()
}
