import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { runOnStore } from '../fixture/raw-store.ts'
import { StartError } from '../start-error.ts'
import { openStore, type Store } from './database.ts'
import { openKeyring } from './keyring-check.ts'

describe.each(engines)('S7 on %s', (engine) => {
  let home: TestHome
  let store: Store
  let path: string

  beforeEach(async () => {
    home = await createTestHome(engine)
    store = await openStore(home.config.store)
    path = home.config.keyringPath
  })
  afterEach(async () => {
    await store.database.destroy()
    await home.remove()
  })

  test('a new store gets a new keyring, and keeps to it', async () => {
    expect(await openKeyring(store.database, path)).toMatchObject({ isNew: true })
    const made = readFileSync(path)
    expect(await openKeyring(store.database, path)).toMatchObject({ isNew: false })
    expect(readFileSync(path).equals(made)).toBe(true)
  })

  test('a keyring that was there before its store is taken as it is', async () => {
    await openKeyring(store.database, path)
    const made = readFileSync(path)
    await runOnStore(home.config.store, 'delete from keyring_check')
    expect(await openKeyring(store.database, path)).toMatchObject({ isNew: false })
    expect(readFileSync(path).equals(made)).toBe(true)
  })

  test('a missing keyring over a store that has one is refused, and none is made', async () => {
    await openKeyring(store.database, path)
    rmSync(path)
    await expect(openKeyring(store.database, path)).rejects.toThrow(`The keyring ${path} is missing`)
    expect(existsSync(path)).toBe(false)
  })

  test('another store’s keyring is refused', async () => {
    await openKeyring(store.database, path)
    const other = await createTestHome('sqlite')
    const otherStore = await openStore(other.config.store)
    await openKeyring(otherStore.database, other.config.keyringPath)
    await expect(openKeyring(store.database, other.config.keyringPath)).rejects.toThrow('belongs to another store')
    await otherStore.database.destroy()
    await other.remove()
  })

  test.each(['hashKey', 'keyEncryptionKeys'])('a keyring of which only the %s is another is refused', async (name) => {
    await openKeyring(store.database, path)
    const file = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
    const key = Buffer.alloc(32, 1).toString('base64url')
    const [{ kid } = { kid: '' }] = file['keyEncryptionKeys'] as { kid: string }[]
    writeFileSync(path, JSON.stringify({ ...file, [name]: name === 'hashKey' ? key : [{ kid, key }] }))
    await expect(openKeyring(store.database, path)).rejects.toThrow('belongs to another store')
  })

  test('a check that was tampered with is refused like a wrong keyring', async () => {
    await openKeyring(store.database, path)
    for (const value of ['', '{}', 'null', '{"sealed":"x","hashed":"x"}']) {
      await runOnStore(home.config.store, `update keyring_check set value = '${value}'`)
      await expect(openKeyring(store.database, path)).rejects.toThrow('belongs to another store')
    }
  })

  test('of two that start on one empty store with keyrings of their own, one goes on', async () => {
    const paths = [path, `${path}.other`]
    const opened = await Promise.allSettled(paths.map((each) => openKeyring(store.database, each)))
    expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refused = opened.find(({ status }) => status === 'rejected')
    const { reason } = refused as PromiseRejectedResult
    expect(reason).toBeInstanceOf(StartError)
    expect(String(reason)).toMatch(/belongs to another store|is missing/u)
  })
})
