import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { HOST_ORIGIN, type MadeHostKey, makeHostKey } from '../fixture/host-key.ts'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { revokeKey } from '../key/revoke-key.ts'
import { isStoreError, openStore, type Store } from '../store/database.ts'
import { createHostKeys, type HostKeys } from './host-keys.ts'
import { localPrincipal } from './principal.ts'

describe.each(engines)('who may use /v1, with keys on %s', (engine) => {
  let home: TestHome
  let store: Store
  let keys: HostKeys
  /** Statements. */
  let asked = 0
  let now = Date.parse('2026-03-04T05:06:07.890Z')
  const clock = (): Date => new Date(now)
  beforeAll(async () => {
    home = await createTestHome(engine)
    store = await openStore(home.config.store)
  })
  afterAll(async () => {
    await store.database.destroy()
    await home.remove()
  })
  beforeEach(() => {
    asked = 0
    const counted = store.database.withPlugin({
      transformQuery: ({ node }) => {
        asked += 1
        return node
      },
      transformResult: ({ result }) => Promise.resolve(result),
    })
    keys = createHostKeys({ store: { database: counted, note: store.note }, clock })
  })

  const revoke = ({ id }: MadeHostKey) => revokeKey({ store, clock }, { principal: localPrincipal(), idOrName: id })

  test('a key tells all that it is for, and for a second without asking the store', async () => {
    const own = { origins: [HOST_ORIGIN], tenantId: 'acme', role: 'member', connectors: ['intercom'] } as const
    const { id, name, authorization } = await makeHostKey(home.config, own)
    expect(await keys.authenticate(authorization)).toEqual({ id, name, ...own })
    now += 999
    expect(await keys.authenticate(authorization)).toMatchObject({ id })
    expect(asked).toBe(1)
    now += 1
    expect(await keys.authenticate(authorization)).toMatchObject({ id })
    expect(asked).toBe(2)
  })

  test('pages of an origin may show the frame while a key in use is for it, and a second longer', async () => {
    const [one, other] = ['https://one.example.com', 'https://other.example.com']
    const origins = [one, other]
    expect(await keys.mayFrame(one)).toBe(false)
    const [key, second] = [
      await makeHostKey(home.config, { origins }),
      await makeHostKey(home.config, { origins: [one] }),
    ]
    now += 1_000
    for (const origin of origins) expect(await keys.mayFrame(origin)).toBe(true)
    expect(await keys.mayFrame('https://example.com')).toBe(false)
    expect(asked).toBe(2)

    await revoke(key)
    now += 999
    expect(await keys.mayFrame(other)).toBe(true)
    now += 1
    expect([await keys.mayFrame(one), await keys.mayFrame(other)]).toEqual([true, false])
    await revoke(second)
    // A clock that is set back makes no answer good for longer.
    now -= 60_000
    expect(await keys.mayFrame(one)).toBe(false)
  })

  test('where its use cannot be noted, as on a full disk, it is good all the same', async () => {
    const { authorization } = await makeHostKey(home.config)
    const full = { database: store.database, note: () => Promise.reject(new Error('full')) }
    expect(await createHostKeys({ store: full, clock }).authenticate(authorization)).toMatchObject({ role: 'admin' })
  })

  test('where the store cannot be asked its error is told, and the next is asked anew', async () => {
    const { authorization } = await makeHostKey(home.config)
    const gone = await openStore(home.config.store)
    await gone.database.destroy()
    let isGone = true
    const failing = store.database.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: ({ result }) =>
        isGone
          ? gone.database
              .selectFrom('host_key')
              .execute()
              .then(() => result)
          : Promise.resolve(result),
    })
    const own = createHostKeys({ store: { database: failing, note: store.note }, clock })
    await expect(own.mayFrame(HOST_ORIGIN)).rejects.toSatisfy(isStoreError)
    await expect(own.authenticate(authorization)).rejects.toSatisfy(isStoreError)
    isGone = false
    expect([await own.mayFrame(HOST_ORIGIN), await own.authenticate(authorization)]).toMatchObject([true, {}])
  })
})
