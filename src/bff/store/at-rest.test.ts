import { existsSync, readdirSync, statSync } from 'node:fs'
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
import { type Place, placesOf, readFiles, readTables } from '../fixture/stored-bytes.ts'
import type { Latchkey } from '../latchkey.ts'

const needles = new Set<string>()

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
    const tables = await readTables(home)
    const names = tables.map(([name]) => name)
    expect(names).toEqual(expect.arrayContaining(['credential', 'idempotency_key', 'audit_event', 'data_key']))
    expectNothingIn(tables)
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
  for (const token of [saved, checked, revoked, unchecked]) needles.add(token)
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

function expectNothingIn(places: Place[]): void {
  expect(places.length).toBeGreaterThan(0)
  expect(needles.size).toBeGreaterThan(0)
  expect(placesOf(needles, places)).toEqual([])
}
