import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { openStore, type Store } from './database.ts'
import { eraseUse, type Lease, leaseRooms, type LeaseRequest, reserveOf } from './rate-budgets.ts'

const WINDOW = 10_000
const END = Date.parse('2026-01-01T00:00:10.000Z')

describe.each(engines)('leases of a window’s calls on %s, over two connections', (engine) => {
  let home: TestHome
  let stores: [Store, Store]
  beforeAll(async () => {
    home = await createTestHome(engine)
    stores = [await openStore(home.config.store), await openStore(home.config.store)]
  })
  afterAll(async () => {
    await Promise.all(stores.map(({ database }) => database.destroy()))
    await home.remove()
  })

  function lease(credentialId: string, own: Partial<LeaseRequest> = {}, which: 0 | 1 = 0): Promise<Lease> {
    const usual = { window: WINDOW, endsAt: END, quota: null, seen: 0, unrecorded: 0, part: 'slice' } as const
    return leaseRooms(stores[which], { credentialId, ...usual, ...own })
  }

  async function leaseAll(credentialId: string, part: LeaseRequest['part'], endsAt = END): Promise<number> {
    let all = 0
    for (;;) {
      const { rooms } = await lease(credentialId, { part, endsAt })
      if (rooms === 0) return all
      all += rooms
    }
  }

  test('are of one call each until somebody told the quota, and these are counted', async () => {
    expect(await lease('untold')).toEqual({ quota: null, endsAt: END, rooms: 1, granted: 1 })
    expect(await lease('untold', {}, 1)).toEqual({ quota: null, endsAt: END, rooms: 1, granted: 2 })
    expect(await lease('untold', { quota: 167 })).toEqual({ quota: 167, endsAt: END, rooms: 10, granted: 12 })
    expect(await lease('untold', {}, 1), 'another instance need not be told').toMatchObject({ quota: 167, rooms: 10 })
  })

  test('come in sixteenths of the quota, and leave a fiftieth for people', async () => {
    await lease('whole', { quota: 167 })
    expect(await leaseAll('whole', 'slice')).toBe(167 - 4 - 10)
    expect(await leaseAll('whole', 'reserved')).toBe(4)
    expect(await leaseAll('whole', 'slice', END + WINDOW), 'the next window is a new one').toBe(163)
  })

  test('leave a quota of one to flows, and of two one to people', async () => {
    expect([1, 2, 51, 52, 167, 1_667].map(reserveOf)).toEqual([0, 1, 1, 2, 4, 34])
    for (const [quota, flows] of [
      [1, 1],
      [2, 1],
    ] as const) {
      const id = `quota of ${quota}`
      const { rooms } = await lease(id, { quota })
      expect(rooms + (await leaseAll(id, 'slice'))).toBe(flows)
    }
  })

  test('respect what others used, and what was used while the store was down', async () => {
    await lease('seen', { quota: 100, seen: 90 })
    expect(await leaseAll('seen', 'slice')).toBe(100 - 2 - 90 - 6)
    await lease('seen later', { quota: 100 })
    expect(await lease('seen later', { seen: 90 })).toMatchObject({ rooms: 6, granted: 96 })
    await lease('seen', { seen: 40, endsAt: END + WINDOW })
    await lease('seen', { unrecorded: 30, endsAt: END + WINDOW })
    expect(await leaseAll('seen', 'slice', END + WINDOW)).toBe(100 - 2 - 40 - 6 - 30 - 6)
  })

  test('are of the later window where another instance is further, and what it saw of an earlier one does not count', async () => {
    await lease('further', { quota: 160, endsAt: END + WINDOW })
    const late = await lease('further', { seen: 150 }, 1)
    expect(late).toEqual({ quota: 160, endsAt: END + WINDOW, rooms: 10, granted: 20 })
  })

  test('of a window that turns out to end later or earlier are still of the one window', async () => {
    await lease('other end', { quota: 160 })
    expect(await lease('other end', { endsAt: END + 3_000 })).toMatchObject({ endsAt: END + 3_000, granted: 20 })
    expect(await lease('other end', { endsAt: END - 3_000 })).toMatchObject({ endsAt: END + 3_000, granted: 30 })
  })

  test('begin anew where a clock that was wrong wrote a window of next year', async () => {
    await lease('wrong clock', { quota: 160, endsAt: END + 365 * 24 * 3_600_000 })
    expect(await lease('wrong clock')).toMatchObject({ endsAt: END, granted: 10 })
  })

  test('are forgotten with their credentials', async () => {
    await lease('erased', { quota: 160 })
    await lease('kept', { quota: 160 })
    await stores[0].write((transaction) => eraseUse(transaction, ['erased', 'never used']))
    expect(await lease('erased')).toMatchObject({ quota: null })
    expect(await lease('kept')).toMatchObject({ quota: 160 })
  })

  test('are never more than the quota in all, whoever asks when', async () => {
    let id = 0
    const asking = fc.record({
      which: fc.constantFrom<0 | 1>(0, 1),
      part: fc.constantFrom('slice', 'slice', 'slice', 'reserved'),
      window: fc.constantFrom(0, 0, 0, 1),
      seen: fc.nat(20),
    })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), fc.array(asking, { maxLength: 40 }), async (quota, all) => {
        id += 1
        const granted = new Map<number, number>()
        const asked = all.map(async ({ which, part, window, seen }) => {
          const request = { quota, part, seen, endsAt: END + window * WINDOW } as const
          const { endsAt, rooms } = await lease(`race ${id}`, request, which)
          granted.set(endsAt, (granted.get(endsAt) ?? 0) + rooms)
        })
        await Promise.all(asked)
        for (const rooms of granted.values()) expect(rooms).toBeLessThanOrEqual(quota)
      }),
      { numRuns: 15 },
    )
  })
})
