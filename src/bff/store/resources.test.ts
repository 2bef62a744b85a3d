import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ListedResource, ResourcePage } from '../../contract/listed-resource.ts'
import type { ListResources } from '../../contract/resource.ts'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { toNewCredential } from '../fixture/new-credential.ts'
import { engines } from '../fixture/postgres.ts'
import { toAdmin } from '../fixture/principal.ts'
import { findCredential, insertCredential } from './credentials.ts'
import { openStore, type Store } from './database.ts'
import { findResource, insertResource, listResources, type NewResource } from './resources.ts'

const ROWS = 130

describe.each(engines)('on %s', (engine) => {
  let home: TestHome
  let store: Store
  const [one, two] = [toNewCredential(), toNewCredential({ status: 'unverified' })]

  beforeAll(async () => {
    home = await createTestHome(engine)
    store = await openStore(home.config.store)
    for (const credential of [one, two]) await insertCredential(store.database, credential)
    await store.database.transaction().execute(async (transaction) => {
      for (const resource of makeRows([one.id, two.id])) await insertResource(transaction, resource)
    })
  })
  afterAll(async () => {
    await store.database.destroy()
    await home.remove()
  })

  test.each([1, 40, 100])('pages of %i hold every row once, newest first', async (limit) => {
    const resources = await readAll(store, { limit })
    expect(new Set(resources.map(({ id }) => id)).size).toBe(ROWS)
    const positions = resources.map(({ createdAt, id }) => `${createdAt} ${id}`)
    expect(positions).toEqual(positions.toSorted().toReversed())
  })

  test('rows that come in between are no reason to skip or repeat one', async () => {
    const before = new Set((await readAll(store, { limit: 100 })).map(({ id }) => id))
    const first = await list(store, { limit: 60 })
    for (const resource of makeRows([one.id]).slice(0, 5)) {
      await insertResource(store.database, {
        ...resource,
        kind: 'destination',
        tenantId: 'local',
        createdAt: new Date().toISOString(),
      })
    }
    const rest = await readAll(store, { limit: 60, cursor: first.nextCursor ?? '' })
    expect(new Set([...first.resources, ...rest].map(({ id }) => id))).toEqual(before)
    await store.database
      .deleteFrom('resource')
      .where('id', 'not in', [...before])
      .execute()
  })

  test('kind and credential narrow it', async () => {
    const sources = await readAll(store, { kind: 'source', limit: 100 })
    const ofTwo = await readAll(store, { credential: two.id, limit: 100 })
    expect([sources.length, ofTwo.length]).toEqual([ROWS / 2, 39])
    expect(sources.every(({ kind }) => kind === 'source')).toBe(true)
    expect(ofTwo.every(({ credential }) => credential.id === two.id)).toBe(true)
  })

  test('a resource tells its credential’s name and status, and the credential how many use it', async () => {
    const [resource] = await readAll(store, { credential: two.id, limit: 100 })
    expect(resource?.credential).toMatchObject({
      id: two.id,
      name: two.name,
      status: 'unverified',
      statusReason: two.statusReason,
    })
    expect(await findResource(store.database, toAdmin(), resource?.id ?? '')).toEqual({
      ...resource,
      configuration: null,
    })
    expect(await findCredential(store.database, toAdmin(), two.id)).toMatchObject({ usedBy: 39 })
  })

  test('a list tells what is asked of the provider, and leaves the rest of a configuration out', async () => {
    const rest = { template: null, query: [], headers: [] }
    const writing = { method: 'PUT', contentType: 'application/json', sample: '{}', path: '/contacts/1' } as const
    const [source, destination] = makeRows([one.id])
    if (!source || !destination) throw new Error('No row was made')
    const configured = [
      { ...source, tenantId: 'third', configuration: { ...rest, path: '/tags' } },
      { ...destination, tenantId: 'third', configuration: { ...rest, ...writing } },
    ]
    for (const each of configured) await insertResource(store.database, each)
    const page = await listResources(store.database, toAdmin('third'), { limit: 50 })
    expect(page?.resources.map(({ request }) => request)).toEqual([
      { method: 'PUT', path: '/contacts/1' },
      { method: 'GET', path: '/tags' },
    ])
    expect(JSON.stringify(page)).not.toContain('sample')
    await store.database.deleteFrom('resource').where('tenant_id', '=', 'third').execute()
  })

  test('S10 another tenant’s resources are not there', async () => {
    const [resource] = await readAll(store, { limit: 1 })
    expect(await findResource(store.database, toAdmin('other'), resource?.id ?? '')).toBeNull()
    expect(await listResources(store.database, toAdmin('other'), { limit: 50 })).toEqual({
      resources: [],
      nextCursor: null,
    })
  })

  test('a cursor that no page handed out gives nothing', async () => {
    expect(await listResources(store.database, toAdmin(), { limit: 50, cursor: 'x' })).toBeNull()
  })

  test('a resource of a credential that is not there cannot be', async () => {
    const [orphan] = makeRows([uuidv7()])
    if (!orphan) throw new Error('No row was made')
    await expect(insertResource(store.database, orphan)).rejects.toThrow(/foreign key/iu)
  })
})

/** Three in ten use the second credential; many are of one time, so that the id has to break the ties. */
function makeRows(credentialIds: string[]): NewResource[] {
  return Array.from({ length: ROWS }, (_, index) => {
    const at = new Date(Date.UTC(2026, 0, 1) + Math.floor(index / 20)).toISOString()
    return {
      id: uuidv7(),
      tenantId: 'local',
      kind: index % 2 === 0 ? 'source' : 'destination',
      connector: 'intercom',
      credentialId: credentialIds[index % 10 < 3 ? credentialIds.length - 1 : 0] ?? '',
      name: `Resource ${index}`,
      region: index % 3 === 0 ? null : 'us',
      configuration: null,
      owner: { id: 'local', name: 'somebody' },
      createdAt: at,
      updatedAt: at,
    }
  })
}

async function list(store: Store, query: ListResources): Promise<ResourcePage> {
  const page = await listResources(store.database, toAdmin(), query)
  if (!page) throw new Error('The cursor was none')
  return page
}

async function readAll(store: Store, query: ListResources): Promise<ListedResource[]> {
  const { resources, nextCursor } = await list(store, query)
  return nextCursor === null ? resources : [...resources, ...(await readAll(store, { ...query, cursor: nextCursor }))]
}
