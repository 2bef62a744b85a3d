import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DestinationConfiguration, SourceConfiguration } from '../../contract/configuration.ts'
import { type Resource, resourceSchema } from '../../contract/resource.ts'
import { change } from '../fixture/change.ts'
import {
  createTestHome,
  get,
  openTestLatchkey,
  post,
  readCredential,
  readProblem,
  type TestHome,
} from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { refuseInserts, runOnStore } from '../fixture/raw-store.ts'
import { storeCredentials } from '../fixture/stored-credentials.ts'
import type { Latchkey } from '../latchkey.ts'

const source: SourceConfiguration = {
  template: 'contacts',
  path: '/contacts',
  query: [{ name: 'per_page', value: '50' }],
  headers: [],
}
const destination: DestinationConfiguration = {
  template: null,
  method: 'POST',
  path: '/contacts',
  query: [],
  headers: [{ name: 'Intercom-Version', value: '2.15' }],
  contentType: 'application/json',
  sample: '{"email":"ada@example.com"}',
}

describe.each(engines)('one resource on %s', (engine) => {
  let home: TestHome
  let latchkey: Latchkey
  let used: string
  let other: string
  beforeAll(async () => {
    home = await createTestHome(engine)
    latchkey = await openTestLatchkey(home)
    const [one, two] = await storeCredentials(home, {}, {})
    used = one?.id ?? ''
    other = two?.id ?? ''
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
  })

  async function make(own: object = {}): Promise<Resource> {
    const body = { kind: 'source', connector: 'intercom', credentialId: used, name: 'Contacts', ...own }
    return parse(await post(latchkey, '/api/resources', body))
  }

  async function read(id: string): Promise<Resource> {
    return parse(await get(latchkey, `/api/resources/${id}`))
  }

  function edit({ id, kind }: Resource, body: object, ifMatch?: string): Promise<Response> {
    const all = { kind, ...body }
    return change(latchkey, 'PATCH', `/api/resources/${id}`, { body: all, ...(ifMatch !== undefined && { ifMatch }) })
  }

  function remove({ id }: Resource, ifMatch?: string): Promise<Response> {
    return change(latchkey, 'DELETE', `/api/resources/${id}`, ifMatch === undefined ? {} : { ifMatch })
  }

  async function usedBy(credentialId: string): Promise<number> {
    return (await readCredential(await get(latchkey, `/api/credentials/${credentialId}`))).usedBy
  }

  async function eventsOf({ id }: Resource): Promise<unknown[]> {
    const rows = await runOnStore(
      home.config.store,
      `select * from audit_event where resource_id = '${id}' order by id`,
    )
    return rows.map(({ action, credential_id, detail }) => [action, credential_id, JSON.parse(String(detail))])
  }

  test('tells its entity tag in the header as in the body', async () => {
    const { id, etag } = await make()
    expect((await get(latchkey, `/api/resources/${id}`)).headers.get('etag')).toBe(etag)
  })

  test.each([
    ['source', source],
    ['destination', destination],
  ] as const)(
    'a %s is renamed, sent to another region and configured: its next revision, and an event',
    async (kind, configuration) => {
      const before = await make({ kind })
      const answer = await edit(before, { name: ' People ', region: 'eu', configuration }, before.etag)
      const after = await parse(answer)
      const { etag, updatedAt } = after
      const { path } = configuration
      const request = { method: kind === 'source' ? 'GET' : destination.method, path }
      expect(after).toEqual({ ...before, name: 'People', region: 'eu', request, configuration, etag, updatedAt })
      expect(etag).not.toBe(before.etag)
      expect(updatedAt > before.updatedAt).toBe(true)
      expect(answer.headers.get('etag')).toBe(etag)
      expect(await read(before.id)).toEqual(after)
      expect((await eventsOf(before)).slice(1)).toEqual([
        [
          'resource.edited',
          used,
          { resource: { kind, name: 'People' }, name: { before: 'Contacts', after: 'People' } },
        ],
      ])
    },
  )

  test('keeps what a change leaves out; a region is left to the credential by null', async () => {
    const before = await make({ region: 'eu', configuration: source })
    expect(await parse(await edit(before, { name: 'Renamed' }))).toMatchObject({ region: 'eu', configuration: source })
    expect(await parse(await edit(before, { region: null }))).toMatchObject({
      name: 'Renamed',
      region: null,
      configuration: source,
    })
  })

  test('is left alone, without a revision or an event, by what changes nothing', async () => {
    const before = await make({ configuration: source })
    for (const body of [{}, { name: 'Contacts ' }, { credentialId: used, region: null, configuration: source }]) {
      expect(await parse(await edit(before, body, before.etag))).toEqual(before)
    }
    expect(await eventsOf(before)).toHaveLength(1)
  })

  test.each<[string, (etag: string) => string]>([
    ['of before', () => '"0"'],
    ['that is weak', (etag) => `W/${etag}`],
  ])('is changed and removed by nobody with an entity tag %s', async (_, toTag) => {
    const before = await make()
    const answers = [await edit(before, { name: 'Lost' }, toTag(before.etag)), await remove(before, toTag(before.etag))]
    for (const answer of answers) {
      expect([answer.status, await readProblem(answer)]).toMatchObject([412, { code: 'changed_meanwhile' }])
    }
    expect(await read(before.id)).toEqual(before)
  })

  test('is changed by one of those who edit the same revision at once; the others are told', async () => {
    const before = await make()
    const names = ['one', 'two', 'three', 'four']
    const answers = await Promise.all(names.map((name) => edit(before, { name }, before.etag)))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412, 412, 412])
    const winner = answers.findIndex(({ status }) => status === 200)
    expect((await read(before.id)).name).toBe(names[winner])
    expect(await eventsOf(before)).toHaveLength(2)
  })

  test('moves to another credential: counted there, told in both histories, and in the way of deleting that one', async () => {
    const [left, taken] = await storeCredentials(home, {}, {})
    const [from = '', to = ''] = [left?.id, taken?.id]
    const before = await make({ credentialId: from })
    const after = await parse(await edit(before, { credentialId: to }, before.etag))
    expect(after.credential).toMatchObject({ id: to, name: taken?.name })
    expect([await usedBy(from), await usedBy(to)]).toEqual([0, 1])
    const told = { resource: { kind: 'source', name: 'Contacts' } }
    expect((await eventsOf(before)).slice(1)).toEqual([
      ['resource.edited', from, told],
      ['resource.edited', to, told],
    ])
    const refused = await change(latchkey, 'DELETE', `/api/credentials/${to}`)
    expect(await readProblem(refused)).toMatchObject({ code: 'credential_in_use', usedBy: [{ id: before.id }] })
    expect((await change(latchkey, 'DELETE', `/api/credentials/${from}`)).status).toBe(200)
  })

  test('moves neither to a credential that is not there, nor to another connector’s; and never becomes the other kind', async () => {
    const [foreign, foreignTenants] = await storeCredentials(home, { connector: 'other' }, { tenantId: 'another' })
    const before = await make()
    for (const credentialId of [crypto.randomUUID(), foreign?.id, foreignTenants?.id]) {
      await expectRefused(await edit(before, { credentialId }), ['/credentialId'])
    }
    await expectRefused(await edit(before, { kind: 'destination' }), ['/kind'])
    await expectRefused(await edit(before, { configuration: destination }), [
      '/configuration/method',
      '/configuration/contentType',
      '/configuration/sample',
    ])
    await expectRefused(await edit(before, { configuration: { ...source, path: '/contacts/{contact_id}' } }), [
      '/configuration/path',
    ])
    expect(await read(before.id)).toEqual(before)
  })

  test('of an earlier release, which took any configuration, reads as one without; renaming it loses nothing', async () => {
    const before = await make()
    const old = JSON.stringify({ path: '/contacts', query: { per_page: 50 } })
    await runOnStore(home.config.store, `update resource set configuration = '${old}' where id = '${before.id}'`)
    expect(await read(before.id)).toEqual(before)
    expect((await edit(before, { name: 'Old' })).status).toBe(200)
    const [row] = await runOnStore(home.config.store, `select configuration from resource where id = '${before.id}'`)
    expect(row).toEqual({ configuration: old })
  })

  test('is removed for good, which tells what it was; its credential stays, with one user less', async () => {
    const made = await make({ credentialId: other, configuration: source })
    const before = await usedBy(other)
    expect(await parse(await remove(made, made.etag))).toEqual(made)
    expect(await usedBy(other)).toBe(before - 1)
    expect((await eventsOf(made)).slice(1)).toEqual([
      ['resource.removed', other, { resource: { kind: 'source', name: 'Contacts' } }],
    ])
    for (const answer of [await get(latchkey, `/api/resources/${made.id}`), await edit(made, {}), await remove(made)]) {
      expect(answer.status).toBe(404)
    }
  })

  test('S24 is neither edited nor removed while the audit takes nothing', async () => {
    const before = await make()
    const allow = await refuseInserts(home.config.store, 'audit_event')
    const answers = [await edit(before, { name: 'Lost' }), await remove(before)]
    await allow()
    for (const answer of answers) {
      expect([answer.status, await readProblem(answer)]).toMatchObject([503, { code: 'store_unavailable' }])
    }
    expect(await read(before.id)).toEqual(before)
  })
})

async function parse(answer: Response): Promise<Resource> {
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
  return resourceSchema.parse(await answer.json())
}

async function expectRefused(answer: Response, pointers: string[]): Promise<void> {
  expect(answer.status).toBe(422)
  expect((await readProblem(answer)).errors?.map(({ pointer }) => pointer)).toEqual(pointers)
}
