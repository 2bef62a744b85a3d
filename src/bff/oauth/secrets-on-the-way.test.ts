import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { authorizationSchema, oauthEndpoints } from '../../contract/oauth.ts'
import { comeBack, leave, pathOf, toAuthorizedBody, withOAuth } from '../fixture/authorization.ts'
import { change } from '../fixture/change.ts'
import { createTestHome, freshToken, get, openTestLatchkey, post, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { countRows, refuseInserts, runOnStore } from '../fixture/raw-store.ts'
import { placesOf, readFiles, readTables } from '../fixture/stored-bytes.ts'
import type { Latchkey } from '../latchkey.ts'
import { createLog } from '../log.ts'

interface Answer {
  status: number
  type?: string
  headers?: Record<string, string>
  body: string
}

/** What the provider knows when it answers, and may say back. */
interface Told {
  token: string
  /** All that is secret of the call. */
  all: string
}

const json = (status: number, value: unknown): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(value),
})
const give = ({ token }: Told): Answer => json(200, { token_type: 'Bearer', token, access_token: token })
const workspace = { type: 'admin', app: { type: 'app', id_code: 'nw7c1d20', name: 'Northwind', region: 'US' } }
const sayWho: (told: Told) => Answer = () => json(200, workspace)

/** The ways to fail, each with a provider that says back all that it was told. */
const failures: [reason: string, what: string, giveToken: (told: Told) => Answer, me?: (told: Told) => Answer][] = [
  ['code_refused', 'in JSON', ({ all }) => json(400, { error: 'invalid_grant', error_description: all })],
  ['code_refused', 'as an error', ({ all }) => json(400, { error: all, error_uri: all })],
  ['code_refused', 'in a text', ({ all }) => ({ status: 401, type: 'text/plain', body: `Unauthorized Code ${all}` })],
  ['code_refused', 'in a challenge', ({ all }) => challenge(401, all)],
  ['provider_unreachable', 'in a page', ({ all }) => ({ status: 503, type: 'text/html', body: `<p>${all}</p>` })],
  ['provider_answer', 'in a page', ({ all }) => ({ status: 403, type: 'text/html', body: `<p>${all}</p>` })],
  ['provider_answer', 'in no JSON', ({ all }) => ({ status: 200, type: 'application/json', body: all })],
  ['provider_answer', 'with a token of no type', ({ token, all }) => json(200, { access_token: token, all })],
  ['provider_answer', 'as a type', ({ token, all }) => json(200, { access_token: token, token_type: all })],
  [
    'provider_answer',
    'in a token that is none',
    ({ all }) => json(200, { access_token: `${all}\n`, token_type: 'Bearer' }),
  ],
  ['provider_answer', 'in an ID token', ({ token, all }) => json(200, { ...bearer(token), id_token: all })],
  [
    'provider_answer',
    'in a redirect',
    ({ all }) => ({ status: 307, headers: { location: `/?${new URLSearchParams({ all })}` }, body: '' }),
  ],
  ['token_rejected', 'nowhere', give, () => json(401, refusal('Access Token Invalid'))],
]

