import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Credential, CredentialPage, ListCredentials } from '../../contract/credential.ts'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { toNewCredential } from '../fixture/new-credential.ts'
import { engines } from '../fixture/postgres.ts'
import { toAdmin } from '../fixture/principal.ts'
import { listCredentials } from './credential-list.ts'
import { listOwners } from './credential-owners.ts'
import { insertCredential, type NewCredential } from './credentials.ts'
import { openStore, type Store } from './database.ts'
import { foldCase } from './fold-case.ts'

const ROWS = 250
const sorts = ['-createdAt', 'name', 'status', '-lastUsedAt'] as const

describe.each(engines)('on %s', (engine) => {
  let home: TestHome
  let store: Store

  beforeAll(async () => {
    home = await createTestHome(engine)
    store = await openStore(home.config.store)
    await insert(store, makeRows())
  })
  afterAll(async () => {
    await store.database.destroy()
    await home.remove()
  })

  describe.each(sorts)('sorted by %s', (sort) => {
    test.each([1, 7, 50, 100])('pages of %i hold every row once, in order', async (limit) => {
      const credentials = await readAll(store, { sort, limit })
      expect(new Set(credentials.map(({ id }) => id)).size).toBe(ROWS)
      expect(credentials).toHaveLength(ROWS)
      expect(credentials.map((credential) => positionOf(credential, sort))).toEqual(
        credentials.map((credential) => positionOf(credential, sort)).toSorted(byBytes(sort)),
      )
    })

    test('rows that come in between are no reason to skip or repeat one', async () => {
      const own = { tenantId: `busy ${sort}` }
      await insert(store, makeRows(own))
      const before = new Set((await readAll(store, { sort, limit: 100 }, own.tenantId)).map(({ id }) => id))
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await list(store, { sort, limit: 20, ...(cursor && { cursor }) }, own.tenantId)
        seen.push(...page.credentials.map(({ id }) => id))
        cursor = page.nextCursor ?? undefined
        await insert(store, makeRows(own).slice(0, 3))
      } while (cursor !== undefined && seen.length <= 2 * ROWS)
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen.filter((id) => before.has(id))).toHaveLength(before.size)
    })
  })

  test('the last page has no cursor, a full one included', async () => {
    expect((await list(store, { limit: 100 })).nextCursor).not.toBeNull()
    const own = { tenantId: 'exactly one page' }
    await insert(store, makeRows(own).slice(0, 10))
    expect((await list(store, { limit: 10 }, own.tenantId)).nextCursor).toBeNull()
    expect((await list(store, {}, 'nobody')).nextCursor).toBeNull()
  })

  test('a cursor that no page handed out gives nothing', async () => {
    for (const cursor of ['', 'x', Buffer.from('["a"]').toString('base64url')]) {
      expect(await listCredentials(store.database, toAdmin(), toQuery({ cursor }))).toBeNull()
    }
  })

  test('a tenant sees its own rows only, and counts no others', async () => {
    await insert(store, makeRows({ tenantId: 'other' }).slice(0, 3))
    expect(await list(store, {}, 'other')).toMatchObject({ total: 3, totalIsAtLeast: false })
    expect((await readAll(store, { limit: 100 })).length).toBe(ROWS)
  })

  test('the total is every row’s where nothing filters, by connector too', async () => {
    expect(await list(store, { limit: 1 })).toMatchObject({ total: ROWS, totalIsAtLeast: false })
    expect(await list(store, { connector: 'intercom' })).toMatchObject({ total: 200, totalIsAtLeast: false })
    expect(await list(store, { connector: 'nothing' })).toMatchObject({ total: 0, credentials: [] })
    expect(await list(store, {}, 'nobody')).toMatchObject({ total: 0, totalIsAtLeast: false, credentials: [] })
  })

  test('what is one owner’s is counted by the totals, too', async () => {
    const own = { tenantId: 'owners', owner: { id: 'ada', name: 'Ada' } }
    await insert(store, [...makeRows(own).slice(0, 30), ...makeRows({ tenantId: 'owners' }).slice(0, 10)])
    const page = await list(store, { owner: 'ada', limit: 100 }, 'owners')
    expect([page.total, page.credentials.length]).toEqual([30, 30])
    expect(page.credentials.every(({ owner }) => owner.id === 'ada')).toBe(true)
    expect(await list(store, { owner: 'ada', connector: 'other' }, 'owners')).toMatchObject({ total: 6 })
    expect(await list(store, { owner: 'ada', status: 'failed' }, 'owners')).toMatchObject({ total: 10 })
    expect(await list(store, { owner: 'nobody' }, 'owners')).toMatchObject({ total: 0, credentials: [] })
    expect(await listOwners(store.database, toAdmin('owners'), undefined)).toEqual([
      { id: 'ada', name: 'Ada', credentials: 30 },
      { id: 'local', name: 'somebody', credentials: 10 },
    ])
  })

  test.each(sorts)(
    'what is searched and sorted by %s is every match once, with its number on every page',
    async (sort) => {
      const first = await list(store, { q: 'A', sort, limit: 30 })
      const expected = new Set((await readAll(store, { limit: 100 })).filter(({ name }) => /a/iu.test(foldCase(name))))
      const all = await readAll(store, { q: 'A', sort, limit: 30 })
      expect(all.map(({ id }) => id).toSorted()).toEqual([...expected].map(({ id }) => id).toSorted())
      expect(first.total).toBe(all.length)
      const second = await list(store, { q: 'A', sort, limit: 30, cursor: first.nextCursor ?? '' })
      expect(second).toMatchObject({ total: first.total, totalIsAtLeast: false })
    },
  )

  test('more than a thousand matches are counted no further', async () => {
    const tenantId = 'many'
    for (let round = 0; round < 5; round += 1) await insert(store, makeRows({ tenantId, description: 'Many' }))
    const first = await list(store, { q: 'many' }, tenantId)
    expect(first).toMatchObject({ total: 1_000, totalIsAtLeast: true })
    const second = await list(store, { q: 'many', cursor: first.nextCursor ?? '' }, tenantId)
    expect(second).toMatchObject({ total: 1_000, totalIsAtLeast: true })
    expect(await list(store, {}, tenantId)).toMatchObject({ total: 1_250, totalIsAtLeast: false })
  })

  test('a cursor leads nowhere once anything is filtered otherwise', async () => {
    const filters = [{}, { connector: 'intercom' }, { q: 'a' }, { q: 'a b' }, { status: 'failed' }, { owner: 'local' }]
    const { nextCursor } = await list(store, { q: ' A ', limit: 1 })
    const leads = filters.map(async (filter) => {
      const query = toQuery({ ...(filter as Partial<ListCredentials>), cursor: nextCursor ?? '' })
      return (await listCredentials(store.database, toAdmin(), query)) !== null
    })
    expect(await Promise.all(leads)).toEqual(filters.map(({ q }) => q === 'a'))
  })

  test('a filter narrows both the rows and the total', async () => {
    for (const filter of [{ status: 'failed' }, { region: 'eu' }, { connector: 'other' }] as const) {
      const page = await list(store, { ...filter, limit: 100 })
      expect(page.total).toBe(page.credentials.length)
      expect(page.total).toBeGreaterThan(0)
      for (const credential of page.credentials) expect(credential).toMatchObject(filter)
    }
    const both = await readAll(store, { status: 'failed', region: 'eu', sort: 'name', limit: 5 })
    expect(both.every(({ status, region }) => status === 'failed' && region === 'eu')).toBe(true)
  })
})

