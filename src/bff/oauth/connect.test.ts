import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { oauthEndpoints } from '../../contract/oauth.ts'
import { type Fault } from '../../sandbox/oauth-faults.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import {
  comeBack,
  connect,
  consent,
  type Leaving,
  leave,
  pathOf,
  readAuthorization,
  toAuthorizedBody,
  withOAuth,
} from '../fixture/authorization.ts'
import { change } from '../fixture/change.ts'
import {
  createTestHome,
  get,
  openTestLatchkey,
  post,
  PUBLIC_URL,
  readCredential,
  readProblem,
  type TestHome,
} from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { countRows, runOnStore } from '../fixture/raw-store.ts'
import type { Latchkey } from '../latchkey.ts'

const MINUTE = 60_000
const back = '/connect.html?came=back'

describe.each(engines)('connecting on %s', (engine) => {
  let sandbox: RunningSandbox
  let home: TestHome
  let latchkey: Latchkey
  let now: number
  beforeAll(async () => {
    sandbox = await createSandbox()
    home = withOAuth(await createTestHome(engine, sandbox.origins), sandbox)
    latchkey = await openTestLatchkey(home, { clock: () => new Date(now) })
  })
  beforeEach(() => {
    now = Date.now()
  })
  afterEach(() => sandbox.setOutage(false))
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
    await sandbox.close()
  })

  test('leads to the page of the region, with the redirect URL letter by letter, and no PKCE that Intercom does not know', async () => {
    for (const region of ['auto', 'us', 'eu', 'au'] as const) {
      const { url } = await leave(latchkey, { region })
      expect(url.origin).toBe(sandbox.origins[region === 'auto' ? 'us' : region])
      expect(url.pathname).toBe('/oauth')
      expect(Object.fromEntries(url.searchParams)).toEqual({
        client_id: sandbox.oauthClient.id,
        redirect_uri: `${PUBLIC_URL.origin}/api/oauth/intercom/callback`,
        response_type: 'code',
        state: expect.stringMatching(/^[\w-]{43}$/u) as string,
      })
    }
  })

  test('brings the account that the provider names, checked and sealed, and nothing is a credential yet', async () => {
    const credentials = await countRows(home.config.store, 'credential')
    const { id, url, cookie } = await leave(latchkey)
    expect(await readAuthorization(latchkey, id)).toMatchObject({ state: 'waiting' })
    const returned = await comeBack(latchkey, await consent(url, { workspace: 'Northwind Outfitters' }), cookie)
    expect([returned.status, returned.headers.get('location')]).toEqual([303, back])
    expect(returned.headers.get('cross-origin-opener-policy')).toBe('unsafe-none')
    expect(await readAuthorization(latchkey, id)).toMatchObject({
      state: 'authorized',
      checked: { kind: 'accepted', account: { workspaceName: 'Northwind Outfitters' }, region: 'us' },
      expiresAt: new Date(now + 30 * MINUTE).toISOString(),
    })
    expect(await countRows(home.config.store, 'credential')).toBe(credentials)
  })

  test('in a region trades the code there, and the credential lives there', async () => {
    const authorization = await connect(latchkey, { region: 'eu' }, { workspace: 'Nordlicht Kaffee', region: 'eu' })
    expect(authorization).toMatchObject({ state: 'authorized', region: 'eu', checked: { region: 'eu' } })
    const saved = await readCredential(await post(latchkey, '/api/credentials', toAuthorizedBody(authorization)))
    expect(saved).toMatchObject({ method: 'oauth', region: 'eu', status: 'verified' })
  })

  test('the page itself comes back to where it was, and to no other site', async () => {
    for (const [returnTo, location] of [
      ['/new/source/authenticate/add?q=acme', '/new/source/authenticate/add?q=acme'],
      ['https://evil.test/', '/'],
      ['//evil.test/', '/'],
      ['/.//evil.test/', '/'],
      ['/api/session', '/'],
    ] as const) {
      const { url, cookie } = await leave(latchkey, { returnTo })
      const returned = await comeBack(latchkey, await consent(url), cookie)
      expect(returned.headers.get('location')).toBe(location)
    }
  })

  test.each<[string, object, Partial<Record<'fault', Fault>> & { isDenied?: boolean; workspace?: string }]>([
    ['denied', {}, { isDenied: true }],
    ['code_refused', {}, { fault: 'wrong_code' }],
    ['code_refused', {}, { fault: 'old_code' }],
    ['provider_unreachable', {}, { fault: 'token_down' }],
    ['provider_unreachable', {}, { fault: 'page_error' }],
    ['provider_answer', {}, { fault: 'token_html' }],
    ['provider_answer', {}, { fault: 'token_garbage' }],
    ['provider_answer', {}, { fault: 'token_redirect' }],
    ['token_rejected', {}, { workspace: 'Foxglove Florists' }],
  ])('comes to nothing as %s (%j, %j), says so, and keeps nothing', async (reason, body, wish) => {
    const { id, url, cookie } = await leave(latchkey, body)
    const returned = await comeBack(latchkey, await consent(url, wish), cookie)
    expect(returned.headers.get('location')).toBe(back)
    expect(await readAuthorization(latchkey, id)).toMatchObject({ state: 'failed', reason })
    const [row] = await runOnStore(home.config.store, `select * from oauth_authorization where id = '${id}'`)
    expect(row).toMatchObject({ state: 'failed', sealed_secret: null, secret_hash: null })
    const saved = await readProblem(await post(latchkey, '/api/credentials', toAuthorizedBody({ id })))
    expect(saved).toMatchObject({
      code: 'invalid_input',
      errors: [{ pointer: '/authorization', code: 'invalid_value' }],
    })
    const [event] = await runOnStore(
      home.config.store,
      "select detail, outcome from audit_event where action = 'authorization.refused' order by id desc limit 1",
    )
    expect(event).toMatchObject({ outcome: 'refused' })
    expect(JSON.parse(String(event?.['detail']))).toMatchObject({ authorization: reason })
  })

  test('S15 a token endpoint that redirects is not followed', async () => {
    const before = sandbox.redirectTarget.requests.length
    await connect(latchkey, {}, { fault: 'token_redirect' })
    expect(sandbox.redirectTarget.requests.length).toBe(before)
  })

  test('a provider that is down between the steps is said to be, and the next try works', async () => {
    const { id, url, cookie } = await leave(latchkey)
    const callback = await consent(url)
    sandbox.setOutage(true)
    await comeBack(latchkey, callback, cookie)
    expect(await readAuthorization(latchkey, id)).toMatchObject({ state: 'failed', reason: 'provider_unreachable' })
    sandbox.setOutage(false)
    expect(await connect(latchkey)).toMatchObject({ state: 'authorized' })
  })

  test.each([
    ['Granite Clinics', 'restricted'],
    ['Hurried Couriers', 'throttled'],
    ['Flaky Pastries', 'unreachable'],
  ])('S26 %s is kept for whoever accepts that it is %s, and saved for nobody else', async (workspace, kind) => {
    const authorization = await connect(latchkey, {}, { workspace })
    expect(authorization).toMatchObject({ state: 'authorized', checked: { kind } })
    const refused = await post(latchkey, '/api/credentials', toAuthorizedBody(authorization))
    expect(refused.status).toBeGreaterThanOrEqual(400)
    const accepting = { acceptUnverified: true, acceptRestricted: true }
    const saved = await post(latchkey, '/api/credentials', toAuthorizedBody(authorization, accepting))
    expect(saved.status).toBe(201)
  })

  describe('S22 a state', () => {
    let left: Leaving
    let callback: URL
    beforeEach(async () => {
      left = await leave(latchkey)
      callback = await consent(left.url)
    })

    test('has 32 random bytes, of which the store has the hash alone', async () => {
      const state = callback.searchParams.get('state') ?? ''
      expect(Buffer.from(state, 'base64url')).toHaveLength(32)
      const rows = JSON.stringify(await runOnStore(home.config.store, 'select * from oauth_authorization'))
      expect(rows).not.toContain(state)
      expect(rows).not.toContain(left.cookie.split('=')[1])
    })

    test('works once: whoever comes again is told, and what came first stays', async () => {
      await comeBack(latchkey, callback, left.cookie)
      const again = await comeBack(latchkey, callback, left.cookie)
      expect(again.headers.get('location')).toBe('/connect.html?problem=used')
      expect(await readAuthorization(latchkey, left.id)).toMatchObject({ state: 'authorized' })
    })

    test('of 100 callbacks at once one counts, one token is asked for, and it makes one credential', async () => {
      const before = sandbox.requests.filter(({ path }) => path === '/auth/eagle/token').length
      const answers = await Promise.all(Array.from({ length: 100 }, () => comeBack(latchkey, callback, left.cookie)))
      const locations = answers.map((answer) => answer.headers.get('location'))
      expect(locations.filter((location) => location === back)).toHaveLength(1)
      expect(locations.filter((location) => location === '/connect.html?problem=used')).toHaveLength(99)
      expect(sandbox.requests.filter(({ path }) => path === '/auth/eagle/token').length).toBe(before + 1)

      const credentials = await countRows(home.config.store, 'credential')
      const saves = await Promise.all(
        Array.from({ length: 100 }, () => post(latchkey, '/api/credentials', toAuthorizedBody(left))),
      )
      expect(saves.filter(({ status }) => status === 201)).toHaveLength(1)
      expect(await countRows(home.config.store, 'credential')).toBe(credentials + 1)
    })

    test.each([
      [10 * MINUTE - 1, 'authorized'],
      [10 * MINUTE, 'failed'],
    ])('after %i milliseconds is %s', async (later, state) => {
      now += later
      await comeBack(latchkey, callback, left.cookie)
      expect(await readAuthorization(latchkey, left.id)).toMatchObject({
        state,
        ...(state === 'failed' && { reason: 'expired' }),
      })
    })

    test.each([
      ['without the cookie', ''],
      ['with another’s', `__Host-latchkey-oauth-4680=${'A'.repeat(43)}`],
    ])('in a browser %s is good for nothing, there and in its own', async (_, cookie) => {
      const other = await comeBack(latchkey, callback, cookie)
      expect(other.headers.get('location')).toBe('/connect.html?problem=other_browser')
      expect(await readAuthorization(latchkey, left.id)).toMatchObject({ state: 'failed', reason: 'other_browser' })
      const own = await comeBack(latchkey, callback, left.cookie)
      expect(own.headers.get('location')).toBe('/connect.html?problem=used')
    })

    test('that nobody gave out, or none, or two, leads nowhere', async () => {
      const unknown = new URL(callback)
      unknown.searchParams.set('state', 'A'.repeat(43))
      expect((await comeBack(latchkey, unknown, left.cookie)).headers.get('location')).toBe(
        '/connect.html?problem=expired',
      )
      for (const query of ['', '?code=1', '?state=', `?state=1&state=2`]) {
        const url = new URL(`${callback.pathname}${query}`, callback)
        expect((await comeBack(latchkey, url, left.cookie)).headers.get('location')).toBe(
          '/connect.html?problem=unreadable',
        )
      }
    })

    test.each([
      ['nothing', '', 'provider_answer'],
      ['an empty one', '&code=', 'provider_answer'],
      ['two', '&code=one&code=two', 'provider_answer'],
      ['4,001 characters', `&code=${'x'.repeat(4_001)}`, 'provider_answer'],
      ['an error that nobody knows', '&error=anything', 'provider_answer'],
      ['a refusal beside one', '&error=access_denied&code=one', 'denied'],
    ])('with %s in the place of a code is no answer, and no error of Latchkey’s', async (_, instead, reason) => {
      callback.search = `state=${callback.searchParams.get('state')}${instead}`
      const before = sandbox.requests.length
      expect((await comeBack(latchkey, callback, left.cookie)).status).toBe(303)
      expect(await readAuthorization(latchkey, left.id)).toMatchObject({ state: 'failed', reason })
      expect(sandbox.requests.length, 'nobody is asked').toBe(before)
    })
  })

  test('for a credential that is there, does not name that one as its namesake', async () => {
    const first = await connect(latchkey, {}, { workspace: 'Northwind Outfitters' })
    const saved = await readCredential(await post(latchkey, '/api/credentials', toAuthorizedBody(first)))
    const anew = await connect(latchkey, {}, { workspace: 'Northwind Outfitters' })
    expect(anew).toMatchObject({ checked: { sameWorkspace: [{ id: saved.id }] } })
    const again = await connect(latchkey, { credential: saved.id }, { workspace: 'Northwind Outfitters' })
    expect(again).toMatchObject({ state: 'authorized', checked: { sameWorkspace: [] } })
  })

  test('two windows at once of one browser both come back', async () => {
    const first = await leave(latchkey)
    const second = await leave(latchkey, {}, first.cookie)
    expect(second.cookie).toBe(first.cookie)
    for (const { id, url, cookie } of [second, first]) {
      await comeBack(latchkey, await consent(url), cookie)
      expect(await readAuthorization(latchkey, id)).toMatchObject({ state: 'authorized' })
    }
  })

  test('given up, it is gone with what it holds, and its callback changes nothing', async () => {
    const authorization = await connect(latchkey)
    const path = pathOf(oauthEndpoints.authorization, authorization.id)
    expect((await change(latchkey, 'DELETE', path)).status).toBe(204)
    expect((await get(latchkey, path)).status).toBe(404)
    expect((await change(latchkey, 'DELETE', path)).status).toBe(204)

    const left = await leave(latchkey)
    const callback = await consent(left.url)
    await change(latchkey, 'DELETE', pathOf(oauthEndpoints.authorization, left.id))
    const late = await comeBack(latchkey, callback, left.cookie)
    expect(late.headers.get('location')).toBe('/connect.html?problem=expired')
  })

  test('waits half an hour to be saved, and no longer', async () => {
    const authorization = await connect(latchkey)
    now += 30 * MINUTE
    expect(await readAuthorization(latchkey, authorization.id)).toMatchObject({ state: 'failed', reason: 'expired' })
    const late = await readProblem(await post(latchkey, '/api/credentials', toAuthorizedBody(authorization)))
    expect(late.errors).toMatchObject([{ pointer: '/authorization' }])
  })

  test('what was taken by a Latchkey that ended in the middle does not wait for ever', async () => {
    const left = await leave(latchkey)
    const taken = `update oauth_authorization set state = 'taken', taken_at = '${new Date(now).toISOString()}' where id = '${left.id}'`
    await runOnStore(home.config.store, taken)
    expect(await readAuthorization(latchkey, left.id)).toMatchObject({ state: 'waiting' })
    now += 31_000
    expect(await readAuthorization(latchkey, left.id)).toMatchObject({
      state: 'failed',
      reason: 'provider_unreachable',
    })
  })

  test('twenty may wait of one person; the oldest gives way', async () => {
    const first = await leave(latchkey)
    for (let index = 0; index < 20; index += 1) await leave(latchkey)
    expect((await get(latchkey, pathOf(oauthEndpoints.authorization, first.id))).status).toBe(404)
  })

  test('a connector that nobody has set up, or that is none, is not found', async () => {
    const plain = await createTestHome('sqlite')
    const other = await openTestLatchkey(plain)
    expect((await readProblem(await post(other, pathOf(oauthEndpoints.start), {}))).code).toBe('not_found')
    await other.close()
    await plain.remove()
    expect((await post(latchkey, '/api/oauth/zendesk/start', {})).status).toBe(404)
    expect((await post(latchkey, pathOf(oauthEndpoints.start), { region: 'mars' })).status).toBe(422)
  })
})
