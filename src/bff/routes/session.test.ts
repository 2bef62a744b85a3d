import { Writable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CLIENT_HEADER, endpoints } from '../../contract/endpoints.ts'
import { embeddedSessionSchema, sessionSchema } from '../../contract/session.ts'
import { localPrincipal } from '../access/principal.ts'
import { makeSignInLink } from '../access/sign-in-link.ts'
import { HOST_ORIGIN, makeHostKey, makeHostSession } from '../fixture/host-key.ts'
import {
  createTestHome,
  get,
  openTestLatchkey,
  post,
  PUBLIC_URL,
  readProblem,
  type TestHome,
} from '../fixture/latchkey.ts'
import { openForPeople } from '../fixture/person.ts'
import { engines } from '../fixture/postgres.ts'
import { countRows, refuseInserts, runOnStore } from '../fixture/raw-store.ts'
import type { Latchkey } from '../latchkey.ts'
import { createLog } from '../log.ts'

const HOUR = 60 * 60 * 1_000
const { tenantId, id, name } = localPrincipal()

describe.each(engines)('a session of whoever works on this machine, on %s,', (engine) => {
  let home: TestHome
  let latchkey: Latchkey
  let logged = ''
  let now = Date.parse('2026-03-04T05:06:07.890Z')
  const clock = (): Date => new Date(now)
  const stream = new Writable({
    write(chunk, _, done) {
      logged += String(chunk)
      done()
    },
  })
  beforeAll(async () => {
    home = await createTestHome(engine)
    home.config.signIn = { kind: 'link' }
    latchkey = await openTestLatchkey(home, { clock, log: createLog('warn', stream) })
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
  })
  beforeEach(async () => {
    logged = ''
    for (const table of ['session', 'one_time_token', 'audit_event']) {
      await runOnStore(home.config.store, `delete from ${table}`)
    }
  })

  test('is opened by the link, once, and held by a cookie', async () => {
    const token = await makeToken()
    const opened = await open(token)
    expect(opened.status).toBe(201)
    const session = sessionSchema.parse(await opened.json())
    const who = { signIn: 'link', person: { id, name }, tenant: { id: tenantId }, role: 'admin', teams: [] }
    const expiresAt = new Date(now + 7 * 24 * HOUR).toISOString()
    expect(session).toEqual({ ...who, connectors: null, purpose: null, expiresAt })
    const cookie = readCookie(opened)
    expect(await (await ask(cookie)).json()).toEqual(session)
    expect((await ask(cookie, '/api/credentials')).status).toBe(200)

    const again = await open(token)
    expect(again.headers.getSetCookie()).toEqual([])
    expect(again.headers.get('www-authenticate')).toBe('Bearer')
    expect(await readProblem(again)).toMatchObject({ code: 'sign_in_refused', detail: expect.stringContaining('once') })
    expect(logged).toContain('"signIn":"link","why":"used"')
    expect(logged).not.toContain(token.slice(14, 57))
    const audited = await runOnStore(home.config.store, 'select action, outcome, actor_id from audit_event order by id')
    expect(audited).toEqual([
      { action: 'session.started', outcome: 'done', actor_id: id },
      { action: 'session.refused', outcome: 'refused', actor_id: id },
    ])
  })

  test('S19 is held by a cookie with every flag, which no script reads and no other host can plant', async () => {
    const opened = await open(await makeToken())
    const [cookie = '', ...others] = opened.headers.getSetCookie()
    const [pair = '', ...attributes] = cookie.split('; ')
    expect(others).toEqual([])
    expect(pair).toMatch(/^__Host-latchkey-session-4680=latchkey_session_[\w-]{49}$/u)
    expect(attributes.toSorted()).toEqual(['HttpOnly', 'Max-Age=2592000', 'Path=/', 'SameSite=Lax', 'Secure'])
    expect(opened.headers.get('cache-control')).toBe('no-store')
  })

  test.each([
    [
      'an hour after it was made',
      'expired',
      async () => {
        const token = await makeToken()
        now += HOUR
        return token
      },
    ],
    ['that nobody gave out', 'unknown', async () => (await makeToken()).replace(/.{49}$/u, 'x'.repeat(49))],
    ['of a product’s frame', 'unknown', () => makeHostToken()],
    [
      'that was shown to the frame’s door',
      'used',
      async () => {
        const token = await makeToken()
        const shown = await post(latchkey, endpoints.embeddedSession, { token, origin: HOST_ORIGIN })
        expect((await readProblem(shown)).code).toBe('sign_in_refused')
        return token
      },
    ],
  ])('is not opened by a token %s', async (_, why, toToken) => {
    const answer = await open(await toToken())
    expect([answer.status, (await readProblem(answer)).code]).toEqual([401, 'sign_in_refused'])
    expect(logged).toContain(`"why":"${why}"`)
    expect(await countRows(home.config.store, 'session')).toBe(0)
  })

  test('S22 is opened by one of a hundred that come with the token at once', async () => {
    const token = await makeToken()
    const answers = await Promise.all(Array.from({ length: 100 }, () => open(token)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.every(({ status }) => [201, 401, 429].includes(status))).toBe(true)
    expect(await countRows(home.config.store, 'session')).toBe(1)
  })

  test('is over once it is ended, with its cookie', async () => {
    const cookie = readCookie(await open(await makeToken()))
    const ended = await end(cookie)
    expect([ended.status, await ended.json()]).toEqual([200, { endSessionUrl: null }])
    expect(ended.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-latchkey-session-4680=; Max-Age=0; Path=\/;.* Secure/u),
    ])
    for (const answer of [await ask(cookie), await end(cookie)]) {
      expect(await readProblem(answer)).toMatchObject({ code: 'session_required', signIn: 'link' })
    }
  })

  test('is not over on the page once a frame’s beside it is', async () => {
    const key = await makeHostKey(home.config, {}, clock)
    const { token } = await makeHostSession(latchkey, key)
    const opened = await post(latchkey, endpoints.embeddedSession, { token, origin: HOST_ORIGIN })
    const frame = embeddedSessionSchema.parse(await opened.json())
    const headers = { authorization: `Bearer ${frame.token}`, [CLIENT_HEADER]: 'web' }
    const ended = await latchkey.app.request(new URL(endpoints.session, PUBLIC_URL), { method: 'DELETE', headers })
    expect([ended.status, ended.headers.getSetCookie()]).toEqual([200, []])
  })

  test('is over once another is opened in its place', async () => {
    const former = readCookie(await open(await makeToken()))
    const cookie = readCookie(await open(await makeToken(), { cookie: former }))
    expect([(await ask(former)).status, (await ask(cookie)).status]).toEqual([401, 200])
  })

  test('S24 is not opened while the audit takes nothing, and the link is good afterwards', async () => {
    const token = await makeToken()
    const allow = await refuseInserts(home.config.store, 'audit_event')
    const refused = await open(token)
    await allow()
    expect([refused.status, (await readProblem(refused)).code]).toEqual([503, 'store_unavailable'])
    expect(refused.headers.getSetCookie()).toEqual([])
    expect(await countRows(home.config.store, 'session')).toBe(0)
    const cookie = readCookie(await open(token))

    const allowAgain = await refuseInserts(home.config.store, 'audit_event')
    expect((await end(cookie)).status).toBe(503)
    await allowAgain()
    expect((await ask(cookie)).status, 'nor ended').toBe(200)
  })

  test('is not guessed at from one address for long, nor is anybody else in the way of that', async () => {
    const guess = async (): Promise<Response> =>
      open(await makeToken().then(() => crypto.randomUUID()), {}, '192.0.2.1')
    for (let failure = 0; failure < 30; failure += 1) expect((await guess()).status).toBe(401)
    const late = await guess()
    expect([late.status, (await readProblem(late)).code]).toEqual([429, 'too_many_attempts'])
    expect(late.headers.get('retry-after')).toBe('300')
    const token = await makeToken()
    expect((await open(token, {}, '192.0.2.1')).status, 'a token that would do').toBe(429)
    expect((await open(token, {}, '192.0.2.2')).status).toBe(201)
  })

  async function makeToken(): Promise<string> {
    const link = await makeSignInLink(latchkey.sessions, PUBLIC_URL)
    return link.reveal().slice(`${PUBLIC_URL.origin}/#sign-in=`.length)
  }

  async function makeHostToken(): Promise<string> {
    return (await makeHostSession(latchkey, await makeHostKey(home.config, {}, clock))).token
  }

  function open(token: string, headers: Record<string, string> = {}, address?: string): Promise<Response> {
    const all = { 'content-type': 'application/json', [CLIENT_HEADER]: 'web', ...headers }
    const init = { method: 'POST', headers: all, body: JSON.stringify({ token }) }
    const env = address !== undefined && { incoming: { socket: { remoteAddress: address } } }
    return Promise.resolve(latchkey.app.request(new URL(endpoints.session, PUBLIC_URL), init, env || undefined))
  }

  function ask(cookie: string, path: string = endpoints.session): Promise<Response> {
    return Promise.resolve(latchkey.app.request(new URL(path, PUBLIC_URL), { headers: { cookie } }))
  }

  function end(cookie: string): Promise<Response> {
    const init = { method: 'DELETE', headers: { cookie, [CLIENT_HEADER]: 'web' } }
    return Promise.resolve(latchkey.app.request(new URL(endpoints.session, PUBLIC_URL), init))
  }
})

