import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { resourceSchema } from '../../contract/resource.ts'
import {
  createTestHome,
  get,
  openTestLatchkey,
  post,
  PUBLIC_URL,
  readCredential,
  readProblem,
  type TestHome,
} from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { countRows, refuseInserts, runOnStore } from '../fixture/raw-store.ts'
import { storeCredentials } from '../fixture/stored-credentials.ts'
import type { Latchkey } from '../latchkey.ts'

const path = '/api/resources'

describe.each(engines)('on %s', (engine) => {
  let home: TestHome
  let latchkey: Latchkey
  let credentialId: string

  beforeAll(async () => {
    home = await createTestHome(engine)
    latchkey = await openTestLatchkey(home)
    const [credential] = await storeCredentials(home, {})
    credentialId = credential?.id ?? ''
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
  })

  function toBody(own: Record<string, unknown> = {}): Record<string, unknown> {
    return { kind: 'source', connector: 'intercom', credentialId, name: 'Contacts', ...own }
  }

  async function sendWithoutKey(own: Record<string, unknown> = {}): Promise<Response> {
    return latchkey.app.request(new URL(path, PUBLIC_URL), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'latchkey-client': 'test' },
      body: JSON.stringify(toBody(own)),
    })
  }

  test.each(['source', 'destination'])('a %s is made, read and counted by its credential', async (kind) => {
    const { usedBy } = await readCredential(await get(latchkey, `/api/credentials/${credentialId}`))
    const made = await post(latchkey, path, toBody({ kind, region: 'eu' }))
    expect(made.status).toBe(201)
    const resource = resourceSchema.parse(await made.json())
    expect(resource).toMatchObject({ kind, name: 'Contacts', region: 'eu', credential: { id: credentialId } })
    expect(await (await get(latchkey, made.headers.get('location') ?? '')).json()).toEqual(resource)
    const after = await readCredential(await get(latchkey, `/api/credentials/${credentialId}`))
    expect(after.usedBy).toBe(usedBy + 1)
    const events = await runOnStore(home.config.store, `select * from audit_event where resource_id = '${resource.id}'`)
    expect(events).toMatchObject([{ action: 'resource.created', credential_id: credentialId }])
  })

  test('its own configuration is kept as it is', async () => {
    const configuration = { template: null, path: '/contacts', query: [{ name: 'per_page', value: '50' }], headers: [] }
    const made = await post(latchkey, path, toBody({ configuration }))
    expect(await made.json()).toMatchObject({ configuration })
    const without = await post(latchkey, path, toBody())
    expect(await without.json()).toMatchObject({ configuration: null })
  })

  test('two may have the same name', async () => {
    const answers = [await post(latchkey, path, toBody()), await post(latchkey, path, toBody())]
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
  })

  test.each([
    ['/credentialId', { credentialId: crypto.randomUUID() }],
    ['/credentialId', { credentialId: 'x' }],
    ['/connector', { connector: 'other' }],
    ['/connector', { connector: 'a\0b' }],
    ['/kind', { kind: 'sink' }],
    ['/region', { region: 'auto' }],
    ['/name', { name: ' ' }],
    ['/secret', { secret: {} }],
  ])('%s is pointed to in %j, and nothing is made', async (pointer, own) => {
    const before = await countRows(home.config.store, 'resource')
    const answer = await post(latchkey, path, toBody(own))
    expect([answer.status, await readProblem(answer)]).toMatchObject([422, { errors: [{ pointer }] }])
    expect(await countRows(home.config.store, 'resource')).toBe(before)
  })

  test('S27 one key makes one', async () => {
    const key = { 'idempotency-key': crypto.randomUUID() }
    const before = await countRows(home.config.store, 'resource')
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(latchkey, path, toBody(), key)))
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true)
    expect(await countRows(home.config.store, 'resource')).toBe(before + 1)
    expect((await post(latchkey, path, toBody(), key)).status).toBe(201)
    expect((await post(latchkey, path, toBody({ name: 'Another' }), key)).status).toBe(422)
  })

  test('without a key each request makes one, and a refused one none', async () => {
    const before = await countRows(home.config.store, 'resource')
    expect([(await sendWithoutKey()).status, (await sendWithoutKey()).status]).toEqual([201, 201])
    expect((await sendWithoutKey({ connector: 'zendesk' })).status).toBe(422)
    expect(await countRows(home.config.store, 'resource')).toBe(before + 2)
  })

  test('a store that fails makes none, and the key is free', async () => {
    const key = { 'idempotency-key': crypto.randomUUID() }
    const allow = await refuseInserts(home.config.store, 'resource')
    expect((await post(latchkey, path, toBody(), key)).status).toBe(503)
    await allow()
    expect((await post(latchkey, path, toBody(), key)).status).toBe(201)
  })
})
