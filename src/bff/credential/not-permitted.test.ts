import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type CheckedSecret, checkedSecretSchema, credentialPageSchema } from '../../contract/credential.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
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
import { runOnStore } from '../fixture/raw-store.ts'
import { storeCredentials } from '../fixture/stored-credentials.ts'
import type { Latchkey } from '../latchkey.ts'

describe.each(engines)('what somebody may on %s', (engine) => {
  let sandbox: RunningSandbox
  let home: TestHome
  let latchkey: Latchkey
  let ada: Person
  let bob: Person
  let eve: Person
  let limited: Person
  let id: string
  let accessToken: string
  let name: string
  beforeAll(async () => {
    sandbox = await createSandbox()
    home = await createTestHome(engine, sandbox.origins)
    latchkey = await openForPeople(home)
    const people = [{ id: 'ada' }, { id: 'bob' }, { id: 'eve' }, { id: 'ada', connectors: ['other'] }]
    ;[ada, bob, eve, limited] = (await signIn(home, latchkey, ...people)) as [Person, Person, Person, Person]
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
    await sandbox.close()
  })
  beforeEach(async () => {
    accessToken = freshToken()
    const body = toCredentialBody({ secret: { accessToken } })
    name = String(body['name'])
    ;({ id } = await readCredential(await post(ada, '/api/credentials', body)))
    await change(ada, 'PUT', `/api/credentials/${id}/access/person/bob`, { body: { access: 'collaborator' } })
  })

  test.each<[string, string, string, object, string]>([
    ['change', 'PATCH', '', { name: 'Mine' }, 'Only an admin of this credential may change it. Ada owns it.'],
    [
      'delete',
      'DELETE',
      '',
      {},
      'Only an admin of this credential may delete it, bring it back or erase it. Ada owns it.',
    ],
    [
      'replace',
      'PUT',
      '/secret',
      { secret: { accessToken: freshToken() } },
      'Only an admin of this credential may replace its secret. Ada owns it.',
    ],
  ])('a collaborator may not %s it, and is told who may', async (_, method, path, body, detail) => {
    const before = await runOnStore(home.config.store, `select * from credential where id = '${id}'`)
    const answer = await change(bob, method, `/api/credentials/${id}${path}`, method === 'DELETE' ? {} : { body })
    expect(await readProblem(answer)).toMatchObject({ status: 403, code: 'not_permitted', detail })
    expect(await runOnStore(home.config.store, `select * from credential where id = '${id}'`)).toEqual(before)
  })

  test('a collaborator checks it, reads its history and its use, and what uses it', async () => {
    expect((await change(bob, 'POST', `/api/credentials/${id}/check`)).status).toBe(200)
    for (const path of ['events', 'usage', 'access']) {
      expect((await get(bob, `/api/credentials/${id}/${path}`)).status).toBe(200)
    }
    const page = credentialPageSchema.parse(await (await get(bob, '/api/credentials')).json())
    expect(page.credentials.find((each) => each.id === id)).toMatchObject({ access: 'collaborator' })
  })

  test('the secret that a collaborator brings again is no way to have it checked as its admin', async () => {
    const body = { secret: { accessToken } }
    expect((await change(bob, 'PUT', `/api/credentials/${id}/secret`, { body })).status).toBe(403)
    expect((await change(ada, 'PUT', `/api/credentials/${id}/secret`, { body })).status).toBe(200)
  })

  test('a name or a secret that is taken is named to those alone who see whose it is', async () => {
    const conflicts = [
      [{ name: name.toUpperCase() }, 'name_taken'],
      [{ secret: { accessToken } }, 'duplicate_credential'],
    ] as const
    for (const [own, code] of conflicts) {
      const seen = await readProblem(await post(bob, '/api/credentials', toCredentialBody(own)))
      expect(seen).toMatchObject({ status: 409, code, existing: { id, name } })
      const hidden = await readProblem(await post(eve, '/api/credentials', toCredentialBody(own)))
      expect(hidden).toMatchObject({ status: 409, code })
      expect(hidden.existing).toBeUndefined()
      expect(JSON.stringify(hidden)).not.toContain(id)
    }
  })

  test('and neither does a rename, another secret or a restored one tell', async () => {
    const mine = await readCredential(await post(eve, '/api/credentials', toCredentialBody()))
    const renamed = await change(eve, 'PATCH', `/api/credentials/${mine.id}`, { body: { name } })
    const body = { secret: { accessToken }, acceptAccountChange: true }
    const replaced = await change(eve, 'PUT', `/api/credentials/${mine.id}/secret`, { body })
    await change(eve, 'DELETE', `/api/credentials/${mine.id}`)
    await change(ada, 'PATCH', `/api/credentials/${id}`, { body: { name: mine.name } })
    const restored = await change(eve, 'POST', `/api/deleted-credentials/${mine.id}/restore`)
    const problems = await Promise.all([renamed, replaced, restored].map(readProblem))
    expect(problems.map(({ code }) => code)).toEqual(['name_taken', 'duplicate_credential', 'name_taken'])
    for (const { existing } of problems) expect(existing).toBeUndefined()
  })

  test('a secret that is checked is told to be known to those alone who see where', async () => {
    expect(await check(bob, accessToken)).toMatchObject({ kind: 'accepted', existing: { id, name } })
    const hidden = await check(eve, accessToken)
    expect([hidden.kind, hidden.existing, hidden.sameWorkspace]).toEqual(['accepted', undefined, []])

    const account = hidden.kind === 'accepted' ? hidden.account : null
    const [other] = await storeCredentials(home, { account, owner: { id: 'ada', name: 'Ada' } })
    const named = { id: other?.id, name: other?.name }
    expect((await check(ada, accessToken)).sameWorkspace).toEqual([named])
    expect((await check(eve, accessToken)).sameWorkspace).toEqual([])
  })

  test('a session that is for other connectors makes and checks nothing of this one, and sees none', async () => {
    const refused = [
      await post(limited, '/api/credentials', toCredentialBody()),
      await post(limited, '/api/credentials/check', { connector: 'intercom', secret: { accessToken: freshToken() } }),
    ]
    for (const answer of refused) {
      expect(await readProblem(answer)).toMatchObject({ status: 403, code: 'not_permitted' })
    }
    for (const path of ['', '/events', '/usage', '/access']) {
      expect((await get(limited, `/api/credentials/${id}${path}`)).status).toBe(404)
    }
    expect((await change(limited, 'POST', `/api/credentials/${id}/check`)).status).toBe(404)
    expect((await get(ada, `/api/credentials/${id}`)).status).toBe(200)
  })

  test('a key of a request belongs to a person: another’s is another request', async () => {
    const body = toCredentialBody()
    const key = { 'idempotency-key': crypto.randomUUID() }
    const first = await readCredential(await post(ada, '/api/credentials', body, key))
    expect((await readCredential(await post(ada, '/api/credentials', body, key))).id).toBe(first.id)
    const answer = await readProblem(await post(eve, '/api/credentials', body, key))
    expect(answer).toMatchObject({ status: 409, code: 'duplicate_credential' })
    expect((await post(eve, '/api/credentials', toCredentialBody(), key)).status).toBe(201)
  })
})

async function check(asker: Person, accessToken: string): Promise<CheckedSecret> {
  const body = { connector: 'intercom', secret: { accessToken } }
  return checkedSecretSchema.parse(await (await post(asker, '/api/credentials/check', body)).json())
}
