import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CredentialPage, ListCredentials } from '../../contract/credential.ts'
import type { Access } from '../../contract/person.ts'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { toNewCredential } from '../fixture/new-credential.ts'
import { engines } from '../fixture/postgres.ts'
import { toPrincipal } from '../fixture/principal.ts'
import { share } from '../fixture/shared-credential.ts'
import type { Asker } from './credential-access.ts'
import { listCredentials } from './credential-list.ts'
import { listOwners } from './credential-owners.ts'
import { insertCredential, type NewCredential } from './credentials.ts'
import { openStore, type Store } from './database.ts'

const sorts = ['-createdAt', 'name', 'status', '-lastUsedAt'] as const
const others = { owner: { id: 'bob', name: 'Bob' } }
const own = { owner: { id: 'ada', name: 'Ada' } }

describe.each(engines)('what a member sees on %s', (engine) => {
  let home: TestHome
  let store: Store
  const expected = new Map<string, Access>()
  const ada = toPrincipal({ id: 'ada', teams: ['Data', 'Sales'] })
  const admin = toPrincipal({ id: 'root', role: 'admin' })

  beforeAll(async () => {
    home = await createTestHome(engine)
    store = await openStore(home.config.store)
    await insert(40, others)
    for (const id of await insert(6, own)) expected.set(id, 'owner')
    for (const id of await insert(5, { ...others, connector: 'other' })) {
      await share(store.database, id, { kind: 'person', id: 'ada' })
      expected.set(id, 'collaborator')
    }
    for (const id of await insert(5, others)) {
      await share(store.database, id, { kind: 'team', id: 'Data' }, { access: 'admin' })
      // The most of several, in whichever order they were given.
      await share(store.database, id, { kind: 'person', id: 'ada' })
      await share(store.database, id, { kind: 'team', id: 'Sales' })
      expected.set(id, 'admin')
    }
    const [foreign = '', namesake = '', person = '', elsewhere = ''] = await insert(4, others)
    await share(store.database, foreign, { kind: 'team', id: 'Legal' })
    await share(store.database, namesake, { kind: 'team', id: 'ada' })
    await share(store.database, person, { kind: 'person', id: 'Data' })
    await share(store.database, elsewhere, { kind: 'person', id: 'ada' }, { tenantId: 'another' })
  })
  afterAll(async () => {
    await store.database.destroy()
    await home.remove()
  })

  async function insert(count: number, row: Partial<NewCredential>): Promise<string[]> {
    const rows = Array.from({ length: count }, (_, index) =>
      toNewCredential({
        name: `Row ${crypto.randomUUID()}`,
        status: (['verified', 'unverified', 'failed'] as const)[index % 3] ?? 'verified',
        ...row,
      }),
    )
    await store.write(async (transaction) => {
      for (const each of rows) expect(await insertCredential(transaction, each)).toBe(true)
    })
    return rows.map(({ id }) => id)
  }

  async function list(asker: Asker, query: Partial<ListCredentials> = {}): Promise<CredentialPage> {
    const page = await listCredentials(store.database, asker, { sort: '-createdAt', limit: 50, ...query })
    if (!page) throw new Error('The cursor was none')
    return page
  }

  async function readAll(asker: Asker, query: Partial<ListCredentials>): Promise<[string, Access][]> {
    const all: [string, Access][] = []
    let cursor: string | undefined
    do {
      const page = await list(asker, { ...query, ...(cursor && { cursor }) })
      all.push(...page.credentials.map(({ id, access }) => [id, access] as [string, Access]))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined && all.length < 2_000)
    return all
  }

  test.each(sorts)(
    'is their own and what is shared with them or a team of theirs, once, sorted by %s',
    async (sort) => {
      for (const limit of [3, 50]) {
        const all = await readAll(ada, { sort, limit })
        expect(all).toHaveLength(expected.size)
        expect(new Map(all)).toEqual(expected)
      }
      expect(await list(ada, { sort, limit: 3 })).toMatchObject({ total: expected.size, totalIsAtLeast: false })
    },
  )

  test('is in the order that an admin of the tenant, who sees everything, reads it in', async () => {
    for (const sort of sorts) {
      const everything = await readAll(admin, { sort })
      expect(new Set(everything.map(([, access]) => access))).toEqual(new Set(['admin']))
      const seen = everything.map(([id]) => id).filter((id) => expected.has(id))
      expect((await readAll(ada, { sort, limit: 7 })).map(([id]) => id)).toEqual(seen)
    }
  })

  test('is narrowed and counted by every filter', async () => {
    expect((await list(ada, { connector: 'other' })).total).toBe(5)
    expect((await list(ada, { owner: 'ada' })).total).toBe(6)
    expect((await list(ada, { owner: 'bob' })).total).toBe(10)
    expect((await list(ada, { status: 'failed', q: 'row' })).total).toBe(4)
    expect(await list(ada, { q: 'nowhere' })).toMatchObject({ total: 0, credentials: [] })
  })

  test('has the owners of that alone, and how many of each', async () => {
    const names = [
      { id: 'ada', name: 'Ada', credentials: 6 },
      { id: 'bob', name: 'Bob', credentials: 10 },
    ]
    expect(await listOwners(store.database, ada, undefined)).toEqual(names)
    expect(await listOwners(store.database, ada, 'other')).toEqual([{ id: 'bob', name: 'Bob', credentials: 5 }])
    expect(await listOwners(store.database, toPrincipal({ id: 'eve' }), undefined)).toEqual([])
    expect(await listOwners(store.database, admin, undefined)).toEqual([names[0], { ...names[1], credentials: 54 }])
  })

  test('is nothing where nothing is theirs', async () => {
    const eve = toPrincipal({ id: 'eve', teams: ['Nobody'] })
    expect(await list(eve)).toEqual({ credentials: [], nextCursor: null, total: 0, totalIsAtLeast: false })
    expect((await list(toPrincipal({ id: 'ada', tenantId: 'another' }))).total).toBe(0)
  })

  test('is of the connectors alone that a session is for, an admin’s too', async () => {
    const limited = { connectors: ['other', 'third'] }
    for (const asker of [toPrincipal({ ...ada, ...limited }), toPrincipal({ ...admin, ...limited })]) {
      const page = await list(asker)
      expect([page.total, page.credentials.length]).toEqual([5, 5])
      expect(page.credentials.every(({ connector }) => connector === 'other')).toBe(true)
      expect(await list(asker, { connector: 'intercom' })).toMatchObject({ total: 0, credentials: [] })
      expect(await list(asker, { q: 'row' })).toMatchObject({ total: 5 })
      expect(await listOwners(store.database, asker, undefined)).toEqual([{ id: 'bob', name: 'Bob', credentials: 5 }])
      expect(await list({ ...asker, connectors: [] })).toMatchObject({ total: 0, credentials: [] })
    }
  })

  test('is paged on where it becomes too much to be counted between two pages', { timeout: 60_000 }, async () => {
    const lin = { owner: { id: 'lin', name: 'Lin' } }
    const asker = toPrincipal({ id: 'lin' })
    const before = await insert(900, lin)
    const first = await list(asker, { limit: 100 })
    expect([first.total, first.totalIsAtLeast]).toEqual([900, false])
    await insert(101, lin)
    const second = await list(asker, { limit: 100, cursor: first.nextCursor ?? '' })
    expect([second.total, second.totalIsAtLeast]).toEqual([1_000, true])
    const ids = [...first.credentials, ...second.credentials].map(({ id }) => id)
    expect(ids).toEqual(before.toReversed().slice(0, 200))
  })
})
