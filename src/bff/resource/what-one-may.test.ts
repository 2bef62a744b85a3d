import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Resource, resourceSchema } from '../../contract/resource.ts'
import { resourcePageSchema } from '../../contract/listed-resource.ts'
import { change } from '../fixture/change.ts'
import { createTestHome, get, post, readProblem, type TestHome } from '../fixture/latchkey.ts'
import { openForPeople, type Person, signIn } from '../fixture/person.ts'
import { engines } from '../fixture/postgres.ts'
import { storeCredentials } from '../fixture/stored-credentials.ts'
import type { Latchkey } from '../latchkey.ts'

describe.each(engines)('sources and destinations on %s', (engine) => {
  let home: TestHome
  let latchkey: Latchkey
  let ada: Person
  let bob: Person
  let eve: Person
  let root: Person
  let framed: Person
  let limited: Person
  let credentialId: string
  let source: Resource
  beforeAll(async () => {
    home = await createTestHome(engine)
    latchkey = await openForPeople(home)
    const signedIn = await signIn(
      home,
      latchkey,
      { id: 'ada' },
      { id: 'bob' },
      { id: 'eve' },
      { id: 'root', role: 'admin' },
      { id: 'ada', signIn: 'host', pageOrigin: 'https://app.example.com', hostKeyId: 'key' },
      { id: 'root', role: 'admin', connectors: ['other'] },
    )
    ;[ada, bob, eve, root, framed, limited] = signedIn as [Person, Person, Person, Person, Person, Person]
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
  })
  beforeEach(async () => {
    const [made] = await storeCredentials(home, { owner: { id: 'ada', name: 'Ada' } })
    credentialId = made?.id ?? ''
    await share('collaborator')
    source = await make(bob)
  })

  function share(access: string | null): Promise<Response> {
    const path = `/api/credentials/${credentialId}/access/person/bob`
    return access === null ? change(ada, 'DELETE', path) : change(ada, 'PUT', path, { body: { access } })
  }

  function ask(asker: Person): Promise<Response> {
    return post(asker, '/api/resources', { kind: 'source', connector: 'intercom', credentialId, name: 'Contacts' })
  }

  async function make(asker: Person): Promise<Resource> {
    return resourceSchema.parse(await (await ask(asker)).json())
  }

  function edit(asker: Person, body: object): Promise<Response> {
    return change(asker, 'PATCH', `/api/resources/${source.id}`, { body: { kind: 'source', ...body } })
  }

  /** What is said of the source, one and listed; null where it is not there. */
  async function mayChange(asker: Person): Promise<boolean | null> {
    const one = await get(asker, `/api/resources/${source.id}`)
    const list = await get(asker, `/api/resources?credential=${credentialId}`)
    const listed = resourcePageSchema.parse(await list.json()).resources.find(({ id }) => id === source.id)
    const said = one.status === 404 ? null : resourceSchema.parse(await one.json()).mayChange
    expect(listed?.mayChange ?? null).toBe(said)
    return said
  }

  test('are seen by whoever owns them, sees their credential, or is an admin of the tenant', async () => {
    expect([await mayChange(bob), await mayChange(ada), await mayChange(root), await mayChange(eve)]).toEqual([
      true,
      false,
      true,
      null,
    ])
    expect([await mayChange(framed), await mayChange(limited)]).toEqual([false, null])
  })

  test('are made by whom the credential is shared with, and by nobody else', async () => {
    expect(await readProblem(await ask(eve))).toMatchObject({ status: 422, errors: [{ pointer: '/credentialId' }] })
    expect((await ask(framed)).status).toBe(403)
    await share(null)
    expect((await ask(bob)).status).toBe(422)
  })

  test('are changed and removed by their owner and the tenant’s admins, whoever owns the credential', async () => {
    for (const answer of [
      await edit(ada, { name: 'Mine' }),
      await change(ada, 'DELETE', `/api/resources/${source.id}`),
    ]) {
      expect(await readProblem(answer)).toMatchObject({
        status: 403,
        code: 'not_permitted',
        detail: 'Only its owner and the admins of the organisation may change this source. Bob owns it.',
      })
    }
    expect((await edit(eve, { name: 'Mine' })).status).toBe(404)
    expect((await edit(root, { name: 'Renamed' })).status).toBe(200)
    expect((await change(bob, 'DELETE', `/api/resources/${source.id}`)).status).toBe(200)
  })

  test('do nothing new with a credential that is no longer shared, and can be renamed and removed', async () => {
    await share(null)
    expect(await mayChange(bob)).toBe(true)
    expect((await edit(bob, { name: 'Still mine' })).status).toBe(200)
    const configuration = { template: null, path: '/contacts', query: [], headers: [] }
    for (const body of [{ region: 'eu' }, { configuration }]) {
      expect(await readProblem(await edit(bob, body))).toMatchObject({ status: 403, code: 'not_permitted' })
    }
    expect((await edit(root, { configuration })).status).toBe(200)
    expect((await change(bob, 'DELETE', `/api/resources/${source.id}`)).status).toBe(200)
  })

  test('move to a credential that is shared with their owner, and to no other', async () => {
    const [hidden, own] = await storeCredentials(
      home,
      { owner: { id: 'ada', name: 'Ada' } },
      { owner: { id: 'bob', name: 'Bob' } },
    )
    const refused = await edit(bob, { credentialId: hidden?.id })
    expect(await readProblem(refused)).toMatchObject({ status: 422, errors: [{ pointer: '/credentialId' }] })
    expect((await edit(bob, { credentialId: own?.id })).status).toBe(200)
    expect(await mayChange(ada)).toBeNull()
  })
})
