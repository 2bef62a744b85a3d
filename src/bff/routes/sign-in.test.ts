import { Writable } from 'node:stream'
import { Hono } from 'hono'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createAttemptLimits } from '../access/attempt-limits.ts'
import { createSessionCookie } from '../access/session-cookie.ts'
import { createSessions, type Sessions } from '../access/sessions.ts'
import { createTestHome, PUBLIC_URL, type TestHome } from '../fixture/latchkey.ts'
import { startOpenIdProvider, type TestOpenIdProvider } from '../fixture/openid-provider.ts'
import { engines } from '../fixture/postgres.ts'
import { countRows, refuseInserts } from '../fixture/raw-store.ts'
import { createOpenIdProvider, type OpenIdProvider } from '../openid/openid-provider.ts'
import type { OpenIdSettings } from '../openid/settings.ts'
import { createOutbound } from '../provider/outbound.ts'
import { openStore, type Store } from '../store/database.ts'
import { openKeyring } from '../store/keyring-check.ts'
import type { Keyring } from '../vault/keyring.ts'
import { signInRoutes } from './sign-in.ts'

const CALLBACK = new URL('/api/sign-in/callback', PUBLIC_URL)
const ada = { sub: 'ada-7', name: 'Ada Lovelace', org: 'acme', roles: ['latchkey-admin', 'other'], groups: ['growth'] }

