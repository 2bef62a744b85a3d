import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { toNewCredential } from '../fixture/new-credential.ts'
import { engines } from '../fixture/postgres.ts'
import { toAdmin, toPrincipal } from '../fixture/principal.ts'
import { findConflict } from './credential-conflicts.ts'
import { findCredential, insertCredential, readNew } from './credentials.ts'
import { openStore, type Store } from './database.ts'

describe.each(engines)('on %s', (engine) => {
  let home: TestHome
  let store: Store

  beforeAll(async () => {
    home = await createTestHome(engine)
    store = await openStore(home.config.store)
  })
  afterAll(async () => {
    await store.database.destroy()
    await home.remove()
  })

  test.each([
    ['Production', 'PRODUCTION'],
    ['Hauptstraße', 'HAUPTSTRASSE'],
    ['STRAẞE', 'strasse'],
    ['ΟΔΟΣ', 'οδος'],
    ['ЖУКИ', 'жуки'],
    ['Ångström', 'A\u030angstro\u0308m'],
  ])('%s and %s are one name', async (name, sameName) => {
    const tenantId = crypto.randomUUID()
    const first = toNewCredential({ tenantId, name })
    expect(await insertCredential(store.database, first)).toBe(true)
    const second = toNewCredential({ tenantId, name: sameName })
    expect(await insertCredential(store.database, second)).toBe(false)
    expect(await findConflict(store.database, toAdmin(tenantId), second)).toEqual({
      code: 'name_taken',
      existing: { id: first.id, name },
    })
  })

  test.each([
    ['Istanbul', 'İstanbul'],
    ['resume', 'résumé'],
    ['a', 'а'],
    ['猫', '犬'],
  ])('%s and %s are two', async (name, otherName) => {
    const tenantId = crypto.randomUUID()
    expect(await insertCredential(store.database, toNewCredential({ tenantId, name }))).toBe(true)
    expect(await insertCredential(store.database, toNewCredential({ tenantId, name: otherName }))).toBe(true)
  })

  test('another connector, or another tenant, may have the same name and secret', async () => {
    const first = toNewCredential({ tenantId: crypto.randomUUID() })
    const { name, secretHash } = first
    const others = [
      toNewCredential({ name, secretHash, tenantId: first.tenantId, connector: 'other' }),
      toNewCredential({ name, secretHash, tenantId: crypto.randomUUID() }),
    ]
    for (const each of [first, ...others]) expect(await insertCredential(store.database, each)).toBe(true)
  })

  test('a secret that is stored already is named before a name that is', async () => {
    const tenantId = crypto.randomUUID()
    const [one, two] = [toNewCredential({ tenantId }), toNewCredential({ tenantId })]
    for (const each of [one, two]) await insertCredential(store.database, each)
    const conflict = await findConflict(
      store.database,
      toAdmin(tenantId),
      toNewCredential({ tenantId, name: one.name, secretHash: two.secretHash }),
    )
    expect(conflict).toEqual({ code: 'duplicate_credential', existing: { id: two.id, name: two.name } })
  })

  test('what a save answers is what is read later', async () => {
    const account = {
      workspaceName: 'Nordlicht 🗝️',
      workspaceId: 'a',
      region: 'Europe',
      adminName: null,
      adminEmail: null,
    }
    const credential = toNewCredential({ account, region: 'eu', description: 'Zeile\nzwei', statusReason: 'scope' })
    await insertCredential(store.database, credential)
    const read = await findCredential(store.database, toPrincipal({ id: 'local' }), credential.id)
    expect(read).toEqual(readNew(credential))
    expect(read).toMatchObject({
      account,
      usedBy: 0,
      lastUsedAt: null,
      fingerprint: credential.secretHash.slice(0, 12),
    })
    expect(JSON.stringify(read)).not.toContain(credential.secretHash)
  })

  test('S10 another tenant’s credential is not there', async () => {
    const credential = toNewCredential({ tenantId: 'one' })
    await insertCredential(store.database, credential)
    expect(await findCredential(store.database, toAdmin('two'), credential.id)).toBeNull()
  })
})
