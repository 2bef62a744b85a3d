import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import {
  createTestHome,
  freshToken,
  openTestLatchkey,
  post,
  readCredential,
  sampleToken,
  type TestHome,
  toCredentialBody,
} from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { runOnStore } from '../fixture/raw-store.ts'
import type { Latchkey } from '../latchkey.ts'

const needles = new Map<string, string[]>()

describe.each(engines)('S2 on %s', (engine) => {
  let sandbox: RunningSandbox
  let home: TestHome
  let latchkey: Latchkey
  const saved = freshToken()

  beforeAll(async () => {
    sandbox = await createSandbox()
    home = await createTestHome(engine, sandbox.origins)
    latchkey = await openTestLatchkey(home)
    await meetTokens(latchkey, saved, sandbox)
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
    await sandbox.close()
  })

  test('nothing in the folder of the data tells a token, while it is in use', () => {
    expectNothingIn(readFiles(join(home.folder, 'data')))
    expect(existsSync(join(home.folder, 'data', 'latchkey.db-wal'))).toBe(engine === 'sqlite')
  })

  test('no column of any table tells a token', async () => {
    expectNothingIn(await readTables(home))
  })

  test('nor does anything once Latchkey has ended', async () => {
    await latchkey.close()
    expectNothingIn(readFiles(home.folder))
    latchkey = await openTestLatchkey(home)
  })

  test('the keys are apart from the data, and only their user may read either', () => {
    const folders = engine === 'sqlite' ? ['data', 'keys'] : ['keys']
    expect(readdirSync(home.folder).toSorted()).toEqual(folders)
    for (const folder of folders) {
      const path = join(home.folder, folder)
      expect(statSync(path).mode & 0o077).toBe(0)
      for (const name of readdirSync(path)) expect(statSync(join(path, name)).mode & 0o077).toBe(0)
    }
  })

  test('the search itself finds a token that is there', () => {
    const hidden = ['raw', 'base64', 'base64url', 'hex'].map((encoding) =>
      Buffer.from(encoding === 'raw' ? saved : Buffer.from(`?${saved}`).toString(encoding as BufferEncoding)),
    )
    for (const bytes of hidden) expect(() => expectNothingIn([['hidden', bytes]])).toThrow(/hidden/u)
  })
})

/** One that is saved, one that is checked, one that is refused, one that is saved unchecked, one that is sent twice. */
async function meetTokens(latchkey: Latchkey, saved: string, { tokens }: RunningSandbox): Promise<void> {
  const [checked, revoked, unchecked] = [freshToken(), sampleToken(tokens, 'revoked'), sampleToken(tokens, 'garbage')]
  for (const token of [saved, checked, revoked, unchecked]) needles.set(token, spellings(token))
  const once = { 'idempotency-key': crypto.randomUUID() }
  const body = save(saved)
  await readCredential(await post(latchkey, '/api/credentials', body, once))
  await readCredential(await post(latchkey, '/api/credentials', body, once))
  expect((await post(latchkey, '/api/credentials', save(saved))).status).toBe(409)
  const question = { connector: 'intercom', secret: { accessToken: checked } }
  expect((await post(latchkey, '/api/credentials/check', question)).status).toBe(200)
  expect((await post(latchkey, '/api/credentials', save(revoked))).status).toBe(422)
  await readCredential(await post(latchkey, '/api/credentials', save(unchecked, { acceptUnverified: true })))
}

function save(accessToken: string, own: Record<string, unknown> = {}): Record<string, unknown> {
  return toCredentialBody({ secret: { accessToken }, ...own })
}

/** The token, the parts nobody else has, and each as base64 (at each of three alignments), base64url and hex. */
function spellings(token: string): string[] {
  const decoded = Buffer.from(token, 'base64').toString()
  const parts = [token, token.slice(8, 40), decoded, ...decoded.split(/[:_]/u).filter((part) => part.length >= 12)]
  return parts.flatMap((part) => {
    const aligned = [0, 1, 2].flatMap((offset) => {
      const bytes = Buffer.from(part).subarray(offset)
      const whole = bytes.subarray(0, bytes.length - (bytes.length % 3))
      return [whole.toString('base64'), whole.toString('base64url')]
    })
    const hex = Buffer.from(part).toString('hex')
    return aligned.concat(part, hex, hex.toUpperCase())
  })
}

function expectNothingIn(places: [string, Buffer][]): void {
  expect(places.length).toBeGreaterThan(0)
  expect(needles.size).toBeGreaterThan(0)
  const found = places.flatMap(([place, bytes]) =>
    [...needles.values()].flat().flatMap((needle) => (bytes.includes(needle) ? [place] : [])),
  )
  expect([...new Set(found)]).toEqual([])
}

function readFiles(folder: string): [string, Buffer][] {
  if (!existsSync(folder)) return [['no folder', Buffer.alloc(0)]]
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name))])
}

async function readTables({ config: { store } }: TestHome): Promise<[string, Buffer][]> {
  const names =
    store.engine === 'sqlite'
      ? await runOnStore(store, "select name from sqlite_schema where type = 'table'")
      : await runOnStore(store, "select tablename as name from pg_tables where schemaname = 'public'")
  const tables = names.map(({ name }) => String(name))
  expect(tables).toEqual(expect.arrayContaining(['credential', 'idempotency_key', 'audit_event', 'data_key']))
  return Promise.all(
    tables.map(async (table): Promise<[string, Buffer]> => {
      const rows = await runOnStore(store, `select * from ${table}`)
      return [table, Buffer.from(rows.flatMap((row) => Object.values(row).map(String)).join('\n'))]
    }),
  )
}
