import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { type Database, openStore, type Store } from './database.ts'

describe.each(engines)('the writer of %s', (engine) => {
  let home: TestHome
  let store: Store

  beforeEach(async () => {
    home = await createTestHome(engine)
    store = await openStore(home.config.store)
  })
  afterEach(async () => {
    await store.database.destroy()
    await home.remove()
  })

  test('what is written at once is all there', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, id) => store.write((transaction) => insert(transaction, id))))
    expect(await readIds(store)).toEqual(Array.from({ length: 50 }, (_, id) => id))
  })

  test('a change that fails is undone whole and told alone, whatever was written beside it', async () => {
    const outcomes = await Promise.allSettled([
      store.write((transaction) => insert(transaction, 1)),
      store.write(async (transaction) => {
        await insert(transaction, 2)
        throw new Error('in the middle')
      }),
      store.write(async (transaction) => {
        await insert(transaction, 3)
        await insert(transaction, 3)
      }),
      store.note((connection) => insert(connection, 4)),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
    expect(outcomes[1]).toMatchObject({ reason: { message: 'in the middle' } })
    expect(await readIds(store)).toEqual([1, 4])
  })

  test('a writer that failed writes again', async () => {
    await expect(store.write(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
    await expect(store.write(rejectWithNothing)).rejects.toBeUndefined()
    await store.write((transaction) => insert(transaction, 1))
    expect(await readIds(store)).toEqual([1])
  })

  test('what a change answers is answered to who asked for it', async () => {
    const answers = Array.from({ length: 10 }, (_, number) => store.write(() => Promise.resolve(number)))
    expect(await Promise.all(answers)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })
})

describe('the writer of SQLite', () => {
  let home: TestHome
  let store: Store

  beforeEach(async () => {
    home = await createTestHome('sqlite')
    store = await openStore(home.config.store)
  })
  afterEach(async () => {
    await store.database.destroy()
    await home.remove()
  })

  test('S28 a commit that holds a change to keep waits for the disk, also beside one that need not be kept', async () => {
    await store.note((connection) => insert(connection, 1))
    const [kept] = await Promise.all([
      store.write((transaction) => readSynchronous(transaction)),
      store.note((connection) => insert(connection, 2)),
    ])
    expect(kept).toBe(FULL)
  })

  test('a commit that fails is told to everybody in it, and nothing of it is there', async () => {
    const outcomes = await Promise.allSettled([
      store.write((transaction) => insert(transaction, 1)),
      store.write(async (transaction) => {
        await sql`pragma defer_foreign_keys = on`.execute(transaction)
        await insertOrphan(transaction)
      }),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await readIds(store)).toEqual([])
    await store.write((transaction) => insert(transaction, 2))
    expect(await readIds(store)).toEqual([2])
  })
})

/** What fails without a reason has failed all the same. */
function rejectWithNothing(): Promise<never> {
  return Promise.reject()
}

/** SQLite's number for `synchronous = full`. */
const FULL = 2

async function readSynchronous(database: Database): Promise<number | undefined> {
  const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(database)
  return rows[0]?.synchronous
}

async function insert(database: Database, id: number): Promise<void> {
  await database
    .insertInto('keyring_check')
    .values({ id, value: String(id) })
    .execute()
}

/** A resource of a credential that is not there. */
async function insertOrphan(database: Database): Promise<void> {
  const text = {
    configuration: '{}',
    id: 'x',
    tenant_id: 'x',
    kind: 'x',
    connector: 'x',
    name: 'x',
    owner_id: 'x',
    owner_name: 'x',
  }
  await database
    .insertInto('resource')
    .values({ ...text, credential_id: 'none', region: null, created_at: 'x', updated_at: 'x' })
    .execute()
}

async function readIds({ database }: Store): Promise<number[]> {
  const rows = await database.selectFrom('keyring_check').select('id').orderBy('id').execute()
  return rows.map(({ id }) => id)
}
