import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { countRows } from '../fixture/raw-store.ts'
import { openStore, type Store } from './database.ts'
import { type Claim, createIdempotencyKeys, type IdempotencyKeys, type Mark } from './idempotency-keys.ts'

const seconds = 1_000
const hours = 3_600 * seconds

describe.each(engines)('S27 on %s a key', (engine) => {
  let home: TestHome
  let store: Store
  let keys: IdempotencyKeys
  let now = Date.UTC(2026, 0, 1)
  let request = { tenantId: '', key: '', requestHash: '' }

  beforeAll(async () => {
    home = await createTestHome(engine)
    store = await openStore(home.config.store)
    keys = createIdempotencyKeys(store, () => new Date(now))
  })
  beforeEach(() => {
    request = { tenantId: 'local', key: crypto.randomUUID(), requestHash: 'hash' }
  })
  afterAll(async () => {
    await store.database.destroy()
    await home.remove()
  })

  test('is in flight until it is answered, and then answers the same', async () => {
    const mark = markOf(await keys.claim(request))
    expect(await keys.claim(request)).toEqual({ kind: 'in_flight' })
    expect(await keys.complete(store.database, mark, 'answer')).toBe(true)
    expect(await keys.claim(request)).toEqual({ kind: 'answered', answer: 'answer' })
  })

  test('takes no other body, in flight or answered', async () => {
    const mark = markOf(await keys.claim(request))
    expect(await keys.claim({ ...request, requestHash: 'other' })).toEqual({ kind: 'reused' })
    await keys.complete(store.database, mark, 'answer')
    expect(await keys.claim({ ...request, requestHash: 'other' })).toEqual({ kind: 'reused' })
  })

  test('is one tenant’s own', async () => {
    markOf(await keys.claim(request))
    expect((await keys.claim({ ...request, tenantId: 'other', requestHash: 'other' })).kind).toBe('new')
  })

  test('is free again once its request failed, for another body too', async () => {
    await keys.release(markOf(await keys.claim(request)))
    expect((await keys.claim({ ...request, requestHash: 'other' })).kind).toBe('new')
  })

  test('asked for by twenty at once is given to one', async () => {
    const claims = await Promise.all(Array.from({ length: 20 }, () => keys.claim(request)))
    expect(claims.filter(({ kind }) => kind === 'new')).toHaveLength(1)
    expect(claims.filter(({ kind }) => kind === 'in_flight')).toHaveLength(19)
  })

  test('of a crashed request is free after three seconds', async () => {
    const lost = markOf(await keys.claim(request))
    now += 2.9 * seconds
    expect(await keys.claim(request)).toEqual({ kind: 'in_flight' })
    now += 0.1 * seconds
    const taken = markOf(await keys.claim(request))
    expect(taken.claim).not.toBe(lost.claim)
  })

  test('that was taken over cannot be completed, renewed or released by whoever lost it', async () => {
    const lost = markOf(await keys.claim(request))
    now += 3 * seconds
    const taken = markOf(await keys.claim(request))
    expect(await keys.complete(store.database, lost, 'lost')).toBe(false)
    await keys.release(lost)
    expect(await keys.claim(request)).toEqual({ kind: 'in_flight' })
    now += 2 * seconds
    await keys.renew(lost)
    now += 1 * seconds
    const third = markOf(await keys.claim(request))
    expect(await keys.complete(store.database, taken, 'taken')).toBe(false)
    expect(await keys.complete(store.database, third, 'third')).toBe(true)
  })

  test('of a slow request stays its own while it is renewed', async () => {
    const mark = markOf(await keys.claim(request))
    for (let second = 0; second < 20; second += 1) {
      now += 1 * seconds
      await keys.renew(mark)
      expect(await keys.claim(request)).toEqual({ kind: 'in_flight' })
    }
    expect(await keys.complete(store.database, mark, 'answer')).toBe(true)
  })

  test('keeps its answer, and for a day, although it is renewed or released late', async () => {
    const mark = markOf(await keys.claim(request))
    await keys.complete(store.database, mark, 'answer')
    await keys.renew(mark)
    await keys.release(mark)
    now += 24 * hours - 1
    await keys.sweep()
    expect(await keys.claim(request)).toEqual({ kind: 'answered', answer: 'answer' })
    now += 1
    expect((await keys.claim({ ...request, requestHash: 'other' })).kind).toBe('new')
  })

  test('past its time is swept, and no other', async () => {
    await keys.complete(store.database, markOf(await keys.claim(request)), 'answer')
    markOf(await keys.claim({ ...request, key: 'in flight' }))
    await keys.sweep()
    const before = await countRows(home.config.store, 'idempotency_key')
    now += 4 * seconds
    await keys.sweep()
    expect(await countRows(home.config.store, 'idempotency_key')).toBeLessThan(before)
    expect((await keys.claim(request)).kind).toBe('answered')
    now += 24 * hours
    await keys.sweep()
    expect(await countRows(home.config.store, 'idempotency_key')).toBe(0)
  })

  test('whose transaction is rolled back is not answered', async () => {
    const mark = markOf(await keys.claim(request))
    const failing = store.database.transaction().execute(async (transaction) => {
      await keys.complete(transaction, mark, 'answer')
      throw new Error('rolled back')
    })
    await expect(failing).rejects.toThrow('rolled back')
    expect(await keys.claim(request)).toEqual({ kind: 'in_flight' })
  })
})

function markOf(claim: Claim): Mark {
  if (claim.kind !== 'new') throw new Error(`The key is ${claim.kind}`)
  return claim.mark
}
