import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { oauthEndpoints } from '../../contract/oauth.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import { comeBack, connect, consent, leave, pathOf, readAuthorization, withOAuth } from '../fixture/authorization.ts'
import { change } from '../fixture/change.ts'
import { createTestHome, get, openTestLatchkey, PUBLIC_URL, readProblem, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { countRows, runOnStore } from '../fixture/raw-store.ts'
import { readFiles } from '../fixture/stored-bytes.ts'
import type { Latchkey } from '../latchkey.ts'
import { openStore } from '../store/database.ts'
import { eraseExpiredAuthorizations } from './give-up-authorization.ts'

const MINUTE = 60_000

describe.each(engines)('an authorization on %s', (engine) => {
  let sandbox: RunningSandbox
  let home: TestHome
  let latchkey: Latchkey
  let now: number
  let swept: AbortController
  beforeAll(async () => {
    sandbox = await createSandbox()
    home = withOAuth(await createTestHome(engine, sandbox.origins), sandbox)
    home.config.watchInterval = 0
    latchkey = await openTestLatchkey(home, {
      clock: () => new Date(now),
      wait: async () => swept.abort(),
    })
  })
  beforeEach(() => {
    now = Date.now()
    swept = new AbortController()
  })
  afterEach(() => vi.restoreAllMocks())
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
    await sandbox.close()
  })

  test('S2 that nobody saved in time is swept away, and nothing of its token is left in the files', async () => {
    const old = await connect(latchkey)
    const sealed = await readSealed(old.id)
    now += 29 * MINUTE
    const young = await leave(latchkey)
    now += MINUTE
    await latchkey.run(swept.signal)

    expect((await get(latchkey, pathOf(oauthEndpoints.authorization, old.id))).status).toBe(404)
    expect(await readAuthorization(latchkey, young.id)).toMatchObject({ state: 'waiting' })
    expect(isInFiles(sealed)).toBe(false)
  })

  test.each<[string, (id: string) => Promise<unknown>]>([
    ['given up', (id) => change(latchkey, 'DELETE', pathOf(oauthEndpoints.authorization, id))],
    ['past its time', () => sweepAuthorizations()],
  ])('S2 that is %s is scrubbed at once, whatever else is erased then', async (_, end) => {
    const { id } = await connect(latchkey)
    const sealed = await readSealed(id)
    expect(isInFiles(sealed)).toBe(engine === 'sqlite')
    now += 30 * MINUTE
    await end(id)
    expect(isInFiles(sealed)).toBe(false)
    expect(await runOnStore(home.config.store, `select id from oauth_authorization where id = '${id}'`)).toEqual([])
  })

  test('that is given up while the provider is asked leaves nothing, and says so to who comes back', async () => {
    const { timeout } = AbortSignal
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout.call(AbortSignal, 300))
    const { id, url, cookie } = await leave(latchkey)
    const callback = await consent(url, { fault: 'token_hanging' })
    const before = await countRows(home.config.store, 'audit_event')
    const returning = comeBack(latchkey, callback, cookie)
    await vi.waitFor(() => expect(sandbox.requests.at(-1)?.path).toBe('/auth/eagle/token'))
    await change(latchkey, 'DELETE', pathOf(oauthEndpoints.authorization, id))
    expect((await returning).headers.get('location')).toBe('/connect.html?problem=expired')
    expect(await countRows(home.config.store, 'audit_event')).toBe(before)
  })

  test('S18 waits ten seconds for a token endpoint that hangs, in all, and says who was not to be reached', async () => {
    const limits: number[] = []
    const { timeout } = AbortSignal
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((limit) => {
      limits.push(limit)
      return timeout.call(AbortSignal, limit / 100)
    })
    expect(await connect(latchkey, {}, { fault: 'token_hanging' })).toMatchObject({
      state: 'failed',
      reason: 'provider_unreachable',
    })
    expect(limits).toEqual([10_000])
  })

  test('S22 is not guessed at from one address for long, nor is anybody elsewhere in the way of that', async () => {
    const { id, url, cookie } = await leave(latchkey)
    const callback = await consent(url)
    const comeFrom = (address: string, to: URL, shown: string) =>
      latchkey.app.request(to, { headers: { cookie: shown } }, { incoming: { socket: { remoteAddress: address } } })
    const guess = (shown: string) => {
      const guessed = new URL(pathOf(oauthEndpoints.callback), PUBLIC_URL)
      guessed.search = `code=1&state=${crypto.randomUUID()}`
      return comeFrom('192.0.2.1', guessed, shown)
    }
    // Any page can send a browser here, which has no cookie of such a way: that is in nobody's way.
    for (let count = 0; count < 40; count += 1) expect((await guess('')).status).toBe(303)
    for (let count = 0; count < 30; count += 1) expect((await guess(cookie)).status).toBe(303)
    const late = await guess(cookie)
    expect([late.status, (await readProblem(late)).code]).toEqual([429, 'too_many_attempts'])
    expect((await comeFrom('192.0.2.1', callback, cookie)).status, 'a state that would do').toBe(429)

    await comeFrom('192.0.2.2', callback, cookie)
    expect(await readAuthorization(latchkey, id)).toMatchObject({ state: 'authorized' })
    const left = await leave(latchkey)
    await comeBack(latchkey, await consent(left.url), left.cookie)
    expect(await readAuthorization(latchkey, left.id)).toMatchObject({ state: 'authorized' })
  })

  async function readSealed(id: string): Promise<string> {
    const row = await runOnStore(home.config.store, `select sealed_secret from oauth_authorization where id = '${id}'`)
    const sealed = String(row[0]?.['sealed_secret'])
    expect(sealed.length).toBeGreaterThan(100)
    return sealed
  }

  function isInFiles(sealed: string): boolean {
    return readFiles(home.folder).some(([, bytes]) => bytes.includes(sealed))
  }

  async function sweepAuthorizations(): Promise<void> {
    const store = await openStore(home.config.store)
    await eraseExpiredAuthorizations({ store, clock: () => new Date(now) })
    await store.database.destroy()
  }
})