const names = ['alpha', 'Beta', 'Ärger', 'straße', 'Жук', '猫', '🗝️', 'zeta', 'Álpha', 'éclair']

/** Many of the same time, name's start and status, so that the id has to break the ties. */
function makeRows(own: Partial<NewCredential> = {}): NewCredential[] {
  return Array.from({ length: ROWS }, (_, index) => {
    const at = new Date(Date.UTC(2026, 0, 1) + Math.floor(index / 20)).toISOString()
    return toNewCredential({
      connector: index % 5 === 4 ? 'other' : 'intercom',
      name: `${names[index % names.length]} ${crypto.randomUUID()}`,
      status: (['verified', 'unverified', 'failed'] as const)[index % 3] ?? 'verified',
      region: (['auto', 'us', 'eu', 'au'] as const)[index % 4] ?? 'auto',
      createdAt: at,
      ...own,
    })
  })
}

async function insert(store: Store, rows: NewCredential[]): Promise<void> {
  await store.database.transaction().execute(async (transaction) => {
    for (const row of rows) expect(await insertCredential(transaction, row)).toBe(true)
  })
}

function toQuery(query: Partial<ListCredentials>): ListCredentials {
  return { sort: '-createdAt', limit: 50, ...query }
}

async function list(store: Store, query: Partial<ListCredentials>, tenantId = 'local'): Promise<CredentialPage> {
  const page = await listCredentials(store.database, toAdmin(tenantId), toQuery(query))
  if (!page) throw new Error('The cursor was none')
  return page
}

async function readAll(store: Store, query: Partial<ListCredentials>, tenantId = 'local'): Promise<Credential[]> {
  const all: Credential[] = []
  let cursor: string | undefined
  do {
    const page = await list(store, { ...query, ...(cursor && { cursor }) }, tenantId)
    expect(page.credentials.length).toBeLessThanOrEqual(query.limit ?? 50)
    all.push(...page.credentials)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined && all.length <= ROWS)
  return all
}

function positionOf(credential: Credential, sort: (typeof sorts)[number]): [string, string] {
  const values = {
    '-createdAt': credential.createdAt,
    name: foldCase(credential.name),
    status: credential.status,
    '-lastUsedAt': credential.lastUsedAt ?? '',
  }
  return [values[sort], credential.id]
}

/** Both engines sort by the bytes of UTF-8, whatever the server's locale. What needs somebody is first, newest first. */
function byBytes(sort: string): (one: [string, string], other: [string, string]) => number {
  const direction = sort.startsWith('-') ? -1 : 1
  const ofIds = sort === 'status' ? -1 : direction
  return (one, other) =>
    direction * Buffer.compare(Buffer.from(one[0]), Buffer.from(other[0])) || ofIds * (one[1] < other[1] ? -1 : 1)
}
