import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  createTestHome,
  get,
  openTestLatchkey,
  post,
  readProblem,
  type TestHome,
  toCredentialBody,
} from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { runOnStore } from '../fixture/raw-store.ts'
import { StartError } from '../start-error.ts'
import { isStoreError, openStore, type Store, type StoreLocation, toStartError } from './database.ts'

describe.each(engines)('on %s', (engine) => {
  let home: TestHome
  const stores: Store[] = []

  async function open(): Promise<Store> {
    const store = await openStore(home.config.store)
    stores.push(store)
    return store
  }

  beforeEach(async () => {
    home = await createTestHome(engine)
  })
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.database.destroy()
    await home.remove()
  })

  test('a store that is opened again has what it had', async () => {
    const { database } = await open()
    await database.insertInto('keyring_check').values({ id: 1, value: 'x' }).execute()
    const again = await open()
    expect(await again.database.selectFrom('keyring_check').selectAll().execute()).toEqual([{ id: 1, value: 'x' }])
  })

  test('S7 a store of a newer schema is not opened', async () => {
    await open()
    await runOnStore(home.config.store, "insert into kysely_migration values ('9999-later', '2099')")
    await expect(open()).rejects.toThrow('written by a newer Latchkey')
  })

  test('a first start that is cut short leaves nothing half made', async () => {
    const broken = brokenAfter(home.config.store, 'credential')
    await broken.prepare()
    await expect(open()).rejects.toThrow(StartError)
    await broken.repair()
    await expect(open()).resolves.toBeDefined()
  })

  test('a store that fails is told from a mistake of Latchkey’s', async () => {
    const { database } = await open()
    const failure: unknown = await sql`select * from nothing`.execute(database).catch((error: unknown) => error)
    expect(isStoreError(failure)).toBe(true)
    for (const mistake of [
      new Error('x'),
      new TypeError('x'),
      Object.assign(new Error('x'), { code: 'ERR_X' }),
      Object.assign(new Error('Invalid state: the controller is closed'), { code: 'ERR_INVALID_STATE' }),
      Object.assign(new Error('a file of the page’s'), { code: 'EACCES', syscall: 'open' }),
      'x',
      null,
    ]) {
      expect(isStoreError(mistake)).toBe(false)
    }
  })
})

describe('what stands in the way of SQLite', () => {
  test.each<[string, (home: TestHome) => StoreLocation]>([
    [
      'a path that leads through a file',
      ({ folder }) => locate(join(writeText(join(folder, 'file')), 'data', 'latchkey.db')),
    ],
    ['a folder in its place', ({ folder }) => locate(folder)],
  ])('%s is said in one line', async (_, locateIn) => {
    const home = await createTestHome('sqlite')
    const error: unknown = await openStore(locateIn(home)).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(StartError)
    expect((error as StartError).message).toMatch(/^The store .+ cannot be opened or written \(\w+\)\. Make [^\n]+$/u)
    await home.remove()
  })
})

describe('a store of SQLite that is there, and cannot be used:', () => {
  test.each<[string, (path: string) => void, RegExp]>([
    [
      'a file that is no database',
      (path) => writeText(path),
      /is damaged, or is no store\. Restore it from its backup\.$/u,
    ],
    ['one with a damaged page', damage, /is damaged, or is no store\. Restore it from its backup\.$/u],
  ])('%s', async (_, spoil, line) => {
    const home = await createTestHome('sqlite')
    if (home.config.store.engine !== 'sqlite') throw new Error('Not SQLite')
    await (await openStore(home.config.store)).database.destroy()
    spoil(home.config.store.path)
    await expect(openStore(home.config.store)).rejects.toThrow(line)
    await home.remove()
  })

  test('each of SQLite’s reasons asks for something else to be done', () => {
    const lines = [5, 8, 11, 13, 14, 26, 13 + 256].map((errcode) => {
      const error = Object.assign(new Error('x'), { code: 'ERR_SQLITE_ERROR', errcode })
      return toStartError(error, locate('/db')).message
    })
    const expected = [/another program/u, /writable/u, /damaged/u, /full/u, /writable/u, /damaged/u, /full/u]
    for (const [index, line] of expected.entries()) expect(lines[index]).toMatch(line)
  })
})

