import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { latchkeyPrincipal } from '../access/principal.ts'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { toNewCredential } from '../fixture/new-credential.ts'
import { engines } from '../fixture/postgres.ts'
import { countRows, refuseInserts, runOnStore } from '../fixture/raw-store.ts'
import { toAdmin } from '../fixture/principal.ts'
import { insertCredential, lockCredential, type NewCredential } from '../store/credentials.ts'
import { openStore, type Store } from '../store/database.ts'
import { KEPT, moveToDeleted } from '../store/deleted-credentials.ts'
import { eraseExpired } from './erase-credential.ts'

const now = new Date('2026-05-08T12:00:00.000Z')

describe.each(engines)('a sweep on %s', (engine) => {
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

  function sweep(at = now): Promise<boolean> {
    return eraseExpired({ store, clock: () => at })
  }

  test('erases what was deleted a week ago, of every tenant, by Latchkey itself, and nothing younger', async () => {
    const old = [await putDeleted(store, KEPT), await putDeleted(store, KEPT + 1, { tenantId: 'other' })]
    const young = await putDeleted(store, KEPT - 1)
    await sweep()
    const left = await runOnStore(home.config.store, 'select id from deleted_credential')
    expect(left).toEqual([{ id: young }])
    const events = await runOnStore(home.config.store, "select * from audit_event where action = 'credential.erased'")
    expect(events.map((row) => String(row['credential_id'])).toSorted()).toEqual(old.toSorted())
    expect(new Set(events.map((row) => row['tenant_id']))).toEqual(new Set(['local', 'other']))
    for (const event of events) {
      const { id, name } = latchkeyPrincipal('local')
      expect(event).toMatchObject({ actor_id: id, actor_name: name, at: now.toISOString() })
    }
    await sweep(new Date(now.getTime() + 1))
    expect(await countRows(home.config.store, 'deleted_credential')).toBe(0)
  })

  test('erases what using a credential left behind, and nothing of another’s', async () => {
    const [erased, kept] = [await putDeleted(store, KEPT), await putDeleted(store, KEPT - 1)]
    for (const id of [erased, kept]) {
      const hour = "'2026-05-01T00:00:00.000Z'"
      await runOnStore(home.config.store, `insert into rate_budget values ('${id}', 167, ${hour}, 1, 1)`)
      const counters = `'${id}', ${hour}, 'local', 1, 0, 0, 0, 0, '', null, null`
      await runOnStore(home.config.store, `insert into credential_usage values (${counters})`)
    }
    await sweep()
    for (const table of ['rate_budget', 'credential_usage']) {
      expect(await runOnStore(home.config.store, `select credential_id from ${table}`)).toEqual([
        { credential_id: kept },
      ])
    }
    await sweep(new Date(now.getTime() + 1))
  })

  test('erases all there is, each once, also where two sweep at once', async () => {
    const ids = await Promise.all(Array.from({ length: 120 }, (_, index) => putDeleted(store, KEPT + index)))
    await Promise.all([sweep(), sweep()])
    const events = await runOnStore(
      home.config.store,
      `select credential_id from audit_event where action = 'credential.erased'`,
    )
    const erased = events.map((row) => String(row['credential_id'])).filter((id) => ids.includes(id))
    expect(erased.toSorted()).toEqual(ids.toSorted())
    expect(await countRows(home.config.store, 'deleted_credential')).toBe(0)
  })

  test('S24 erases nothing while the audit takes nothing', async () => {
    const id = await putDeleted(store, KEPT)
    const allow = await refuseInserts(home.config.store, 'audit_event')
    await expect(sweep()).rejects.toThrow('no')
    await allow()
    expect(await runOnStore(home.config.store, 'select id from deleted_credential')).toEqual([{ id }])
    await sweep()
    expect(await countRows(home.config.store, 'deleted_credential')).toBe(0)
  })
})

test('a sweep on SQLite tells while another process keeps what was erased in the store’s files', async () => {
  const home = await createTestHome('sqlite')
  const { store: location } = home.config
  if (location.engine !== 'sqlite') throw new Error('Not SQLite')
  const store = await openStore(location)
  await putDeleted(store, KEPT)
  const reader = new DatabaseSync(location.path)
  reader.exec('begin; select count(*) from credential')
  expect(await eraseExpired({ store, clock: () => now })).toBe(false)
  reader.close()
  expect(await eraseExpired({ store, clock: () => now })).toBe(true)
  await store.database.destroy()
  await home.remove()
})

/** Deleted that many milliseconds ago. */
async function putDeleted(store: Store, ago: number, own: Partial<NewCredential> = {}): Promise<string> {
  const { tenantId, id, ...credential } = toNewCredential(own)
  await store.write(async (transaction) => {
    await insertCredential(transaction, { ...credential, tenantId, id })
    const locked = await lockCredential(transaction, toAdmin(tenantId), id)
    if (!locked) throw new Error('It is not there')
    const at = new Date(now.getTime() - ago).toISOString()
    await moveToDeleted(transaction, locked, { by: { id: 'local', name: 'somebody' }, at })
  })
  return id
}