describe.each(engines)('who signs in at an OpenID provider, on %s,', (engine) => {
  let home: TestHome
  let store: Store
  let keyring: Keyring
  let issuing: TestOpenIdProvider
  let sessions: Sessions
  let now: number
  let logged: string
  const clock = () => new Date(now)

  beforeAll(async () => {
    home = await createTestHome(engine)
    store = await openStore(home.config.store)
    keyring = await openKeyring(store.database, home.config.keyringPath, () => undefined)
    issuing = await startOpenIdProvider(CALLBACK.href)
  })
  beforeEach(() => {
    now = Date.now()
    logged = ''
    issuing.signInAs(ada)
    sessions = createSessions({ store, clock })
  })
  afterAll(async () => {
    await issuing.close()
    await store.database.destroy()
    await home.remove()
  })

  test('is back where they were, as who the provider says they are', async () => {
    const browser = await openBrowser()
    const back = await issuing.visit(await browser.begin('/new/source/authenticate?q=a%20b'))
    expect(`${back.origin}${back.pathname}`).toBe(CALLBACK.href)
    const answer = await browser.go(back)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/new/source/authenticate?q=a%20b')
    const { expiresAt: _expiresAt, ...principal } = await browser.session()
    expect(principal).toEqual({
      tenantId: 'acme',
      id: 'ada-7',
      name: 'Ada Lovelace',
      role: 'admin',
      teams: ['growth'],
      signIn: 'openid',
    })
    await browser.close()
  })

  test('S19 has a cookie for the session that is __Host-, Secure, HttpOnly, Lax, and one for the way there alike', async () => {
    const browser = await openBrowser()
    await browser.go(await issuing.visit(await browser.begin('/')))
    expect(browser.set).toHaveLength(2)
    for (const cookie of browser.set) {
      expect(cookie).toMatch(/^__Host-latchkey-(?:sign-in|session)-4680=/u)
      for (const flag of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(`; ${flag}`)
      expect(cookie).not.toMatch(/domain/iu)
    }
    await browser.close()
  })

  test('S22 brings an answer back once, whoever comes with it again', async () => {
    const browser = await openBrowser()
    const back = await issuing.visit(await browser.begin('/'))
    const answers = await Promise.all(Array.from({ length: 20 }, () => browser.go(back)))
    const places = answers.map(({ headers }) => headers.get('location'))
    expect(places.filter((place) => place === '/')).toHaveLength(1)
    expect(places.filter((place) => place === '/signed-in?problem=expired&return=%2F')).toHaveLength(19)
    await browser.close()
  })

  test('S22 cannot be sent an answer from another browser: it would sign them in as somebody else', async () => {
    const [theirs, ours] = [await openBrowser(), await openBrowser()]
    await ours.begin('/')
    const back = await issuing.visit(await theirs.begin('/'))
    expect((await ours.go(back)).headers.get('location')).toBe('/signed-in?problem=expired&return=%2F')
    // And it is spent: not even its own browser may use it now.
    expect((await theirs.go(back)).headers.get('location')).toBe('/signed-in?problem=expired&return=%2F')
    expect(ours.set.some((cookie) => cookie.includes('session'))).toBe(false)
    await Promise.all([theirs.close(), ours.close()])
  })

  test('has one session, however often they sign in', async () => {
    const browser = await openBrowser()
    const before = await countRows(home.config.store, 'session')
    for (const path of ['/?a', '/?b']) await browser.go(await issuing.visit(await browser.begin(path)))
    expect(await countRows(home.config.store, 'session')).toBe(before + 1)
    await browser.close()
  })

  test('is not kept out by pages that send a browser of the same address here', async () => {
    const browser = await openBrowser()
    const sent = new URL(CALLBACK)
    sent.searchParams.set('state', 'x'.repeat(43))
    for (let times = 0; times < 40; times += 1) expect((await browser.go(sent)).status).toBe(303)
    expect((await browser.go(await issuing.visit(await browser.begin('/')))).headers.get('location')).toBe('/')
    // Whoever left for the provider can guess, and is told to wait.
    for (let times = 0; times < 30; times += 1) expect((await browser.go(sent)).status).toBe(303)
    expect((await browser.go(sent)).status).toBe(429)
    await browser.close()
  })

  test('is not held up by somebody else’s answer that proves nothing', async () => {
    const { promise: isRefused, resolve: go } = Promise.withResolvers<void>()
    const browser = await openBrowser({}, (url) => (url.endsWith('/me') ? isRefused : undefined))
    const [theirs, ours] = [
      await issuing.visit(await browser.begin('/?theirs')),
      await issuing.visit(await browser.begin('/?ours')),
    ]
    theirs.searchParams.set('code', 'x'.repeat(43))
    const waiting = browser.go(ours)
    expect((await browser.go(theirs)).headers.get('location')).toContain('problem=provider')
    go()
    expect((await waiting).headers.get('location')).toBe('/?ours')
    await browser.close()
  })

  test('has ten minutes', async () => {
    const browser = await openBrowser()
    const back = await issuing.visit(await browser.begin('/'))
    now += 10 * 60 * 1_000
    expect((await browser.go(back)).headers.get('location')).toBe('/signed-in?problem=expired&return=%2F')
    await browser.close()
  })

  test('may be on the way in two tabs at once', async () => {
    const browser = await openBrowser()
    const [first, second] = [await browser.begin('/?a'), await browser.begin('/?b')]
    expect((await browser.go(await issuing.visit(second))).headers.get('location')).toBe('/?b')
    expect((await browser.go(await issuing.visit(first))).headers.get('location')).toBe('/?a')
    await browser.close()
  })

  test('is told when the provider says no, and nothing of it is in the log but that', async () => {
    issuing.signInAs(null)
    const browser = await openBrowser()
    const back = await issuing.visit(await browser.begin('/'))
    expect((await browser.go(back)).headers.get('location')).toBe('/signed-in?problem=denied&return=%2F')
    expect(logged).toContain('"problem":"denied"')
    await browser.close()
  })

  test.each([
    ['another code', (url: URL) => url.searchParams.set('code', 'x'.repeat(43)), 'provider'],
    ['another state', (url: URL) => url.searchParams.set('state', 'x'.repeat(43)), 'expired'],
    ['no state', (url: URL) => url.searchParams.delete('state'), 'expired'],
    ['another issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.example'), 'provider'],
  ])('gets nothing for an answer with %s', async (_, change, problem) => {
    const browser = await openBrowser()
    const back = await issuing.visit(await browser.begin('/'))
    const code = back.searchParams.get('code') ?? ''
    change(back)
    expect((await browser.go(back)).headers.get('location')).toBe(`/signed-in?problem=${problem}&return=%2F`)
    expect(browser.set.some((cookie) => cookie.includes('session'))).toBe(false)
    expect(logged).not.toContain(code)
    await browser.close()
  })

  test('is let in by nobody whose claims lack a tenant', async () => {
    const { org: _org, ...nowhere } = ada
    issuing.signInAs(nowhere)
    const browser = await openBrowser()
    const back = await issuing.visit(await browser.begin('/'))
    expect((await browser.go(back)).headers.get('location')).toBe('/signed-in?problem=claims&return=%2F')
    await browser.close()
  })

  test.each([
    'https://evil.example/x',
    '//evil.example/x',
    '/\\evil.example/x',
    '/.//evil.example',
    '/api/sign-in',
    'javascript:alert(1)',
  ])('is led to no place but this page’s own: %s', async (place) => {
    const browser = await openBrowser()
    const back = await issuing.visit(await browser.begin(place))
    expect((await browser.go(back)).headers.get('location')).toBe('/')
    await browser.close()
  })

  test('is told that the provider cannot be asked, and can as soon as it can', async () => {
    const away = await startOpenIdProvider(CALLBACK.href)
    await away.close()
    const browser = await openBrowser({ issuer: away.issuer })
    const answer = await browser.go(new URL('/api/sign-in', PUBLIC_URL))
    expect(answer.headers.get('location')).toBe('/signed-in?problem=provider&return=%2F')
    await browser.close()
  })

  test('S24 has no session where the audit row cannot be written', async () => {
    const browser = await openBrowser()
    const back = await issuing.visit(await browser.begin('/'))
    const before = await countRows(home.config.store, 'session')
    const allow = await refuseInserts(home.config.store, 'audit_event')
    expect((await browser.go(back)).status).toBe(500)
    await allow()
    expect(await countRows(home.config.store, 'session')).toBe(before)
    await browser.close()
  })

  test('S1 leaves neither code, token nor verifier in the store or the log', async () => {
    const browser = await openBrowser()
    const url = await browser.begin('/')
    const back = await issuing.visit(url)
    const state = url.searchParams.get('state') ?? ''
    const rows = await store.database.selectFrom('sign_in_attempt').selectAll().execute()
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain(state)
    await browser.go(back)
    expect(logged).not.toContain(back.searchParams.get('code') ?? '')
    expect(logged).not.toContain(state)
    await browser.close()
  })

  test('is told where to end the provider’s own session', async () => {
    const browser = await openBrowser()
    const url = new URL((await browser.provider.endSessionUrl()) ?? '')
    expect(url.origin).toBe(issuing.issuer.origin)
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe(new URL('/', PUBLIC_URL).href)
    await browser.close()
  })

  /** A browser with its cookies, in front of a Latchkey that has the provider for its own. */
  async function openBrowser(
    own: Partial<OpenIdSettings> = {},
    before: (url: string) => Promise<void> | void = () => {},
  ) {
    const settings: OpenIdSettings = {
      issuer: issuing.issuer,
      clientId: issuing.clientId,
      clientSecret: issuing.clientSecret,
      scope: 'openid profile',
      tenantClaim: 'org',
      rolesClaim: 'roles',
      adminRole: 'latchkey-admin',
      teamsClaim: 'groups',
      ...own,
    }
    const provider: OpenIdProvider = createOpenIdProvider({
      settings,
      redirectUri: CALLBACK,
      signedOutUri: new URL('/', PUBLIC_URL),
      openOutbound(operatorOrigins) {
        const outbound = createOutbound({ origins: [], operatorOrigins })
        return {
          ...outbound,
          async request(asked) {
            await before(asked.url)
            return outbound.request(asked)
          },
        }
      },
    })
    const log = pino(
      new Writable({
        write(line, _, done) {
          logged += String(line)
          done()
        },
      }),
    )
    const sessionCookie = createSessionCookie(PUBLIC_URL)
    const app = new Hono()
      .use(async (c, next) => {
        c.set('address', '192.0.2.7')
        await next()
      })
      .route(
        '/',
        signInRoutes({
          store,
          keyring,
          clock,
          log,
          sessions,
          openid: { provider, settings },
          publicUrl: PUBLIC_URL,
          sessionCookie,
          attemptLimits: createAttemptLimits(clock),
        }),
      )
    const jar = new Map<string, string>()
    const set: string[] = []

    async function go(url: URL): Promise<Response> {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const answer = await app.request(url, { headers: { cookie } })
      for (const line of answer.headers.getSetCookie()) {
        set.push(line)
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? []
        jar.set(name, value)
      }
      return answer
    }

    return {
      set,
      provider,
      go,
      async begin(returnTo: string): Promise<URL> {
        const url = new URL('/api/sign-in', PUBLIC_URL)
        url.searchParams.set('return', returnTo)
        const answer = await go(url)
        expect(answer.status).toBe(303)
        return new URL(answer.headers.get('location') ?? '', PUBLIC_URL)
      },
      async session() {
        const found = await sessions.find(jar.get('__Host-latchkey-session-4680') ?? '', null)
        if (!found?.session) throw new Error('There is no session')
        const { tenantId, id, name, role, teams, session } = found
        return { tenantId, id, name, role, teams, signIn: session.signIn, expiresAt: session.expiresAt }
      },
      close: () => provider.close(),
    }
  }
})
