import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { insertDue } from '../fixture/watch.ts'
import { openStore, type Store } from './database.ts'
import { createDueCredentials, type DueCredentials } from './due-credentials.ts'

const now = '2026-01-01T00:00:00.000Z'
const MINUTE = 60_000
const places = [
  { connector: 'intercom', region: 'us' },
  { connector: 'intercom', region: 'auto' },
] as const

describe.each(engines)('what is due on %s', (engine) => {
  let home: TestHome
  let store: Store
  let due: DueCredentials

  beforeEach(async () => {
    home = await createTestHome(engine)
    store = await openStore(home.config.store)
    due = createDueCredentials(store, () => new Date(now))
  })
  afterEach(async () => {
    await store.database.destroy()
    await home.remove()
  })

  test('is what waits longest, of every tenant, and of these places alone', async () => {
    const [last] = await insertDue(store, 1, () => ({ checkDueAt: now }))
    const [first] = await insertDue(store, 1, () => ({ checkDueAt: '2025-12-01', region: 'auto', tenantId: 'other' }))
    await insertDue(store, 1, () => ({ checkDueAt: '2025-11-01', region: 'eu' }))
    await insertDue(store, 1, () => ({ checkDueAt: '2025-11-01', connector: 'another' }))
    await insertDue(store, 1, () => ({ checkDueAt: '2026-01-01T00:00:00.001Z' }))

    const taken: (string | null)[] = []
    for (let id = await due.findNext(places); id !== null; id = await due.findNext(places)) {
      taken.push(id)
      await due.take(id, MINUTE)
    }
    expect(taken).toEqual([first, last])
  })

  test('is taken by one alone of those who want it at once, and comes up again', async () => {
    const ids = await insertDue(store, 20, () => ({ checkDueAt: now, sealedSecret: '{"sealed":1}', secretVersion: 3 }))
    const other = await openStore(home.config.store)
    const others = createDueCredentials(other, () => new Date(now))
    for (const id of ids) {
      const both = await Promise.all([due.take(id, MINUTE), others.take(id, MINUTE)])
      expect(both.filter((each) => each !== null)).toEqual([
        { tenantId: 'local', id, connector: 'intercom', region: 'us', sealedSecret: '{"sealed":1}', secretVersion: 3 },
      ])
    }
    await other.database.destroy()
    const later = createDueCredentials(store, () => new Date(Date.parse(now) + MINUTE))
    expect(await later.findNext(places)).not.toBeNull()
    expect(await due.take(crypto.randomUUID(), MINUTE)).toBeNull()
  })

  test('is brought forward to the latest time that the interval allows, and no earlier', async () => {
    const [far, near] = await insertDue(store, 2, (index) => ({
      checkDueAt: index === 0 ? '2027-01-01' : '2026-01-01T00:00:30.000Z',
    }))
    await due.bringForward(places, MINUTE)
    const rows = await store.database.selectFrom('credential').select(['id', 'check_due_at']).execute()
    expect(Object.fromEntries(rows.map((row) => [row.id, row.check_due_at]))).toEqual({
      [far ?? '']: '2026-01-01T00:01:00.000Z',
      [near ?? '']: '2026-01-01T00:00:30.000Z',
    })
  })
})