describe.each(engines)('S1 S2 of what passes on the way to a provider and back, on %s,', (engine) => {
  let provider: Server
  let giveToken: (told: Told) => Answer = give
  let me = sayWho
  let redirected = 0
  let home: TestHome
  let latchkey: Latchkey
  let clientSecret: string
  /** Everything that may be told to nobody. */
  const secrets = new Set<string>()
  const output: string[] = []
  const answered: string[] = []

  beforeAll(async () => {
    provider = createServer((request, response) => {
      void text(request).then((body) => {
        const { status, type, headers, body: said } = answer(request.url, request.headers.authorization, body)
        response.writeHead(status, { ...(type !== undefined && { 'content-type': type }), ...headers }).end(said)
      })
    }).listen(0, '127.0.0.1')
    await once(provider, 'listening')
    const origin = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
    const origins = { us: origin, eu: origin, au: origin }
    clientSecret = crypto.randomUUID()
    secrets.add(clientSecret)
    const oauthClient = { id: 'latchkey', secret: clientSecret }
    home = withOAuth(await createTestHome(engine, origins), { origins, oauthClient })
    latchkey = await openTestLatchkey(home, { log: createLog('trace', { write: (line) => output.push(line) }) })
  })
  beforeEach(() => {
    giveToken = give
    me = sayWho
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((line) => output.push(String(line)) > 0)
    }
  })
  afterEach(() => {
    vi.restoreAllMocks()
    expectNothingIn('output', output)
    expectNothingIn('answers', answered)
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
    provider.closeAllConnections()
    provider.close()
  })

  function answer(path: string | undefined, authorization: string | undefined, body: string): Answer {
    const shown = authorization?.replace('Bearer ', '')
    if (path === '/me') return me({ token: shown ?? '', all: shown ?? '' })
    if (path === '/auth/uninstall') return json(500, refusal(shown ?? ''))
    if (path !== '/auth/eagle/token') redirected += 1
    const form = new URLSearchParams(body)
    const token = freshToken()
    secrets.add(token)
    return giveToken({ token, all: [token, form.get('code'), form.get('client_secret')].join(' ') })
  }

  /** Remembers what is answered. */
  async function read(response: Response): Promise<unknown> {
    const body = await response.text()
    answered.push([...response.headers].flat().join('\n'), body)
    return body === '' ? null : JSON.parse(body)
  }

  async function travel(body: object = {}, more: Record<string, string> = {}) {
    const { id, url, cookie } = await leave(latchkey, body)
    const state = url.searchParams.get('state') ?? ''
    const code = crypto.randomUUID().replaceAll('-', '')
    for (const secret of [state, code, cookie.split('=')[1] ?? '']) secrets.add(secret)
    const callback = new URL(url.searchParams.get('redirect_uri') ?? '')
    callback.search = new URLSearchParams({ code: `${code}=`, state, ...more }).toString()
    const returned = await comeBack(latchkey, callback, cookie)
    await read(returned)
    // It is shown once more, by whoever finds it in a history.
    await read(await comeBack(latchkey, callback, cookie))
    await read(await comeBack(latchkey, callback, ''))
    const seen = await read(await get(latchkey, pathOf(oauthEndpoints.authorization, id)))
    return { id, status: returned.status, authorization: authorizationSchema.parse(seen) }
  }

  test.each(failures)('%s, said %s, tells nothing', async (reason, _, token, check) => {
    giveToken = token
    if (check) me = check
    const { authorization } = await travel()
    expect(authorization).toMatchObject({ state: 'failed', reason })
    expect(redirected).toBe(0)
  })

  test('an error of the provider’s page tells nothing', async () => {
    const { authorization } = await travel({}, { error: freshAnd('error'), error_description: freshAnd('description') })
    expect(authorization).toMatchObject({ state: 'failed', reason: 'provider_answer' })
  })

  test('a provider that says the token back as the account’s name is not believed', async () => {
    me = ({ token }) => json(200, { ...workspace, app: { ...workspace.app, name: token } })
    const { id, authorization } = await travel()
    expect(authorization).toMatchObject({ state: 'authorized', checked: { kind: 'unreachable' } })
    await read(await post(latchkey, '/api/credentials', toAuthorizedBody({ id }, { acceptUnverified: true })))
  })

  test('saved, connected again, read by every list, deleted, and given up, it tells nothing', async () => {
    const { id } = await travel()
    const key = { 'idempotency-key': crypto.randomUUID() }
    const body = toAuthorizedBody({ id })
    const saved = (await read(await post(latchkey, '/api/credentials', body, key))) as { id: string }
    await read(await post(latchkey, '/api/credentials', body, key))
    await read(await post(latchkey, '/api/credentials', body))

    const again = await travel({ credential: saved.id })
    const path = `/api/credentials/${saved.id}`
    const rotation = { body: { method: 'oauth', authorization: again.id } }
    const rotated = await change(latchkey, 'PUT', `${path}/secret`, rotation)
    expect(rotated.status).toBe(200)
    await read(rotated)
    for (const list of ['/api/credentials', path, `${path}/events`, '/api/events', '/metrics']) {
      answered.push(await (await get(latchkey, list)).text())
    }
    const deleted = await change(latchkey, 'DELETE', path)
    expect(await read(deleted)).toMatchObject({ uninstallation: { kind: 'failed' } })

    const dropped = await travel()
    await read(await change(latchkey, 'DELETE', pathOf(oauthEndpoints.authorization, dropped.id)))
  })

  test('S24 what cannot be written down has not happened, and tells nothing', async () => {
    const allow = await refuseInserts(home.config.store, 'audit_event')
    const { id, status, authorization } = await travel()
    await allow()
    expect(status).toBe(503)
    expect(authorization).toMatchObject({ state: 'waiting' })
    const where = `where id = '${id}'`
    const [row] = await runOnStore(home.config.store, `select sealed_secret from oauth_authorization ${where}`)
    expect(row).toEqual({ sealed_secret: null })
  })

  test('nothing of all these rests in the store', async () => {
    expect(await countRows(home.config.store, 'oauth_authorization')).toBeGreaterThan(10)
    expect(placesOf(secrets, await readTables(home))).toEqual([])
    expect(placesOf(secrets, readFiles(home.folder))).toEqual([])
  })

  function expectNothingIn(name: string, texts: readonly string[]): void {
    expect(placesOf(secrets, [[name, Buffer.from(texts.join('\n'))]])).toEqual([])
  }

  /** Like what a provider's page could quote. */
  function freshAnd(what: string): string {
    const secret = crypto.randomUUID()
    secrets.add(secret)
    return `${what} ${secret}`
  }
})

function bearer(token: string) {
  return { token_type: 'Bearer', access_token: token }
}

function refusal(said: string) {
  return { type: 'error.list', request_id: said, errors: [{ code: 'unauthorized', message: said }] }
}

function challenge(status: number, said: string): Answer {
  return { status, headers: { 'www-authenticate': `Bearer error="${said}"` }, body: '' }
}
