import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { openStore, type Store } from './database.ts'
import { createLeases, type Leases } from './leases.ts'

const MINUTE = 60_000

describe.each(engines)('a lease on %s, over two connections', (engine) => {
  let home: TestHome
  let stores: Store[]
  let now = Date.parse('2026-01-01T00:00:00.000Z')
  let leases: Leases[]

  beforeAll(async () => {
    home = await createTestHome(engine)
    // One after the other: the first makes the tables.
    stores = [await openStore(home.config.store), await openStore(home.config.store)]
    leases = stores.map((store) => createLeases(store, () => new Date(now)))
  })
  afterAll(async () => {
    await Promise.all(stores.map(({ database }) => database.destroy()))
    await home.remove()
  })

  async function acquire(name: string, which: 0 | 1): Promise<boolean | undefined> {
    return leases[which]?.acquire({ name, holder: `holder ${which}` }, MINUTE)
  }

  test('is one holder’s, who prolongs it, and another’s when its time is up', async () => {
    expect(await acquire('watch', 0)).toBe(true)
    expect(await acquire('watch', 1)).toBe(false)
    now += MINUTE - 1
    expect(await acquire('watch', 1)).toBe(false)
    expect(await acquire('watch', 0)).toBe(true)
    now += MINUTE - 1
    expect(await acquire('watch', 1)).toBe(false)
    now += 1
    expect(await acquire('watch', 1)).toBe(true)
    expect(await acquire('watch', 0)).toBe(false)
  })

  test('is free as soon as its holder gives it back, and nobody else can', async () => {
    await acquire('release', 0)
    await leases[1]?.release({ name: 'release', holder: 'holder 1' })
    expect(await acquire('release', 1)).toBe(false)
    await leases[0]?.release({ name: 'release', holder: 'holder 0' })
    expect(await acquire('release', 1)).toBe(true)
  })

  test('goes to one alone of those who want it at once, be it new or past its time', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `race ${index}`)
    for (let round = 0; round < 2; round += 1) {
      const taken = await Promise.all(names.map((name) => Promise.all([acquire(name, 0), acquire(name, 1)])))
      expect(taken.filter((pair) => pair.filter(Boolean).length === 1)).toHaveLength(names.length)
      now += MINUTE
    }
  })

  test('leaves no row for ever, and one that may still be somebody’s alone', async () => {
    await acquire('long ago', 0)
    now += 25 * 60 * MINUTE
    await acquire('lately', 0)
    await leases[1]?.sweep()
    const names = await stores[0]?.database.selectFrom('lease').select('name').execute()
    expect(names).toEqual([{ name: 'lately' }])
  })
})
