import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Credential } from '../../contract/credential.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import { makeAuthorization } from '../fixture/data-plane-key.ts'
import {
  createTestHome,
  freshToken,
  get,
  openTestLatchkey,
  post,
  readCredential,
  readProblem,
  sampleToken,
  type TestHome,
  toCredentialBody,
} from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { type ProxyServer, startProxyServer } from '../fixture/proxy-server.ts'
import { runOnStore } from '../fixture/raw-store.ts'
import type { Latchkey } from '../latchkey.ts'

describe.each(engines)('on %s the proxy', (engine) => {
  /** Milliseconds that the tests are ahead of the clock on the wall. */
  let ahead = 0
  const clock = (): number => Date.now() + ahead
  let sandbox: RunningSandbox
  let home: TestHome
  let latchkey: Latchkey
  let server: ProxyServer
  let authorization: string
  let credential: Credential
  const token = freshToken()

  beforeAll(async () => {
    sandbox = await createSandbox({ clock })
    home = await createTestHome(engine, sandbox.origins)
    latchkey = await openTestLatchkey(home, { clock: () => new Date(clock()) })
    server = await startProxyServer(latchkey)
    authorization = await makeAuthorization(home.config)
    credential = await save(token)
  })
  afterAll(async () => {
    await server.close()
    await latchkey.close()
    await home.remove()
    await sandbox.close()
  })
  // Whatever a test used up.
  beforeEach(() => {
    ahead += 20_000
  })

  test('S12 forwards neither cookies nor the caller’s authorization, and returns no cookie', async () => {
    const headers = { authorization, cookie: 'session=a', 'x-any': 'a', 'idempotency-key': 'k', prefer: 'wait=5' }
    const answer = await ask('/contacts?per_page=1', { headers })
    expect([answer.status, await answer.json()]).toMatchObject([200, { type: 'list' }])
    expect(answer.headers.get('set-cookie')).toBe(null)
    const asked = sandbox.requests.at(-1)
    expect(asked).toMatchObject({ method: 'GET', path: '/contacts?per_page=1' })
    expect(Object.keys(asked?.headers ?? {}).toSorted()).toEqual([
      'accept',
      'accept-encoding',
      'accept-language',
      'authorization',
      'connection',
      'host',
      'idempotency-key',
      'intercom-version',
      'user-agent',
    ])
    expect(asked?.headers).toMatchObject({ 'accept-encoding': 'identity', 'intercom-version': '2.16' })
  })

  test('tells a caller what is left, what was preferred, and whose answer it is', async () => {
    const answer = await ask('/contacts', { headers: { authorization, prefer: 'respond-async, wait=99' } })
    const headers = Object.fromEntries(answer.headers)
    expect(headers).toMatchObject({
      'proxy-status': 'latchkey; received-status=200',
      'preference-applied': 'wait=60',
      'ratelimit-policy': '"intercom";q=1667;w=10',
      'x-ratelimit-limit': '1667',
    })
    expect(headers['ratelimit']).toMatch(/^"intercom";r=16\d\d;t=\d+$/u)
  })

  test('looks at no more keys from an address that showed thirty wrong ones, but for one that was good there', async () => {
    const other = await makeAuthorization(home.config)
    expect((await ask('/contacts')).status).toBe(200)
    for (let failure = 0; failure < 30; failure += 1) {
      const wrong = { headers: { authorization: `Bearer ${crypto.randomUUID()}` } }
      expect((await ask('/contacts', wrong)).status).toBe(401)
    }
    const refused = await ask('/contacts', { headers: { authorization: other } })
    expect([refused.status, await readProblem(refused)]).toMatchObject([429, { code: 'too_many_attempts' }])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(200)
    expect(refused.headers.get('proxy-status')).toBe('latchkey; error=http_request_denied')
    expect((await ask('/contacts')).status).toBe(200)
    ahead += 5 * 60_000
    expect((await ask('/contacts', { headers: { authorization: other } })).status).toBe(200)
  })

  test('passes the provider’s own errors on as they are', async () => {
    const answer = await ask('/contacts/none')
    expect([answer.status, await answer.json()]).toMatchObject([404, { type: 'error.list' }])
    expect(answer.headers.get('proxy-status')).toBe('latchkey; received-status=404')
  })

  test.each<[string, number, string, string, Record<string, string>]>([
    ['/ip_allowlist', 403, 'path_not_allowed', 'GET', {}],
    ['/contacts', 405, 'method_not_allowed', 'PATCH', { allow: 'DELETE, GET, HEAD, POST, PUT' }],
    ['/contacts', 401, 'key_invalid', 'GET', { authorization: '', 'www-authenticate': 'Bearer' }],
    ['/contacts', 401, 'key_invalid', 'POST', { authorization: 'Bearer latchkey_none', 'www-authenticate': 'Bearer' }],
  ])(
    'refuses %s with a problem of its own: %i %s',
    async (path, status, code, method, { authorization: shown, ...own }) => {
      const asked = sandbox.requests.length
      const answer = await ask(path, { method, headers: { authorization: shown ?? authorization } })
      expect(answer.status).toBe(status)
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        'proxy-status': 'latchkey; error=http_request_denied',
        ...own,
      })
      expect(await readProblem(answer)).toMatchObject({ status, code })
      expect(sandbox.requests).toHaveLength(asked)
    },
  )

  test.each(['', '/', '/x', `/${crypto.randomUUID()}/contacts`, '/%00/contacts', '?a=b'])(
    'knows no /proxy%s',
    async (rest) => {
      const answer = await fetch(`${server.origin}/proxy${rest}`, { headers: { authorization } })
      expect(answer.headers.get('proxy-status')).toBe('latchkey; error=destination_not_found')
      expect(await readProblem(answer)).toMatchObject({ status: 404, code: 'not_found' })
    },
  )

  test('knows no credential of another tenant, nor of another connector', async () => {
    await runOnStore(home.config.store, `update data_plane_key set tenant_id = 'other'`)
    ahead += 1_000
    expect((await ask('/contacts')).status).toBe(404)
    await runOnStore(home.config.store, `update data_plane_key set tenant_id = 'local', connector = 'other'`)
    ahead += 1_000
    expect((await ask('/contacts')).status).toBe(404)
    await runOnStore(home.config.store, `update data_plane_key set connector = 'intercom'`)
    ahead += 1_000
    expect((await ask('/contacts')).status).toBe(200)
  })

  test.each([
    ['in absolute-form', (path: string) => `http://latchkey.test${path}`],
    ['in absolute-form and capitals', (path: string) => `HTTP://LATCHKEY.TEST${path}`],
  ])('S13 is not asked %s, and neither is the app', async (_, toTarget) => {
    const asked = sandbox.requests.length
    const text = await exchange(`GET ${toTarget(`/proxy/${credential.id}/contacts`)} HTTP/1.1`)
    expect(text).toMatch(/^HTTP\/1\.1 404 /u)
    expect(text).toContain('proxy-status: latchkey; error=destination_not_found')
    expect(sandbox.requests).toHaveLength(asked)
  })

  test.each([
    '/contacts/../admins',
    '/contacts/..%2fadmins',
    '//contacts',
    String.raw`/contacts\..\admins`,
    '/contacts/%2e%2e',
    '/contacts/%252e%252e/admins',
    '/contacts/;/admins',
    '@evil.test/contacts',
    '/contacts#a',
    '/contacts/%00',
  ])('S13 reaches nothing by %s', async (path) => {
    const asked = sandbox.requests.length
    const text = await exchange(`GET /proxy/${credential.id}${path} HTTP/1.1`)
    expect(text).toMatch(/^HTTP\/1\.1 (?:403|404) /u)
    expect(sandbox.requests).toHaveLength(asked)
  })

  test('S15 follows no redirect, and says not where it would lead', async () => {
    const { id } = await activate('redirect')
    const answer = await fetch(`${server.origin}/proxy/${id}/contacts`, {
      headers: { authorization },
      redirect: 'manual',
    })
    expect([answer.status, answer.headers.get('location')]).toEqual([302, null])
    expect(sandbox.redirectTarget.requests).toEqual([])
  })

  test('uses a deleted credential no longer than a second', async () => {
    const { id } = await save()
    expect((await ask('/contacts', {}, id)).status).toBe(200)
    const deleted = await latchkey.app.request(`http://127.0.0.1:4680/api/credentials/${id}`, {
      method: 'DELETE',
      headers: { 'latchkey-client': 'test', host: '127.0.0.1:4680' },
    })
    expect(deleted.status).toBe(200)
    ahead += 1_000
    expect(await readProblem(await ask('/contacts', {}, id))).toMatchObject({ code: 'not_found' })
  })

  test('believes a revoked key no longer than a second', async () => {
    const other = await makeAuthorization(home.config)
    const headers = { authorization: other }
    expect((await ask('/contacts', { headers })).status).toBe(200)
    await runOnStore(
      home.config.store,
      `update data_plane_key set revoked_at = '2026-01-01T00:00:00.000Z' where name <> ''`,
    )
    ahead += 1_000
    expect(await readProblem(await ask('/contacts', { headers }))).toMatchObject({ code: 'key_invalid' })
    await runOnStore(home.config.store, 'update data_plane_key set revoked_at = null')
    ahead += 1_000
  })

  test('S29 asks the check about a 401, once a minute, and two verdicts apart make the credential failed', async () => {
    const revoked = freshToken()
    const { id } = await save(revoked)
    sandbox.revoke(revoked)
    for (let times = 0; times < 5; times += 1) expect((await ask('/contacts', {}, id)).status).toBe(401)
    await expect.poll(() => readEvents(id)).toContain('"credential.checked"')
    expect((await readStatus(id)).status).toBe('verified')
    expect(sandbox.requests.filter(({ path }) => path === '/me').length).toBeGreaterThan(0)
    const checks = countChecks()
    ahead += 59_000
    await ask('/contacts', {}, id)
    await sleep(50)
    expect(countChecks()).toBe(checks)

    ahead += 5 * 60_000
    await ask('/contacts', {}, id)
    await expect.poll(async () => (await readStatus(id)).status).toBe('failed')
  })

  test('says that the store cannot be reached', async () => {
    const broken = await openTestLatchkey(home)
    const other = await startProxyServer(broken)
    await broken.close()
    const answer = await fetch(`${other.origin}/proxy/${credential.id}/contacts`, { headers: { authorization } })
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
    await other.close()
  })

  function countChecks(): number {
    return sandbox.requests.filter(({ path }) => path === '/me').length
  }

  async function readEvents(id: string): Promise<string> {
    return (await get(latchkey, `/api/credentials/${id}/events`)).text()
  }

  async function readStatus(id: string): Promise<Credential> {
    return readCredential(await get(latchkey, `/api/credentials/${id}`))
  }

  async function save(accessToken = freshToken()): Promise<Credential> {
    return readCredential(await post(latchkey, '/api/credentials', toCredentialBody({ secret: { accessToken } })))
  }

  /** A token that no check accepts, kept all the same. */
  async function activate(behaviour: string): Promise<Credential> {
    const accessToken = sampleToken(sandbox.tokens, behaviour)
    const body = toCredentialBody({ secret: { accessToken }, acceptUnverified: true })
    return readCredential(await post(latchkey, '/api/credentials', body))
  }

  function ask(path: string, init: RequestInit = {}, id = credential.id): Promise<Response> {
    return fetch(`${server.origin}/proxy/${id}${path}`, { headers: { authorization }, ...init })
  }

  /** What no client would send. */
  async function exchange(line: string): Promise<string> {
    const socket = connect(server.port, '127.0.0.1')
    let text = ''
    socket.setEncoding('latin1').on('data', (part) => (text += part))
    socket.write(`${line}\r\nauthorization: ${authorization}\r\nconnection: close\r\n\r\n`)
    await once(socket, 'close')
    return text
  }
})
