import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CLIENT_HEADER } from '../../contract/endpoints.ts'
import { embeddedSessionSchema } from '../../contract/session.ts'
import {
  callAsHost,
  HOST_ORIGIN,
  type MadeHostKey,
  makeHostKey,
  makeHostSession,
  toHostSession,
} from '../fixture/host-key.ts'
import { createTestHome, openTestLatchkey, post, PUBLIC_URL, readProblem, type TestHome } from '../fixture/latchkey.ts'
import { makeAuthorization } from '../fixture/data-plane-key.ts'
import { engines } from '../fixture/postgres.ts'
import { countRows, refuseInserts, runOnStore } from '../fixture/raw-store.ts'
import { makeKeyText } from '../key/key-text.ts'
import { revokeKey } from '../key/revoke-key.ts'
import { doors } from '../access/doors.ts'
import { localPrincipal } from '../access/principal.ts'
import type { Latchkey } from '../latchkey.ts'
import { openStore } from '../store/database.ts'

const MINUTE = 60_000

describe.each(engines)('POST /v1/sessions on %s', (engine) => {
  let home: TestHome
  let latchkey: Latchkey
  let key: MadeHostKey
  let now = Date.parse('2026-03-04T05:06:07.890Z')
  const clock = (): Date => new Date(now)
  beforeAll(async () => {
    home = await createTestHome(engine)
    latchkey = await openTestLatchkey(home, { clock })
    key = await makeHostKey(home.config)
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
  })

  const make = (own: Record<string, unknown> = {}, by = key) =>
    callAsHost(latchkey, by, 'POST', '/v1/sessions', toHostSession(own))
  const exchange = (token: string, origin = HOST_ORIGIN) => post(latchkey, '/api/embed/session', { token, origin })
  const open = async (token: string) => embeddedSessionSchema.parse(await (await exchange(token)).json())
  const whoIs = (token: string) =>
    latchkey.app.request(new URL('/api/session', PUBLIC_URL), { headers: { authorization: `Bearer ${token}` } })

  test('makes a token of five minutes, that opens a session of fifteen with what the host said of its user', async () => {
    const answer = await make({ role: 'admin', teams: ['data', 'data', 'ops'], connectors: ['intercom'] })
    const made = (await answer.json()) as Record<string, string>
    expect([answer.status, made]).toEqual([
      201,
      {
        id: expect.any(String),
        token: expect.stringMatching(/^latchkey_once_[\w-]{49}$/u),
        expiresAt: new Date(now + 5 * MINUTE).toISOString(),
      },
    ])
    const { token, session } = await open(made['token'] ?? '')
    expect(session).toEqual({
      signIn: 'host',
      person: { id: 'ada', name: 'Ada' },
      tenant: { id: 'acme' },
      role: 'admin',
      teams: ['data', 'ops'],
      connectors: ['intercom'],
      purpose: 'source',
      expiresAt: new Date(now + 15 * MINUTE).toISOString(),
    })
    expect(await (await whoIs(token)).json()).toEqual(session)
  })

  test('makes the least where the host says nothing: a member of no team; and all connectors of the key', async () => {
    const { session } = await open((await makeHostSession(latchkey, key)).token)
    expect(session).toMatchObject({ role: 'member', teams: [], connectors: null })
    const narrow = await makeHostKey(home.config, { connectors: ['intercom'] })
    const narrowed = await open((await makeHostSession(latchkey, narrow)).token)
    expect(narrowed.session.connectors).toEqual(['intercom'])
  })

  test.each<[string, Record<string, unknown>, [string, string][]]>([
    ['nobody', { user: undefined }, [['/user', 'required']]],
    ['somebody without a name', { user: { id: 'ada', name: ' ' } }, [['/user/name', 'required']]],
    ['an id with white space at an end', { user: { id: 'ada ', name: 'Ada' } }, [['/user/id', 'invalid_value']]],
    ['Latchkey itself', { user: { id: 'latchkey:watch', name: 'Ada' } }, [['/user/id', 'invalid_value']]],
    ['no tenant', { tenant: '' }, [['/tenant', 'required']]],
    ['a tenant with a NUL', { tenant: 'a\0b' }, [['/tenant', 'invalid_value']]],
    ['a tenant of half a character', { tenant: 'a\ud800b' }, [['/tenant', 'invalid_value']]],
    ['a role that there is not', { role: 'owner' }, [['/role', 'invalid_value']]],
    ['a purpose that there is not', { purpose: 'fun' }, [['/purpose', 'invalid_value']]],
    ['no connector at all', { connectors: [] }, [['/connectors', 'required']]],
    ['a connector that there is not', { connectors: ['intercom', 'x'] }, [['/connectors/1', 'invalid_value']]],
    ['an origin with a path', { origin: `${HOST_ORIGIN}/` }, [['/origin', 'invalid_value']]],
    ['an origin in clear text', { origin: 'http://app.example.com' }, [['/origin', 'invalid_value']]],
    ['a field that there is not', { roles: ['admin'] }, [['/roles', 'unknown_field']]],
  ])('takes no %s, and says where', async (_, own, errors) => {
    const answer = await make(own)
    const problem = await readProblem(answer)
    expect([answer.status, problem.code]).toEqual([422, 'invalid_input'])
    expect(problem.errors?.map(({ pointer, code }) => [pointer, code])).toEqual(errors)
  })

  test.each<[string, Parameters<typeof makeHostKey>[1], Record<string, unknown>, RegExp]>([
    ['another tenant', { tenantId: 'acme' }, { tenant: 'globex' }, /another tenant/u],
    ['the tenant of the machine, for a key of any', {}, { tenant: 'local' }, /machine’s own/u],
    ['another page', {}, { origin: 'https://other.example.com' }, /this origin/u],
    ['an admin', { role: 'member' }, { role: 'admin' }, /members/u],
    ['another connector', { connectors: ['zendesk'] }, { connectors: ['intercom'] }, /connectors/u],
  ])('never gives more than the key has: %s', async (_, own, wanted, detail) => {
    const limited = await makeHostKey(home.config, own)
    const tokens = await countRows(home.config.store, 'one_time_token')
    const answer = await make(wanted, limited)
    expect([answer.status, await readProblem(answer)]).toMatchObject([403, { code: 'not_permitted' }])
    expect((await readProblem(await make(wanted, limited))).detail).toMatch(detail)
    expect(await countRows(home.config.store, 'one_time_token')).toBe(tokens)
  })

  test('is for the machine’s own tenant with a key that was made for that', async () => {
    const local = await makeHostKey(home.config, { tenantId: 'local' })
    expect((await make({ tenant: 'local' }, local)).status).toBe(201)
  })

  test('needs a host key, and no other will do; its last use is told to the minute', async () => {
    const once = await makeHostSession(latchkey, key)
    const { token } = await open(once.token)
    for (const authorization of [
      '',
      'Bearer',
      `Bearer ${makeKeyText('host').reveal()}`,
      await makeAuthorization(home.config),
      `Bearer ${once.token}`,
      `Bearer ${token}`,
      key.authorization.replace('Bearer', 'Basic'),
    ]) {
      const answer = await make({}, { ...key, authorization })
      expect([answer.status, (await readProblem(answer)).code]).toEqual([401, 'key_invalid'])
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
    now += MINUTE
    await makeHostSession(latchkey, key)
    const usedAt = clock().toISOString()
    now += 59_999
    await makeHostSession(latchkey, key)
    const rows = await runOnStore(home.config.store, `select last_used_at from host_key where id = '${key.id}'`)
    expect(rows).toEqual([{ last_used_at: usedAt }])
  })

  test('is asked by servers: it needs no header of a browser’s, and no page of another origin may read it', async () => {
    const url = new URL('/v1/sessions', PUBLIC_URL)
    const headers = { authorization: key.authorization, origin: HOST_ORIGIN, 'content-type': 'application/json' }
    const answer = await latchkey.app.request(url, { method: 'POST', headers, body: JSON.stringify(toHostSession()) })
    expect(answer.status).toBe(201)
    const asking = { origin: HOST_ORIGIN, 'access-control-request-method': 'POST' }
    const preflight = await latchkey.app.request(url, { method: 'OPTIONS', headers: asking })
    expect(preflight.status).toBeGreaterThanOrEqual(400)
    for (const { headers: said } of [answer, preflight]) {
      expect([...said.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
    }
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  test('what is not there is told as such, and not as a browser’s mistake; all that is there needs a host key', async () => {
    const statuses = [
      ['POST', '/v1/session'],
      ['PUT', '/v1/sessions'],
      ['GET', '/v1/sessions'],
      ['DELETE', '/v1/nope'],
    ]
    for (const [method = '', path = ''] of statuses) {
      const answer = await callAsHost(latchkey, key, method, path)
      expect([method, path, answer.status]).toEqual([method, path, path === '/v1/sessions' ? 405 : 404])
    }
    const ofHosts = Object.entries(doors).filter(([route, door]) => route.includes(' /v1/') || door === 'host_key')
    expect(ofHosts.every(([route, door]) => route.includes(' /v1/') && door === 'host_key')).toBe(true)
  })

  test('a key opens neither the browser’s routes nor the proxy', async () => {
    for (const path of ['/api/session', '/api/credentials', '/api/people']) {
      const answer = await callAsHost(latchkey, key, 'GET', path)
      expect([path, answer.status]).toEqual([path, 401])
    }
    const headers = { authorization: key.authorization, [CLIENT_HEADER]: 'web' }
    const url = new URL('/api/credentials', PUBLIC_URL)
    expect((await latchkey.app.request(url, { method: 'POST', headers })).status).toBe(401)
  })

  test('S23 its session is over with DELETE, and one that was not opened yet is never opened', async () => {
    const [opened, unopened] = [await makeHostSession(latchkey, key), await makeHostSession(latchkey, key)]
    const { token } = await open(opened.token)
    const end = (id: string, by = key) => callAsHost(latchkey, by, 'DELETE', `/v1/sessions/${id}`)
    const other = await makeHostKey(home.config)
    for (const { id } of [opened, unopened]) expect((await end(id, other)).status).toBe(404)
    expect((await whoIs(token)).status).toBe(200)

    for (const { id } of [opened, unopened]) {
      expect((await end(id)).status).toBe(204)
      expect((await end(id)).status).toBe(404)
    }
    expect((await whoIs(token)).status).toBe(401)
    expect((await exchange(unopened.token)).status).toBe(401)
    expect((await end(crypto.randomUUID())).status).toBe(404)
    expect((await end('nothing')).status).toBe(404)
    const ended = `select tenant_id, actor_name, detail from audit_event
      where action = 'session.ended' and actor_id = 'latchkey:host:${key.id}'`
    const detail = { session: { signIn: 'host', origin: HOST_ORIGIN }, key: { id: key.id, name: key.name } }
    const row = { tenant_id: 'acme', actor_name: key.name, detail: JSON.stringify(detail) }
    expect(await runOnStore(home.config.store, ended)).toEqual([row, row])
  })

  test('S24 a session goes on while the audit cannot take its end', async () => {
    const made = await makeHostSession(latchkey, key)
    const { token } = await open(made.token)
    const allow = await refuseInserts(home.config.store, 'audit_event')
    const answer = await callAsHost(latchkey, key, 'DELETE', `/v1/sessions/${made.id}`)
    await allow()
    expect([answer.status, (await whoIs(token)).status]).toEqual([503, 200])
  })

  test('S23 a key that is revoked is out within a second, and makes no token meanwhile', async () => {
    const revoked = await makeHostKey(home.config)
    await makeHostSession(latchkey, revoked)
    const beside = await openStore(home.config.store)
    await revokeKey({ store: beside, clock }, { principal: localPrincipal(), idOrName: revoked.id })
    await beside.database.destroy()
    // The instance still believes it.
    expect((await make({}, revoked)).status).toBe(401)
    now += 1_000
    expect((await callAsHost(latchkey, revoked, 'DELETE', `/v1/sessions/${crypto.randomUUID()}`)).status).toBe(401)
  })
})

test('who guesses at host keys is told to wait, and is in nobody’s way', async () => {
  const home = await createTestHome('sqlite')
  const latchkey = await openTestLatchkey(home)
  const key = await makeHostKey(home.config)
  const guess = { authorization: `Bearer ${makeKeyText('host').reveal()}` }
  const answers: Response[] = []
  for (let attempt = 0; attempt < 10; attempt += 1) {
    answers.push(await callAsHost(latchkey, guess, 'POST', '/v1/sessions', toHostSession()))
  }
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]))
  expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await makeHostSession(latchkey, key)).toBeDefined()
  await latchkey.close()
  await home.remove()
})

test('a browser that any page sends there without a key keeps no host out that has its address', async () => {
  const home = await createTestHome('sqlite')
  const latchkey = await openTestLatchkey(home)
  const { authorization } = await makeHostKey(home.config)
  const ask = (headers: Record<string, string>) =>
    latchkey.app.request(
      new URL('/v1/sessions', PUBLIC_URL),
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(toHostSession()),
      },
      { incoming: { socket: { remoteAddress: '192.0.2.1' } } },
    )
  for (let visit = 0; visit < 40; visit += 1) expect((await ask({})).status).toBe(401)
  expect((await ask({ authorization })).status).toBe(201)
  await latchkey.close()
  await home.remove()
})