test('where nobody is asked, whoever asks is the local person, and no link is needed', async () => {
  const home = await createTestHome('sqlite')
  const latchkey = await openTestLatchkey(home)
  const session = sessionSchema.parse(await (await get(latchkey, endpoints.session)).json())
  expect(session).toMatchObject({ signIn: 'none', person: { id, name }, role: 'admin', expiresAt: null })
  const link = await makeSignInLink(latchkey.sessions, PUBLIC_URL)
  const answer = await post(latchkey, endpoints.session, { token: link.reveal().split('=')[1] })
  expect(await readProblem(answer)).toMatchObject({ code: 'sign_in_refused' })
  await latchkey.close()
  await home.remove()
})

test('S1 what is sent in a frame’s session’s name for an origin is written down as one, or not at all', async () => {
  const home = await createTestHome('sqlite')
  const latchkey = await openForPeople(home)
  const { token } = await makeHostSession(latchkey, await makeHostKey(home.config))
  const answer = await post(latchkey, endpoints.embeddedSession, { token, origin: token })
  expect(answer.status).toBe(401)
  expect(JSON.stringify(await runOnStore(home.config.store, 'select * from audit_event'))).not.toContain(token)
  await latchkey.close()
  await home.remove()
})

/** As a browser sends it back. */
function readCookie(answer: Response): string {
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}
