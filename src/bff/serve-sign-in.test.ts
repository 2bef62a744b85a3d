import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeAuthorization } from './fixture/data-plane-key.ts'
import { createTestHome, type TestHome } from './fixture/latchkey.ts'
import { engines } from './fixture/postgres.ts'
import { findFreePort, type LatchkeyProcess, startProcess, toEnvironment } from './fixture/process.ts'
import { runOnStore } from './fixture/raw-store.ts'

const PATIENCE = { timeout: 30_000 }
const started: LatchkeyProcess[] = []
let home: TestHome

async function start(own: Record<string, string> = {}): Promise<LatchkeyProcess> {
  const latchkey = await startProcess({
    ...toEnvironment(home.folder, home.config),
    LATCHKEY_LOG_LEVEL: 'debug',
    ...own,
  })
  started.push(latchkey)
  expect(await latchkey.ready, latchkey.output.stderr).toBe(true)
  return latchkey
}

afterEach(async () => {
  for (const latchkey of started.splice(0)) await latchkey.kill()
  await home.remove()
})

describe.each(engines)('two processes on one %s', (engine) => {
  beforeEach(async () => {
    home = await createTestHome(engine)
  })

  test('S23 a session that ends at one is over at the other with the next call', PATIENCE, async () => {
    const [one, other] = [await start(), await start()]
    const cookie = await one.cookie()
    const [, token] = cookie.split('=')
    const { port } = new URL(other.origin)
    const askOther = (): Promise<Response> =>
      fetch(`${other.origin}/api/session`, { headers: { cookie: `__Host-latchkey-session-${port}=${token}` } })
    expect((await askOther()).status).toBe(200)
    const ended = await one.fetch('/api/session', { method: 'DELETE', headers: { 'latchkey-client': 'test' } })
    expect(ended.status).toBe(200)
    expect((await askOther()).status).toBe(401)
  })
})

describe('a start', PATIENCE, () => {
  beforeEach(async () => {
    home = await createTestHome('sqlite')
  })

  test('prints a link that signs in once, whose token stands nowhere else', async () => {
    const latchkey = await start()
    const { origin, output } = latchkey
    const [, token = ''] = new RegExp(`: ${origin}/#sign-in=(\\S+)\n`, 'u').exec(output.stdout) ?? []
    expect((await fetch(`${origin}/api/connectors`)).status).toBe(401)
    expect((await latchkey.fetch('/api/connectors')).status).toBe(200)
    const again = await fetch(`${origin}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'latchkey-client': 'test' },
      body: JSON.stringify({ token }),
    })
    expect(again.status).toBe(401)
    // Its log comes by a pipe, a moment after its answer: what is searched below is all of it.
    await expect.poll(() => output.stderr).toContain('"why":"used"')
    const rows = await runOnStore(home.config.store, 'select * from one_time_token, session, audit_event')
    const [, session = ''] = (await latchkey.cookie()).split('=')
    for (const secret of [token.slice(14), session.slice(17)]) {
      expect(secret).toMatch(/^[\w-]{49}$/u)
      expect(output.stderr + JSON.stringify(rows)).not.toContain(secret)
    }
  })

  test('with the sandbox asks nobody, and prints no link', async () => {
    const latchkey = await start({ LATCHKEY_SANDBOX: '1' })
    expect(latchkey.output.stdout).not.toContain('sign-in')
    const answer = await fetch(`${latchkey.origin}/api/session`)
    expect(await answer.json()).toMatchObject({ signIn: 'none', role: 'admin' })
  })

  test('behind TLS answers what came through the proxy alone, at the proxy’s door for data flows as well', async () => {
    const authorization = await makeAuthorization(home.config)
    const port = String(await findFreePort())
    const own = { LATCHKEY_PORT: port, LATCHKEY_PUBLIC_URL: 'https://localhost' }
    const latchkey = await start(own)
    const id = crypto.randomUUID()
    for (const path of ['/api/openapi.json', '/', `/proxy/${id}/contacts`]) {
      const refused = await ask(latchkey, path, { authorization })
      expect([refused.status, refused.body], path).toEqual([403, expect.stringContaining('"proxy_required"')])
      const { status, body } = await ask(latchkey, path, { authorization, 'x-forwarded-proto': 'https' })
      expect(status === 403, body).toBe(false)
    }
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      expect((await ask(latchkey, path, { host: '10.1.2.3:4680' })).status, path).toBe(200)
    }
    // Out of the private network, past the proxy: nobody outside is told what an instance counts.
    const outside = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' }
    expect((await ask(latchkey, '/metrics', outside)).status).toBe(404)
  })

  test('tells the address that a trusted proxy names, and limits guesses by it', async () => {
    const latchkey = await start({ LATCHKEY_PUBLIC_URL: 'https://localhost' })
    const guess = (address: string) =>
      ask(latchkey, '/proxy/a/b', {
        authorization: `Bearer ${crypto.randomUUID()}`,
        'x-forwarded-proto': 'https',
        'x-forwarded-for': address,
      })
    for (let failure = 0; failure < 30; failure += 1) expect((await guess('203.0.113.7')).status).toBe(401)
    const refused = await guess('203.0.113.7')
    expect([refused.status, refused.retryAfter]).toEqual([429, expect.stringMatching(/^(?:300|29\d)$/u)])
    expect(refused.body).toContain('"too_many_attempts"')
    expect((await guess('203.0.113.8')).status).toBe(401)
  })
})

test('an option that there is none of is said in a line', PATIENCE, async () => {
  home = await createTestHome('sqlite')
  const latchkey = await startProcess(toEnvironment(home.folder, home.config), [], ['--opne'])
  expect(await latchkey.exited).toBe(1)
  expect(latchkey.output.stderr).toBe('latchkey: There is no option but --open.\n')
})

interface Asked {
  status: number | undefined
  retryAfter: string | undefined
  body: string
}

/** As the proxy in front passes it on: under the name that people see. */
async function ask({ origin }: LatchkeyProcess, path: string, headers: Record<string, string> = {}): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const asking = request(origin + path, { headers: { host: 'localhost', ...headers } }, (answer) => {
      const { statusCode: status } = answer
      const { 'retry-after': retryAfter } = answer.headers
      text(answer).then((body) => resolve({ status, retryAfter, body }), reject)
    })
    asking.on('error', reject)
    asking.end()
  })
}
