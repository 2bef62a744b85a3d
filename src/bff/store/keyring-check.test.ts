import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { refuseInserts, runOnStore } from '../fixture/raw-store.ts'
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
    const onNew = vi.fn<() => void>()
    await openKeyring(store.database, path, onNew)
    expect(onNew).toHaveBeenCalledOnce()
    const made = readFileSync(path)
    await openKeyring(store.database, path, onNew)
    expect(onNew).toHaveBeenCalledOnce()
    expect(readFileSync(path).equals(made)).toBe(true)
  })

  test('a new keyring is told of though its store fails right after it was made', async () => {
    const onNew = vi.fn<() => void>()
    const allow = await refuseInserts(home.config.store, 'keyring_check')
    await expect(openKeyring(store.database, path, onNew)).rejects.toThrow('no')
    expect(onNew).toHaveBeenCalledOnce()
    await allow()
  })

  test('a keyring that was there before its store is taken as it is', async () => {
    await openKeyring(store.database, path, ignore)
    const made = readFileSync(path)
    await runOnStore(home.config.store, 'delete from keyring_check')
    const onNew = vi.fn<() => void>()
    await openKeyring(store.database, path, onNew)
    expect(onNew).not.toHaveBeenCalled()
    expect(readFileSync(path).equals(made)).toBe(true)
  })

  test('a missing keyring over a store that has one is refused, and none is made', async () => {
    await openKeyring(store.database, path, ignore)
    rmSync(path)
    await expect(openKeyring(store.database, path, ignore)).rejects.toThrow(`The keyring ${path} is missing`)
    expect(existsSync(path)).toBe(false)
  })

  test('another store’s keyring is refused', async () => {
    await openKeyring(store.database, path, ignore)
    const other = await createTestHome('sqlite')
    const otherStore = await openStore(other.config.store)
    await openKeyring(otherStore.database, other.config.keyringPath, ignore)
    await expect(openKeyring(store.database, other.config.keyringPath, ignore)).rejects.toThrow(
      'belongs to another store',
    )
    await otherStore.database.destroy()
    await other.remove()
  })

  test.each(['hashKey', 'keyEncryptionKeys'])('a keyring of which only the %s is another is refused', async (name) => {
    await openKeyring(store.database, path, ignore)
    const file = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
    const key = Buffer.alloc(32, 1).toString('base64url')
    const [{ kid } = { kid: '' }] = file['keyEncryptionKeys'] as { kid: string }[]
    writeFileSync(path, JSON.stringify({ ...file, [name]: name === 'hashKey' ? key : [{ kid, key }] }))
    await expect(openKeyring(store.database, path, ignore)).rejects.toThrow('belongs to another store')
  })

  test('a check that was tampered with is refused like a wrong keyring', async () => {
    await openKeyring(store.database, path, ignore)
    for (const value of ['', '{}', 'null', '{"sealed":"x","hashed":"x"}']) {
      await runOnStore(home.config.store, `update keyring_check set value = '${value}'`)
      await expect(openKeyring(store.database, path, ignore)).rejects.toThrow('belongs to another store')
    }
  })

  test('of two that start on one empty store with keyrings of their own, one goes on', async () => {
    const paths = [path, `${path}.other`]
    const opened = await Promise.allSettled(paths.map((each) => openKeyring(store.database, each, ignore)))
    expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refused = opened.find(({ status }) => status === 'rejected')
    const { reason } = refused as PromiseRejectedResult
    expect(reason).toBeInstanceOf(StartError)
    expect(String(reason)).toMatch(/belongs to another store|is missing/u)
  })
})

function ignore(): void {}
