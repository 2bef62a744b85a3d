import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Credential, credentialPageSchema } from '../../contract/credential.ts'
import { change } from '../fixture/change.ts'
import {
  createTestHome,
  get,
  openTestLatchkey,
  readCredential,
  readProblem,
  type TestHome,
} from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { countRows, runOnStore } from '../fixture/raw-store.ts'
import { storeCredentials } from '../fixture/stored-credentials.ts'
import type { Latchkey } from '../latchkey.ts'

describe.each(engines)('one credential on %s', (engine) => {
  let home: TestHome
  let latchkey: Latchkey
  beforeAll(async () => {
    home = await createTestHome(engine)
    latchkey = await openTestLatchkey(home)
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
  })

  async function make(own: { name?: string; description?: string } = {}): Promise<Credential> {
    const [stored] = await storeCredentials(home, own)
    return read(stored?.id ?? '')
  }

  async function read(id: string): Promise<Credential> {
    return readCredential(await get(latchkey, `/api/credentials/${id}`))
  }

  function edit(id: string, body: unknown, ifMatch?: string): Promise<Response> {
    return change(latchkey, 'PATCH', `/api/credentials/${id}`, { body, ...(ifMatch !== undefined && { ifMatch }) })
  }

  test('tells its entity tag in the header as in the body', async () => {
    const { id, etag } = await make()
    expect((await get(latchkey, `/api/credentials/${id}`)).headers.get('etag')).toBe(etag)
  })

  test('is renamed and described anew, which is its next revision, and an event', async () => {
    const before = await make({ name: `Old ${crypto.randomUUID()}`, description: 'Old' })
    const name = `New ${crypto.randomUUID()}`
    const answer = await edit(before.id, { name: ` ${name} `, description: 'New\nlines' }, before.etag)
    const after = await readCredential(answer)
    expect(after).toEqual({
      ...before,
      name,
      description: 'New\nlines',
      etag: after.etag,
      updatedAt: after.updatedAt,
    })
    expect(after.etag).not.toBe(before.etag)
    expect(after.updatedAt > before.updatedAt).toBe(true)
    expect(answer.headers.get('etag')).toBe(after.etag)
    expect(await read(before.id)).toEqual(after)
    expect(await eventsOf(home, before.id)).toEqual([
      ['credential.edited', { name: { before: before.name, after: name }, description: true }],
    ])
    for (const q of [name.slice(4), 'lines']) {
      const found = await get(latchkey, `/api/credentials?q=${encodeURIComponent(q)}`)
      expect(credentialPageSchema.parse(await found.json()).credentials.map(({ id }) => id)).toContain(before.id)
    }
  })

  test('keeps what the change leaves out, and tells no description in its event', async () => {
    const before = await make({ description: 'Kept' })
    const renamed = await readCredential(await edit(before.id, { name: `Only ${crypto.randomUUID()}` }))
    expect(renamed.description).toBe('Kept')
    const described = await readCredential(await edit(before.id, { description: '' }))
    expect(described).toMatchObject({ name: renamed.name, description: '' })
    expect((await eventsOf(home, before.id))[1]).toEqual(['credential.edited', { description: true }])
  })

  test('is left alone, without a revision or an event, by what changes nothing', async () => {
    const before = await make({ description: 'Same' })
    for (const body of [{}, { name: before.name }, { name: ` ${before.name}`, description: 'Same ' }]) {
      expect(await readCredential(await edit(before.id, body, before.etag))).toEqual(before)
    }
    expect(await eventsOf(home, before.id)).toEqual([])
  })

  test.each<[string, (etag: string) => string]>([
    ['of before', () => '"0"'],
    ['that is weak', (etag) => `W/${etag}`],
    ['that is none', (etag) => etag.slice(1, -1)],
    ['of others', () => '"7", "8"'],
  ])('is changed and deleted by nobody with an entity tag %s', async (_, toTag) => {
    const before = await make()
    const edited = await edit(before.id, { name: 'Lost' }, toTag(before.etag))
    const path = `/api/credentials/${before.id}`
    const deleted = await change(latchkey, 'DELETE', path, { ifMatch: toTag(before.etag) })
    expect([edited.status, deleted.status]).toEqual([412, 412])
    expect(await readProblem(edited)).toMatchObject({ code: 'changed_meanwhile' })
    expect(await read(before.id)).toEqual(before)
  })

  test.each<[string, (etag: string) => string | undefined]>([
    ['without a condition', () => undefined],
    ['with any', () => '*'],
    ['with its own in a list', (etag) => `"0", ${etag}`],
  ])('is changed %s', async (_, toTag) => {
    const { id, etag } = await make()
    expect((await edit(id, { description: crypto.randomUUID() }, toTag(etag))).status).toBe(200)
  })

  test('is changed by one of two who edit the same revision at once; the other is told', async () => {
    const { id, etag } = await make()
    const bodies = ['one', 'two', 'three', 'four'].map((description) => ({ description }))
    const answers = await Promise.all(bodies.map((body) => edit(id, body, etag)))
    expect(statusesOf(answers)).toEqual(['200', '412', '412', '412'])
    const winner = answers.findIndex(({ status }) => status === 200)
    expect((await read(id)).description).toBe(bodies[winner]?.description)
    expect(await eventsOf(home, id)).toHaveLength(1)
  })

  test('takes no name that another has, in any case; its own in another case it does', async () => {
    const [one, two] = [await make({ name: `Straße ${crypto.randomUUID()}` }), await make()]
    const taken = await edit(two.id, { name: one.name.toUpperCase() }, two.etag)
    expect([taken.status, await readProblem(taken)]).toMatchObject([
      409,
      { code: 'name_taken', existing: { id: one.id, name: one.name } },
    ])
    expect(await read(two.id)).toEqual(two)
    expect((await readCredential(await edit(one.id, { name: one.name.toLowerCase() }))).name).toBe(
      one.name.toLowerCase(),
    )
  })

  test('gets a name that several want at once only where it is the first', async () => {
    const credentials = [await make(), await make(), await make(), await make()]
    const name = `Wanted ${crypto.randomUUID()}`
    const answers = await Promise.all(credentials.map(({ id }) => edit(id, { name })))
    expect(statusesOf(answers)).toEqual(['200', '409', '409', '409'])
    const lost = answers.find(({ status }) => status === 409)
    const winner = credentials[answers.findIndex(({ status }) => status === 200)]
    expect(lost && (await readProblem(lost))).toMatchObject({ code: 'name_taken', existing: { id: winner?.id } })
  })

  test.each<[string, unknown]>([
    ['/name', { name: ' ' }],
    ['/name', { name: 'x'.repeat(121) }],
    ['/description', { description: 'a\0b' }],
    ['/secret', { secret: { accessToken: 'x' } }],
    ['/status', { name: 'y', status: 'verified' }],
  ])('is not changed where %s cannot be taken', async (pointer, body) => {
    const before = await make()
    const answer = await edit(before.id, body)
    expect([answer.status, await readProblem(answer)]).toMatchObject([422, { errors: [{ pointer }] }])
    expect(await read(before.id)).toEqual(before)
  })

  test('that is none is not found, whatever is wanted of it', async () => {
    const events = await countRows(home.config.store, 'audit_event')
    for (const id of [crypto.randomUUID(), 'x', '%00', "'; --"]) {
      const path = `/api/credentials/${encodeURIComponent(id)}`
      const answers = [
        await get(latchkey, path),
        await edit(encodeURIComponent(id), { name: 'x' }, '"1"'),
        await change(latchkey, 'DELETE', path),
        await get(latchkey, `${path}/events`),
      ]
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404])
    }
    expect(await countRows(home.config.store, 'audit_event')).toBe(events)
  })
})

function statusesOf(answers: readonly Response[]): string[] {
  return answers.map(({ status }) => String(status)).toSorted()
}

async function eventsOf(home: TestHome, id: string): Promise<[unknown, unknown][]> {
  const rows = await runOnStore(
    home.config.store,
    `select * from audit_event where credential_id = '${id}' order by id`,
  )
  return rows.map((row) => [row['action'], JSON.parse(String(row['detail']))])
}
