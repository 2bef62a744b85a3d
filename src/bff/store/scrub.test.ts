import { randomBytes, randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { toNewCredential } from '../fixture/new-credential.ts'
import { toAdmin } from '../fixture/principal.ts'
import { insertCredential, lockCredential } from './credentials.ts'
import { openStore, type Store } from './database.ts'
import { eraseDeletedCredential, moveToDeleted } from './deleted-credentials.ts'

let home: TestHome
let path: string
let store: Store
beforeEach(async () => {
  home = await createTestHome('sqlite')
  if (home.config.store.engine !== 'sqlite') throw new Error('Not SQLite')
  ;({ path } = home.config.store)
  store = await openStore(home.config.store)
})
afterEach(async () => {
  await store.database.destroy()
  await home.remove()
})

test('of sealed secrets that were erased or replaced nothing is left, in the file or in the log', async () => {
  const secrets = new Map<string, string>()
  await store.write(async (transaction) => {
    for (let index = 0; index < 300; index += 1) {
      const sealedSecret = makeSealed()
      const credential = toNewCredential({ sealedSecret, description: 'x'.repeat(randomInt(700)) })
      secrets.set(credential.id, sealedSecret)
      await insertCredential(transaction, credential)
    }
  })
  const gone = [...secrets.values()]
  const inAnyOrder = [...secrets.keys()].toSorted(() => Math.random() - 0.5)
  await Promise.all(inAnyOrder.map((id, index) => (index % 2 === 0 ? erase(id) : replace(id))))
  expect(readStore(path).filter((bytes) => gone.some((each) => bytes.includes(ivOf(each)))).length).toBeGreaterThan(0)

  expect(await store.scrub(gone)).toBe(true)
  for (const bytes of readStore(path)) {
    for (const each of gone) expect(bytes.includes(each) || bytes.includes(ivOf(each))).toBe(false)
  }
  expect(readFileSync(`${path}-wal`)).toHaveLength(0)
})

test('a copy that SQLite left in the free space of a page is found, wherever it lies, and the file written anew', async () => {
  const kept = makeSealed()
  await store.write((transaction) => insertCredential(transaction, toNewCredential({ sealedSecret: kept })))
  const lost = makeSealed()
  await leaveInFreeSpace(lost)
  expect(readFileSync(path).includes(ivOf(lost))).toBe(true)
  expect(await store.scrub([])).toBe(true)
  expect(readFileSync(path).includes(ivOf(lost))).toBe(true)
  expect(await store.scrub([lost])).toBe(true)
  expect(readFileSync(path).includes(ivOf(lost))).toBe(false)
  expect(readFileSync(path).includes(kept)).toBe(true)
})

test('what another reader holds up is not waited for, and made up for at the next call', async () => {
  const sealedSecret = makeSealed()
  const credential = toNewCredential({ sealedSecret })
  await store.write((transaction) => insertCredential(transaction, credential))
  const reader = new DatabaseSync(path)
  reader.exec('begin')
  reader.prepare('select count(*) from credential').all()
  await erase(credential.id)
  const began = performance.now()
  expect(await store.scrub([sealedSecret])).toBe(false)
  expect(performance.now() - began).toBeLessThan(2_000)
  reader.exec('commit')
  reader.close()
  expect(await store.scrub([])).toBe(true)
  for (const bytes of readStore(path)) expect(bytes.includes(ivOf(sealedSecret))).toBe(false)
})

test('a log that a killed process left is emptied at the next start', async () => {
  const sealedSecret = makeSealed()
  const credential = toNewCredential({ sealedSecret })
  await store.write((transaction) => insertCredential(transaction, credential))
  await erase(credential.id)
  expect(readFileSync(`${path}-wal`).includes(ivOf(sealedSecret))).toBe(true)
  const next = await openStore(home.config.store)
  for (const bytes of readStore(path)) expect(bytes.includes(ivOf(sealedSecret))).toBe(false)
  await next.database.destroy()
})

async function erase(id: string): Promise<void> {
  await store.write(async (transaction) => {
    const locked = await lockCredential(transaction, toAdmin(), id)
    if (!locked) throw new Error('It is not there')
    await moveToDeleted(transaction, locked, { by: { id: 'local', name: 'somebody' }, at: new Date().toISOString() })
  })
  await store.write((transaction) => eraseDeletedCredential(transaction, { id }))
}

async function replace(id: string): Promise<void> {
  await store.write((transaction) =>
    transaction
      .updateTable('credential')
      .set({ sealed_secret: makeSealed(), description: 'y'.repeat(randomInt(700)) })
      .where('id', '=', id)
      .execute(),
  )
}

/** As the vault seals, as far as bytes go. */
function makeSealed(): string {
  return JSON.stringify({ protected: 'x'.repeat(70), iv: random(12), ciphertext: random(80), tag: random(16) })
}

function random(bytes: number): string {
  return randomBytes(bytes).toString('base64url')
}

function ivOf(sealedSecret: string): string {
  return (JSON.parse(sealedSecret) as { iv: string }).iv
}

function readStore(file: string): Buffer[] {
  return [readFileSync(file), readFileSync(`${file}-wal`)]
}

/** By a row that is deleted without `secure_delete`: the bytes stay where they were. */
async function leaveInFreeSpace(sealedSecret: string): Promise<void> {
  const careless = new DatabaseSync(path, { timeout: 5_000 })
  careless.exec('pragma secure_delete = off')
  careless.prepare("insert into lease values ('x', ?, '')").run(sealedSecret)
  careless.exec("delete from lease where name = 'x'")
  careless.close()
  await store.scrub([])
}