describe.runIf(engines.includes('postgres'))('what stands in the way of PostgreSQL', () => {
  test('once it is gone, every call says 503, and no longer once it is back', { timeout: 30_000 }, async () => {
    const home = await createTestHome('postgres')
    const latchkey = await openTestLatchkey(home)
    await allowConnections(home, false)
    expect((await get(latchkey, '/readyz')).status).toBe(503)
    expect(await readProblem(await get(latchkey, '/api/credentials'))).toMatchObject({ code: 'store_unavailable' })
    expect(await readProblem(await post(latchkey, '/api/credentials', toCredentialBody()))).toMatchObject({
      code: 'store_unavailable',
    })
    await allowConnections(home, true)
    expect((await get(latchkey, '/readyz')).status).toBe(200)
    await latchkey.close()
    await home.remove()
  })

  test.each(['in a statement', 'between two'])(
    'one that breaks in the middle of a change, %s, fails the change and nothing else',
    async (when) => {
      const home = await createTestHome('postgres')
      const store = await openStore(home.config.store)
      const { promise: isHeld, resolve: hold } = Promise.withResolvers<void>()
      const { promise: isBroken, resolve: goOn } = Promise.withResolvers<void>()
      const change = store.write(async (transaction) => {
        await sql`select 1`.execute(transaction)
        hold()
        if (when === 'between two') await isBroken
        await sql`select pg_sleep(10)`.execute(transaction)
      })
      const failed = change.catch((error: unknown) => error)
      await isHeld
      await allowConnections(home, false)
      await allowConnections(home, true)
      goOn()
      expect(await failed).toSatisfy(isStoreError)
      await expect(sql`select 1`.execute(store.database)).resolves.toBeDefined()
      await store.database.destroy()
      await home.remove()
    },
  )

  test('errors that `pg` makes without a code are the store’s too', () => {
    const messages = [
      'timeout exceeded when trying to connect',
      'Connection terminated unexpectedly',
      'Query read timeout',
    ]
    for (const message of messages) expect(isStoreError(new Error(message))).toBe(true)
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED', syscall: 'connect' })
    expect(isStoreError(new AggregateError([refused, refused]))).toBe(true)
    expect(isStoreError(new AggregateError([new TypeError('x')]))).toBe(false)
  })
})

/** A table in the way of a migration: what it had made before it met it has to be gone again. */
function brokenAfter(location: StoreLocation, table: string): { prepare(): Promise<void>; repair(): Promise<void> } {
  return {
    async prepare() {
      if (location.engine === 'sqlite') mkdirSync(dirname(location.path), { recursive: true })
      await runOnStore(location, `create table ${table} (id integer)`)
    },
    async repair() {
      await runOnStore(location, `drop table ${table}`)
    },
  }
}

/** As a restart of the server: it ends the connections there are, and takes no new ones. */
async function allowConnections(home: TestHome, allowed: boolean): Promise<void> {
  if (home.config.store.engine !== 'postgres') throw new Error('Not PostgreSQL')
  const url = new URL(home.config.store.url)
  const name = url.pathname.slice(1)
  url.pathname = '/postgres'
  const server: StoreLocation = { engine: 'postgres', url, connections: 1 }
  await runOnStore(server, `alter database ${name} allow_connections ${allowed}`)
  if (!allowed) {
    await runOnStore(server, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
  }
}

function locate(path: string): StoreLocation {
  return { engine: 'sqlite', path }
}

function writeText(path: string): string {
  writeFileSync(path, 'This is not a database, whatever else it may be.')
  return path
}

/** Leaves the header, and with it the impression of a database. */
function damage(path: string): void {
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(4_096 * 3, 0xff), 0, 4_096 * 3, 100)
  closeSync(file)
}
