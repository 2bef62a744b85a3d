import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type CredentialAccess, credentialAccessSchema, type People, peopleSchema } from '../../contract/access.ts'
import { credentialPageSchema, ownerListSchema } from '../../contract/credential.ts'
import { credentialEventPageSchema } from '../../contract/credential-event.ts'
import { change } from '../fixture/change.ts'
import { createTestHome, get, readCredential, readProblem, type TestHome } from '../fixture/latchkey.ts'
import { openForPeople, type Person, signIn } from '../fixture/person.ts'
import { engines } from '../fixture/postgres.ts'
import { runOnStore } from '../fixture/raw-store.ts'
import { storeCredentials } from '../fixture/stored-credentials.ts'
import type { Latchkey } from '../latchkey.ts'

const odd = 'Lin / ?%2F#🗝️'

describe.each(engines)('sharing on %s', (engine) => {
  let home: TestHome
  let latchkey: Latchkey
  let ada: Person
  let bob: Person
  let cleo: Person
  let root: Person
  let id: string
  beforeAll(async () => {
    home = await createTestHome(engine)
    latchkey = await openForPeople(home)
    const people = [
      { id: 'ada' },
      { id: 'bob' },
      { id: 'cleo', teams: ['Data'] },
      { id: 'root', role: 'admin' as const },
    ]
    ;[ada, bob, cleo, root] = (await signIn(home, latchkey, ...people)) as [Person, Person, Person, Person]
    await signIn(
      home,
      latchkey,
      { id: odd, teams: ['100 %'] },
      { id: 'stranger', tenantId: 'another', teams: ['Legal'] },
    )
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
  })
  beforeEach(async () => {
    const [made] = await storeCredentials(home, { owner: { id: 'ada', name: 'Ada' } })
    id = made?.id ?? ''
  })

  function put(asker: Person, kind: string, grantee: string, access: string): Promise<Response> {
    const path = `/api/credentials/${id}/access/${kind}/${encodeURIComponent(grantee)}`
    return change(asker, 'PUT', path, { body: { access } })
  }

  function take(asker: Person, kind: string, grantee: string): Promise<Response> {
    return change(asker, 'DELETE', `/api/credentials/${id}/access/${kind}/${encodeURIComponent(grantee)}`)
  }

  function handOver(asker: Person, owner: string): Promise<Response> {
    return change(asker, 'PUT', `/api/credentials/${id}/owner`, { body: { owner } })
  }

  async function read(asker: Person): Promise<CredentialAccess> {
    return parse(await get(asker, `/api/credentials/${id}/access`))
  }

  async function accessOf(asker: Person): Promise<string> {
    const answer = await get(asker, `/api/credentials/${id}`)
    return answer.status === 404 ? 'none' : (await readCredential(answer)).access
  }

  /** Each as its action and what it tells, the oldest first. */
  async function events(asker: Person): Promise<unknown[]> {
    const page = credentialEventPageSchema.parse(await (await get(asker, `/api/credentials/${id}/events`)).json())
    return page.events.map(({ action, actor, detail }) => [action, actor?.id, detail]).toReversed()
  }

  test('gives a person what it says, which a second time changes nothing', async () => {
    expect(await accessOf(bob)).toBe('none')
    const given = await parse(await put(ada, 'person', 'bob', 'collaborator'))
    const [grant] = given.grants
    expect(given).toEqual({
      owner: { id: 'ada', name: 'Ada' },
      grants: [
        {
          grantee: { kind: 'person', id: 'bob', name: 'Bob' },
          access: 'collaborator',
          grantedBy: { id: 'ada', name: 'Ada' },
          grantedAt: grant?.grantedAt,
        },
      ],
    })
    expect(await accessOf(bob)).toBe('collaborator')
    expect(await parse(await put(ada, 'person', 'bob', 'collaborator'))).toEqual(given)
    expect(await read(bob)).toEqual(given)
    expect((await parse(await put(ada, 'person', 'bob', 'admin'))).grants).toMatchObject([{ access: 'admin' }])
    expect(await accessOf(bob)).toBe('admin')
    expect(await events(bob)).toEqual([
      ['access.granted', 'ada', toBob(null, 'collaborator')],
      ['access.granted', 'ada', toBob('collaborator', 'admin')],
    ])
  })

  test('gives a team what it says, and each of it the most of what they have', async () => {
    await put(ada, 'team', 'Data', 'admin')
    await put(ada, 'person', 'cleo', 'collaborator')
    expect(await accessOf(cleo)).toBe('admin')
    expect((await read(cleo)).grants.map(({ grantee }) => grantee)).toEqual([
      { kind: 'team', id: 'Data', name: 'Data' },
      { kind: 'person', id: 'cleo', name: 'Cleo' },
    ])
    expect((await take(cleo, 'team', 'Data')).status).toBe(204)
    expect(await accessOf(cleo)).toBe('collaborator')
  })

  test('is taken back, and leaves nothing to be seen', async () => {
    await put(ada, 'person', 'bob', 'admin')
    expect((await take(bob, 'person', 'ada')).status).toBe(404)
    expect((await take(ada, 'person', 'bob')).status).toBe(204)
    expect(await accessOf(bob)).toBe('none')
    expect((await get(bob, `/api/credentials/${id}/access`)).status).toBe(404)
    expect((await take(ada, 'person', 'bob')).status).toBe(404)
    expect((await events(ada)).at(-1)).toEqual([
      'access.revoked',
      'ada',
      { grant: { kind: 'person', name: 'Bob', before: 'admin', after: null } },
    ])
  })

  test('is left by whoever has it, and by nobody for somebody else', async () => {
    await put(ada, 'person', 'bob', 'collaborator')
    await put(ada, 'team', 'Data', 'collaborator')
    for (const refused of [await take(bob, 'team', 'Data'), await take(cleo, 'person', 'bob')]) {
      expect(await readProblem(refused)).toMatchObject({ status: 403, code: 'not_permitted' })
    }
    expect((await take(cleo, 'team', 'Data')).status).toBe(403)
    expect((await take(bob, 'person', 'bob')).status).toBe(204)
    expect(await accessOf(bob)).toBe('none')
    expect((await events(ada)).at(-1)).toMatchObject(['access.revoked', 'bob', { grant: { name: 'Bob' } }])
  })

  test('is refused to who may not, by whose it is and what is missing', async () => {
    await put(ada, 'person', 'bob', 'collaborator')
    expect(await readProblem(await put(bob, 'person', 'cleo', 'collaborator'))).toMatchObject({
      status: 403,
      code: 'not_permitted',
      detail: 'Only an admin of this credential may say with whom it is shared. Ada owns it.',
    })
    expect((await put(cleo, 'person', 'cleo', 'admin')).status).toBe(404)
    expect((await put(root, 'person', 'cleo', 'admin')).status).toBe(200)
    expect(await readProblem(await handOver(cleo, 'cleo'))).toMatchObject({
      status: 403,
      detail: 'Only its owner and the admins of the organisation may hand this credential over. Ada owns it.',
    })
  })

  test.each([
    ['person', 'nobody', 422],
    ['team', 'bob', 422],
    ['person', 'Data', 422],
    ['person', 'stranger', 422],
    ['team', 'Legal', 422],
    ['person', 'ada', 422],
    ['person', 'a\0b', 404],
    ['person', 'x'.repeat(256), 404],
    ['robot', 'bob', 404],
  ])('with the %s %j is refused', async (kind, grantee, status) => {
    const answer = await put(ada, kind, grantee, 'collaborator')
    const pointer = status === 422 && { errors: [{ pointer: '/grantee', code: 'invalid_value' }] }
    expect(await readProblem(answer)).toMatchObject({ status, ...pointer })
    expect((await read(ada)).grants).toEqual([])
    expect(await events(ada)).toEqual([])
  })

  test('takes an id of any letters', async () => {
    expect((await parse(await put(ada, 'person', odd, 'admin'))).grants).toMatchObject([{ grantee: { id: odd } }])
    expect((await take(ada, 'person', odd)).status).toBe(204)
  })

  test('takes no other access, and no more than is asked for', async () => {
    for (const body of [{ access: 'owner' }, {}, { access: 'admin', more: true }]) {
      const answer = await change(ada, 'PUT', `/api/credentials/${id}/access/person/bob`, { body })
      expect(answer.status).toBe(422)
    }
  })

  test('hands over: totals and owners move, who had it stays an admin, the new owner’s grant goes', async () => {
    await put(ada, 'person', 'bob', 'collaborator')
    const before = await readCredential(await get(ada, `/api/credentials/${id}`))
    const [adas, bobs] = [await countOf('ada'), await countOf('bob')]
    const after = await parse(await handOver(ada, 'bob'))
    expect(after).toMatchObject({
      owner: { id: 'bob', name: 'Bob' },
      grants: [{ grantee: { kind: 'person', id: 'ada', name: 'Ada' }, access: 'admin', grantedBy: { id: 'ada' } }],
    })
    expect(after.grants).toHaveLength(1)
    expect([await accessOf(ada), await accessOf(bob)]).toEqual(['admin', 'owner'])
    expect([await countOf('ada'), await countOf('bob')]).toEqual([adas - 1, bobs + 1])
    const handedOver = await readCredential(await get(bob, `/api/credentials/${id}`))
    expect(handedOver.etag).not.toBe(before.etag)
    expect((await events(bob)).at(-1)).toEqual(['owner.changed', 'ada', { owner: { before: 'Ada', after: 'Bob' } }])
    expect((await handOver(ada, 'ada')).status).toBe(403)
    expect((await parse(await handOver(root, 'ada'))).owner.id).toBe('ada')
    expect((await parse(await handOver(ada, 'ada'))).owner.id).toBe('ada')
    expect(await events(ada)).toHaveLength(3)
  })

  test.each(['nobody', 'stranger', 'Data', ''])('hands nothing over to %j', async (owner) => {
    const answer = await handOver(ada, owner)
    expect(await readProblem(answer)).toMatchObject({ status: 422, errors: [{ pointer: '/owner' }] })
    expect((await read(ada)).owner.id).toBe('ada')
  })

  test('of a credential whose owner never signed in keeps their name', async () => {
    const [old] = await storeCredentials(home, { owner: { id: 'local', name: 'somebody' } })
    id = old?.id ?? ''
    expect((await parse(await handOver(root, 'bob'))).grants).toMatchObject([
      { grantee: { id: 'local', name: 'somebody' }, access: 'admin', grantedBy: { id: 'root' } },
    ])
  })

  test('outlives a deletion that is undone, and ends with what is erased', async () => {
    await put(ada, 'person', 'bob', 'admin')
    await put(ada, 'team', 'Data', 'collaborator')
    expect((await change(bob, 'DELETE', `/api/credentials/${id}`)).status).toBe(200)
    expect((await put(ada, 'person', 'cleo', 'admin')).status).toBe(404)
    const deleted = await get(cleo, '/api/deleted-credentials')
    expect(((await deleted.json()) as { credentials: unknown[] }).credentials).toMatchObject([
      { id, access: 'collaborator' },
    ])
    expect((await change(cleo, 'POST', `/api/deleted-credentials/${id}/restore`)).status).toBe(403)
    expect((await change(cleo, 'DELETE', `/api/deleted-credentials/${id}`)).status).toBe(403)
    expect(await readCredential(await change(bob, 'POST', `/api/deleted-credentials/${id}/restore`))).toMatchObject({
      access: 'admin',
    })
    expect((await read(ada)).grants).toHaveLength(2)
    await change(ada, 'DELETE', `/api/credentials/${id}`)
    expect((await change(bob, 'DELETE', `/api/deleted-credentials/${id}`)).status).toBe(204)
    const left = `select grantee_id from credential_grant where credential_id = '${id}'`
    expect(await runOnStore(home.config.store, left)).toEqual([])
  })

  test('is with people and teams of the tenant, found by name', async () => {
    expect(await findPeople(bob, 'CLE')).toEqual({ people: [{ id: 'cleo', name: 'Cleo' }], teams: [] })
    expect(await findPeople(bob, ' dat ')).toEqual({ people: [], teams: [{ id: 'Data', name: 'Data' }] })
    expect((await findPeople(bob, '%')).teams).toEqual([{ id: '100 %', name: '100 %' }])
    const everybody = await findPeople(bob)
    expect(everybody.people.map((person) => person.id)).toEqual(expect.arrayContaining(['ada', 'bob', odd, 'root']))
    expect(JSON.stringify(everybody)).not.toMatch(/stranger|Legal/u)
    expect((await get(bob, '/api/people?q=a%00b')).status).toBe(422)
  })

  async function countOf(owner: string): Promise<number> {
    const page = credentialPageSchema.parse(await (await get(root, `/api/credentials?owner=${owner}&limit=1`)).json())
    const { owners } = ownerListSchema.parse(await (await get(root, '/api/credential-owners')).json())
    expect(owners.find((each) => each.id === owner)?.credentials ?? 0).toBe(page.total)
    return page.total
  }
})

async function parse(answer: Response): Promise<CredentialAccess> {
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`)
  return credentialAccessSchema.parse(await answer.json())
}

function toBob(before: unknown, after: unknown): unknown {
  return { grant: { kind: 'person', name: 'Bob', before, after } }
}

async function findPeople(asker: Person, q = ''): Promise<People> {
  return peopleSchema.parse(await (await get(asker, `/api/people?q=${encodeURIComponent(q)}`)).json())
}
