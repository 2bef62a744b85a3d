import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Authorization } from '../../contract/oauth.ts'
import { oauthEndpoints } from '../../contract/oauth.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import {
  comeBack,
  connect,
  consent,
  leave,
  pathOf,
  readAuthorization,
  toAuthorizedBody,
  withOAuth,
} from '../fixture/authorization.ts'
import { change } from '../fixture/change.ts'
import {
  createTestHome,
  freshToken,
  get,
  post,
  readCredential,
  readProblem,
  type TestHome,
  toCredentialBody,
} from '../fixture/latchkey.ts'
import { openForPeople, type Person, signIn } from '../fixture/person.ts'
import { engines } from '../fixture/postgres.ts'
import { countRows, refuseInserts, runOnStore } from '../fixture/raw-store.ts'
import type { Latchkey } from '../latchkey.ts'

const gone = { status: 422, code: 'invalid_input', errors: [{ pointer: '/authorization', code: 'invalid_value' }] }

describe.each(engines)('what was connected on %s', (engine) => {
  let sandbox: RunningSandbox
  let home: TestHome
  let latchkey: Latchkey
  let ada: Person
  let bob: Person
  let frame: Person
  let held: Authorization
  beforeAll(async () => {
    sandbox = await createSandbox()
    home = withOAuth(await createTestHome(engine, sandbox.origins), sandbox)
    latchkey = await openForPeople(home)
    ;[ada, bob, frame] = (await signIn(
      home,
      latchkey,
      { id: 'ada' },
      { id: 'bob' },
      { id: 'ada', signIn: 'host', pageOrigin: 'https://app.example.com' },
    )) as [Person, Person, Person]
  })
  beforeEach(async () => {
    held = await connect(ada)
  })
  function countChecks(): number {
    return sandbox.requests.filter(({ path }) => path === '/me').length
  }

  afterAll(async () => {
    await latchkey.close()
    await home.remove()
    await sandbox.close()
  })

  test('makes a credential of its person, checked once, and is used up with it', async () => {
    const before = countChecks()
    const saved = await readCredential(await post(ada, '/api/credentials', toAuthorizedBody(held)))
    expect(saved).toMatchObject({ method: 'oauth', status: 'verified', owner: { id: 'ada' }, access: 'owner' })
    // It was checked when it came.
    expect(countChecks()).toBe(before)
    expect((await get(ada, pathOf(oauthEndpoints.authorization, held.id))).status).toBe(404)
    expect(await readProblem(await post(ada, '/api/credentials', toAuthorizedBody(held)))).toMatchObject(gone)
    expect((await change(ada, 'POST', `/api/credentials/${saved.id}/check`)).status).toBe(200)
  })

  test('is answered again under the same key, though it is used up', async () => {
    const key = { 'idempotency-key': crypto.randomUUID() }
    const body = toAuthorizedBody(held)
    const first = await readCredential(await post(ada, '/api/credentials', body, key))
    expect(await readCredential(await post(ada, '/api/credentials', body, key))).toEqual(first)
  })

  test('stays held when its name is taken, for another name', async () => {
    const taken = toCredentialBody()
    await post(ada, '/api/credentials', taken)
    const refused = await post(ada, '/api/credentials', toAuthorizedBody(held, { name: taken['name'] }))
    expect((await readProblem(refused)).code).toBe('name_taken')
    expect(await readAuthorization(ada, held.id)).toMatchObject({ state: 'authorized' })
    expect((await post(ada, '/api/credentials', toAuthorizedBody(held))).status).toBe(201)
  })

  test('S26 is asked about again where the verdict is not of just now, and stays held while nobody answers', async () => {
    // As another instance has it, or this one a minute later.
    await runOnStore(home.config.store, `update oauth_authorization set region = 'us' where id = '${held.id}'`)
    sandbox.setOutage(true)
    const refused = await post(ada, '/api/credentials', toAuthorizedBody(held))
    sandbox.setOutage(false)
    expect(await readProblem(refused)).toMatchObject({ status: 503, code: 'provider_unreachable' })
    expect((await post(ada, '/api/credentials', toAuthorizedBody(held))).status).toBe(201)
  })

  test('S10 is nobody else’s: not a colleague’s, not another connector’s', async () => {
    const path = pathOf(oauthEndpoints.authorization, held.id)
    expect((await get(bob, path)).status).toBe(404)
    expect((await get(ada, path.replace('intercom', 'zendesk'))).status).toBe(404)
    expect(await readProblem(await post(bob, '/api/credentials', toAuthorizedBody(held)))).toMatchObject(gone)
    await change(bob, 'DELETE', path)
    expect((await get(ada, path)).status).toBe(200)
  })

  test('S3 opens in no other row', async () => {
    const other = await connect(ada)
    await runOnStore(
      home.config.store,
      `update oauth_authorization set sealed_secret = (select sealed_secret from oauth_authorization where id = '${other.id}') where id = '${held.id}'`,
    )
    expect((await post(ada, '/api/credentials', toAuthorizedBody(held))).status).toBe(500)
    expect((await post(ada, '/api/credentials', toAuthorizedBody(other))).status).toBe(201)
  })

  test('S24 is not saved while the audit takes nothing, and is held on', async () => {
    const before = await countRows(home.config.store, 'credential')
    const allow = await refuseInserts(home.config.store, 'audit_event')
    expect((await post(ada, '/api/credentials', toAuthorizedBody(held))).status).toBe(503)
    await allow()
    expect(await countRows(home.config.store, 'credential')).toBe(before)
    expect((await post(ada, '/api/credentials', toAuthorizedBody(held))).status).toBe(201)
  })

  test('in a product’s frame is connected and saved as on the page', async () => {
    const own = await connect(frame)
    expect(await readCredential(await post(frame, '/api/credentials', toAuthorizedBody(own)))).toMatchObject({
      method: 'oauth',
    })
  })

  test('is begun by no session that is for other connectors', async () => {
    const own = { id: 'ada', signIn: 'host', pageOrigin: 'https://app.example.com', connectors: ['zendesk'] } as const
    const [other] = (await signIn(home, latchkey, own)) as [Person]
    const refused = await readProblem(await post(other, pathOf(oauthEndpoints.start), {}))
    expect(refused).toMatchObject({ status: 403, code: 'not_permitted' })
  })

  test('S23 is given to no session that was ended meanwhile, on whichever instance', async () => {
    const [eve] = (await signIn(home, latchkey, { id: 'eve' })) as [Person]
    const left = await leave(eve)
    const callback = await consent(left.url)
    await change(eve, 'DELETE', '/api/session')
    const other = await openForPeople(home)
    await comeBack(other, callback, left.cookie)
    await other.close()
    const where = `where id = '${left.id}'`
    const [row] = await runOnStore(home.config.store, `select state, failure from oauth_authorization ${where}`)
    expect(row).toEqual({ state: 'failed', failure: 'session_ended' })
  })

  describe('again', () => {
    let id: string
    beforeEach(async () => {
      held = await connect(ada, {}, { workspace: 'Northwind Outfitters' })
      ;({ id } = await readCredential(await post(ada, '/api/credentials', toAuthorizedBody(held))))
    })

    const put = (asker: Person, authorization: string, more: object = {}) =>
      change(asker, 'PUT', `/api/credentials/${id}/secret`, { body: { method: 'oauth', authorization, ...more } })

    test('puts another token in the place of the one in use, of the same workspace', async () => {
      const before = await readCredential(await get(ada, `/api/credentials/${id}`))
      const anew = await connect(ada, { credential: id }, { workspace: 'Northwind Outfitters' })
      // The credential itself is no namesake of its own.
      expect(anew).toMatchObject({ state: 'authorized' })
      const replaced = await readCredential(await put(ada, anew.id))
      expect(replaced).toMatchObject({ id, status: 'verified', method: 'oauth' })
      expect(replaced.fingerprint).not.toBe(before.fingerprint)
      expect((await get(ada, pathOf(oauthEndpoints.authorization, anew.id))).status).toBe(404)
    })

    test('of another workspace takes more than a press, as in any rotation', async () => {
      const anew = await connect(ada, { credential: id }, { workspace: 'Northwind Outfitters [Test]' })
      expect(await readProblem(await put(ada, anew.id))).toMatchObject({ status: 409, code: 'account_mismatch' })
      expect(await readAuthorization(ada, anew.id)).toMatchObject({ state: 'authorized' })
      expect((await put(ada, anew.id, { acceptAccountChange: true })).status).toBe(200)
    })

    test('is for that credential alone, and what is for a new one is for no old one', async () => {
      const anew = await connect(ada, { credential: id })
      expect(await readProblem(await post(ada, '/api/credentials', toAuthorizedBody(anew)))).toMatchObject(gone)
      const fresh = await connect(ada)
      expect(await readProblem(await put(ada, fresh.id))).toMatchObject(gone)
    })

    test('is begun by whoever may replace its token, and by nobody else', async () => {
      const start = pathOf(oauthEndpoints.start)
      expect((await post(bob, start, { credential: id })).status).toBe(404)
      await change(ada, 'PUT', `/api/credentials/${id}/access/person/bob`, { body: { access: 'collaborator' } })
      expect(await readProblem(await post(bob, start, { credential: id }))).toMatchObject({ code: 'not_permitted' })
      await change(ada, 'PUT', `/api/credentials/${id}/access/person/bob`, { body: { access: 'admin' } })
      expect((await post(bob, start, { credential: id })).status).toBe(201)
    })

    test('makes of one that was typed in one that was connected', async () => {
      const typed = await readCredential(
        await post(ada, '/api/credentials', toCredentialBody({ secret: { accessToken: freshToken() } })),
      )
      id = typed.id
      const anew = await connect(ada, { credential: id })
      expect(await readCredential(await put(ada, anew.id, { acceptAccountChange: true }))).toMatchObject({
        method: 'oauth',
      })
    })
  })
})
