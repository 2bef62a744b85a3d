import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { credentialPageSchema } from '../../contract/credential.ts'
import { createTestHome, get, openTestLatchkey, type TestHome } from '../fixture/latchkey.ts'
import { toNewCredential } from '../fixture/new-credential.ts'
import { engines } from '../fixture/postgres.ts'
import type { Latchkey } from '../latchkey.ts'
import { insertCredential } from './credentials.ts'
import { openStore } from './database.ts'

describe.each(engines)('on %s a search', (engine) => {
  let home: TestHome
  let latchkey: Latchkey

  beforeAll(async () => {
    home = await createTestHome(engine)
    await fill(home)
    latchkey = await openTestLatchkey(home)
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
  })

  test.each([
    ['finds a name in any case', 'NORTHWIND', ['Northwind']],
    ['finds a part of a word', 'orthw', ['Northwind']],
    ['finds what a description says', 'quarterly', ['Northwind']],
    ['finds the workspace', 'nordlicht', ['Kaffee']],
    ['finds the workspace by its id', 'ws_7Q', ['Kaffee']],
    ['finds every word, in any order and place', 'report NORTHWIND for', ['Northwind']],
    ['finds words over the borders of fields', 'nordlicht kaffee', ['Kaffee']],
    ['finds nothing that lacks one of the words', 'northwind nordlicht', []],
    ['takes a word twice for once', 'kaffee\tkaffee', ['Kaffee']],
    ['ignores white space around', '  kaffee ', ['Kaffee']],
    ['folds ß', 'STRASSE', ['Hauptstraße 4']],
    ['folds a final sigma', 'ΟΔΟΣ', ['οδος Αθηνών']],
    ['folds Cyrillic', 'жуки', ['ЖУКИ']],
    ['finds what has no case', '猫', ['猫 カフェ']],
    ['finds an emoji', '🗝️', ['🗝️ key']],
    ['finds a letter however it is composed', 'e\u0301clair', ['Éclair']],
    ['takes % for itself', '%', ['100 %']],
    ['takes _ for itself', 'e_c', ['snake_case']],
    ['takes \\ for itself', '\\', ['back\\slash']],
    ['takes \\% for itself', '\\%', []],
    ['takes quotes for themselves', `'; drop table credential; --`, []],
    ['takes a tag for itself', '<script>', ['<script>alert(1)</script>']],
    ['finds nothing where there is nothing', 'nowhere', []],
  ])('%s', async (_, q, expected) => {
    const page = await search(latchkey, q)
    expect(page.credentials.map(({ name }) => name)).toEqual(expected)
    expect(page).toMatchObject({ total: expected.length, totalIsAtLeast: false })
  })

  test('for nothing but white space finds everything', async () => {
    expect((await search(latchkey, '   ')).credentials).toHaveLength(ROWS.length)
  })

  test.each(['q', 'connector'])('with a NUL in %s is refused as the asker’s mistake', async (name) => {
    const answer = await get(latchkey, `/api/credentials?${name}=a%00b`)
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ errors: [{ pointer: `/${name}`, code: 'control_character' }] })
  })

  test('of more than eight words is refused as too much', async () => {
    expect((await search(latchkey, 'a '.repeat(8))).total).toBeGreaterThan(0)
    const answer = await get(latchkey, `/api/credentials?q=${'a+'.repeat(9)}`)
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ errors: [{ pointer: '/q', code: 'too_long' }] })
  })

  test('with a cursor that holds a NUL is refused as the asker’s mistake', async () => {
    const cursor = Buffer.from(JSON.stringify(['a\0', crypto.randomUUID()])).toString('base64url')
    expect((await get(latchkey, `/api/credentials?cursor=${cursor}`)).status).toBe(422)
  })
})

const account = { workspaceId: null, region: null, adminName: null, adminEmail: null }

const ROWS = [
  { name: 'Northwind', description: 'For the quarterly report' },
  { name: 'Kaffee', account: { ...account, workspaceName: 'Nordlicht', workspaceId: 'ws_7q' } },
  { name: 'Hauptstraße 4' },
  { name: 'οδος Αθηνών' },
  { name: 'ЖУКИ' },
  { name: '猫 カフェ' },
  { name: '🗝️ key' },
  { name: 'Éclair' },
  { name: '100 %' },
  { name: 'snake_case' },
  { name: 'back\\slash' },
  { name: '<script>alert(1)</script>' },
]

async function fill(home: TestHome): Promise<void> {
  const { database } = await openStore(home.config.store)
  for (const row of ROWS) await insertCredential(database, toNewCredential(row))
  await database.destroy()
}

async function search(latchkey: Latchkey, q: string) {
  const answer = await get(latchkey, `/api/credentials?q=${encodeURIComponent(q)}`)
  return credentialPageSchema.parse(await answer.json())
}
