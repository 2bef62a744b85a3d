import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CLIENT_HEADER } from '../../contract/endpoints.ts'
import { makeAuthorization } from '../fixture/data-plane-key.ts'
import { makeHostKey } from '../fixture/host-key.ts'
import { createTestHome, openTestLatchkey, PUBLIC_URL, readProblem, type TestHome } from '../fixture/latchkey.ts'
import { openForPeople, signIn } from '../fixture/person.ts'
import type { Latchkey } from '../latchkey.ts'
import { type Door, doors } from './doors.ts'

let home: TestHome
/** Where people sign in by a link, and where nobody is asked. */
let latchkeys: { link: Latchkey; none: Latchkey }
beforeAll(async () => {
  home = await createTestHome('sqlite')
  latchkeys = { link: await openForPeople(home), none: await openTestLatchkey(home) }
})
afterAll(async () => {
  await latchkeys.link.close()
  await latchkeys.none.close()
  await home.remove()
})

const behind = (...kinds: Door[]): string[] =>
  Object.entries(doors).flatMap(([route, door]) => (kinds.includes(door) ? [route] : []))

describe('without a session', () => {
  test('every route that needs one says how it is had', async () => {
    const routes = behind('session', 'person', 'tenant_admin')
    expect(routes.length).toBeGreaterThan(25)
    for (const route of routes) {
      expect(await ask(latchkeys.link, route), route).toMatchObject({
        status: 401,
        code: 'session_required',
        signIn: 'link',
      })
    }
  })

  test('every other route does without', { timeout: 20_000 }, async () => {
    for (const route of behind('open'))
      expect((await ask(latchkeys.link, route)).code, route).not.toBe('session_required')
  })

  test.each<[string, () => string | Promise<string>]>([
    ['rubbish', () => 'Bearer rubbish'],
    ['a data-plane key', () => makeAuthorization(home.config)],
    ['a host’s key', async () => (await makeHostKey(home.config)).authorization],
    ['a password', () => `Basic ${btoa('local:local')}`],
    ['nothing', () => ''],
  ])('%s in Authorization is none, even where nobody is asked, or a cookie is there as well', async (_, toShown) => {
    const authorization = await toShown()
    const cookie = await startCookie()
    for (const route of behind('session', 'tenant_admin')) {
      for (const latchkey of [latchkeys.link, latchkeys.none]) {
        const refused = { status: 401, code: 'session_required', signIn: 'host' }
        expect(await ask(latchkey, route, { authorization, cookie }), route).toMatchObject(refused)
      }
    }
  })
})

test('a page’s session is good as its cookie alone, and under no other name', async () => {
  const cookie = await startCookie()
  const [, token = ''] = cookie.split('=')
  expect(await read({ cookie })).toMatchObject({ status: 200 })
  for (const name of ['latchkey-session-4680', '__Secure-latchkey-session-4680', '__Host-latchkey-session']) {
    expect(await read({ cookie: `${name}=${token}` })).toMatchObject({ status: 401 })
  }
  expect(await read({ authorization: `Bearer ${token}` })).toMatchObject({ status: 401, signIn: 'host' })
})

test('a frame’s session is good as its bearer token alone', async () => {
  const { token } = await latchkeys.link.sessions.start({ ...ada, signIn: 'host' }, null)
  expect(await read({ authorization: `bearer ${token.reveal()}` })).toMatchObject({ status: 200, signIn: 'host' })
  const cookie = `__Host-latchkey-session-4680=${token.reveal()}`
  expect(await read({ cookie })).toMatchObject({ status: 401, signIn: 'link' })
})

test('a session from before people signed in another way is none', async () => {
  const { token } = await latchkeys.link.sessions.start({ ...ada, signIn: 'openid' }, null)
  const cookie = `__Host-latchkey-session-4680=${token.reveal()}`
  expect(await ask(latchkeys.link, 'GET /api/session', { cookie })).toMatchObject({ status: 401, signIn: 'link' })
})

test('in a frame nothing is done but choosing a credential, whoever the host says it is', async () => {
  const [frame] = await signIn(home, latchkeys.link, { id: 'ada', role: 'admin', signIn: 'host' })
  if (!frame) throw new Error('Nobody signed in')
  for (const route of behind('person', 'tenant_admin')) {
    expect(await ask(frame, route), route).toMatchObject({ status: 403, code: 'not_permitted' })
  }
  expect(await ask(frame, 'GET /api/credentials')).toMatchObject({ status: 200 })
})

test('what is the admins’ of a tenant is nobody else’s', async () => {
  const [admin, member] = await signIn(home, latchkeys.link, { id: 'ada', role: 'admin' }, { id: 'bob' })
  if (!admin || !member) throw new Error('Nobody signed in')
  for (const route of behind('tenant_admin')) {
    expect(await ask(member, route), route).toMatchObject({ status: 403, code: 'not_permitted' })
    expect(await ask(admin, route), route).toMatchObject({ status: 200 })
  }
})

const ada = {
  tenantId: 'local',
  id: 'ada',
  name: 'Ada',
  role: 'admin',
  teams: [],
  connectors: null,
  purpose: null,
  pageOrigin: null,
  hostKeyId: null,
} as const

async function startCookie(): Promise<string> {
  const { token } = await latchkeys.link.sessions.start({ ...ada, signIn: 'link' }, null)
  return `__Host-latchkey-session-4680=${token.reveal()}`
}

function read(headers: Record<string, string>): Promise<Record<string, unknown>> {
  return ask(latchkeys.link, 'GET /api/session', headers)
}

/** The status, and whatever else of the answer is JSON. */
async function ask(
  { app }: Pick<Latchkey, 'app'>,
  route: string,
  headers: Record<string, string> = {},
): Promise<Record<string, unknown>> {
  const [method = '', path = ''] = route.split(' ')
  const url = new URL(path.replaceAll(/:\w+/gu, crypto.randomUUID()), PUBLIC_URL)
  const answer = await app.request(url, { method, headers: { [CLIENT_HEADER]: 'web', ...headers } })
  const isProblem = answer.status >= 400
  const isJson = answer.headers.get('content-type') === 'application/json'
  const parsed = isProblem ? await readProblem(answer) : isJson ? ((await answer.json()) as object) : {}
  return { ...parsed, status: answer.status }
}
