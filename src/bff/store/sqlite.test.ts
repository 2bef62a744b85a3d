import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { isStoreError, openStore } from './database.ts'

let home: TestHome
let path: string
beforeEach(async () => {
  home = await createTestHome('sqlite')
  if (home.config.store.engine !== 'sqlite') throw new Error('Not SQLite')
  ;({ path } = home.config.store)
  mkdirSync(dirname(path))
})
afterEach(() => home.remove())

test('a new store that another start is making just now is waited for, without holding anything else up', async () => {
  const other = new DatabaseSync(path)
  other.exec('begin exclusive; create table theirs (id integer)')
  const opening = openStore(home.config.store)
  await setTimeout(50)
  other.exec('commit')
  other.close()
  const { database } = await opening
  const { rows } = await sql<{ journal_mode: string }>`pragma journal_mode`.execute(database)
  expect(rows).toEqual([{ journal_mode: 'wal' }])
  await database.destroy()
})

test('what is deleted is overwritten, and every commit is on the disk', async () => {
  const { database } = await openStore(home.config.store)
  const read = async (name: string) => {
    const { rows } = await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(database)
    return Object.values(rows[0] ?? {})[0]
  }
  expect(await read('secure_delete')).toBe(1)
  expect(await read('synchronous')).toBe(2)
  expect(await read('foreign_keys')).toBe(1)
  expect(await read('busy_timeout')).toBe(5_000)
  await database.destroy()
})

test('a store that was closed fails as a store does, whether a statement is known or new', async () => {
  const { database } = await openStore(home.config.store)
  const known = sql`select 1`
  await database.connection().execute(async (connection) => {
    await known.execute(connection)
    await database.destroy()
    for (const statement of [known, sql`select 2`]) {
      await expect(statement.execute(connection)).rejects.toSatisfy(isStoreError)
    }
  })
})
