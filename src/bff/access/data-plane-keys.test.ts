import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { createKey } from '../key/create-key.ts'
import { makeKeyText } from '../key/key-text.ts'
import { revokeKey } from '../key/revoke-key.ts'
import { isStoreError, openStore, type Store } from '../store/database.ts'
import { createDataPlaneKeys, type DataPlaneKey, type DataPlaneKeys } from './data-plane-keys.ts'
import { localPrincipal } from './principal.ts'

const principal = localPrincipal()
const { tenantId } = principal

describe.each(engines)('who may use the proxy, with keys on %s', (engine) => {
  let home: TestHome
  let store: Store
  /** Of two instances. */
  let keys: [DataPlaneKeys, DataPlaneKeys]
  /** Statements of the first instance. */
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
    keys = [createDataPlaneKeys({ store: { database: counted }, clock }), createDataPlaneKeys({ store, clock })]
  })

  async function make(connector = 'intercom'): Promise<{ key: DataPlaneKey; bearer: string }> {
    const made = await createKey({ store, clock }, { principal, name: crypto.randomUUID(), connector })
    return { key: { id: made?.id ?? '', tenantId, connector }, bearer: `Bearer ${made?.text.reveal()}` }
  }

  test('a key tells its tenant and connector, and for a second without asking the store', async () => {
    const { key, bearer } = await make()
    expect(await keys[0].authenticate(bearer)).toEqual(key)
    now += 999
    expect(keys[0].authenticate(bearer)).toEqual(key)
    now += 1
    expect(keys[0].authenticate(bearer)).toBeInstanceOf(Promise)
    expect(await keys[0].authenticate(bearer)).toEqual(key)
  })

  test('a revoked key is refused within a second on every instance, and at once where it was not known', async () => {
    const { key, bearer } = await make()
    expect(await keys[0].authenticate(bearer)).toEqual(key)
    await revokeKey({ store, clock }, { principal, idOrName: key.id })
    expect(await keys[1].authenticate(bearer)).toBeNull()
    now += 1_000
    expect(await keys[0].authenticate(bearer)).toBeNull()
    expect(keys[0].authenticate(bearer)).toBeNull()
  })

  test('a clock that is set back makes a key good for no longer', async () => {
    const { key, bearer } = await make()
    await keys[0].authenticate(bearer)
    await revokeKey({ store, clock }, { principal, idOrName: key.id })
    now -= 60_000
    expect(await keys[0].authenticate(bearer)).toBeNull()
  })

  test('the scheme is read in any case, and nothing but a bearer’s key is looked for', async () => {
    const { key, bearer } = await make()
    const text = bearer.slice('Bearer '.length)
    for (const right of [`bearer ${text}`, `BEARER   ${text}`]) {
      expect(await keys[1].authenticate(right)).toEqual(key)
    }
    const wrong = ['', 'Bearer', 'Bearer ', text, `Basic ${text}`, `Bearer\t${text}`, `Bearer ${text} `, `${bearer}, x`]
    const mistyped = `${text.slice(0, 20)}${text[20] === 'a' ? 'b' : 'a'}${text.slice(21)}`
    const junk = [
      `Bearer ${mistyped}`,
      `Bearer ${text.slice(1)}`,
      `Bearer ${text.slice(0, -1)}`,
      `Bearer ${'a'.repeat(10_000)}`,
      `${bearer}é`,
    ]
    for (const none of [undefined, ...wrong, ...junk]) expect(keys[0].authenticate(none)).toBeNull()
    expect(asked).toBe(0)
  })

  test('however many junk keys come at once, few statements look for them, and a good one among them is found', async () => {
    const { key, bearer } = await make()
    const junk = Array.from({ length: 1_500 }, () => `Bearer ${makeKeyText().reveal()}`)
    const answers = [bearer, ...junk, ...junk.slice(-5)].map((each) => Promise.resolve(keys[0].authenticate(each)))
    expect(new Set(await Promise.all(answers))).toEqual(new Set([null, key]))
    expect(asked).toBe(16)
    // A second's junk is remembered, but for the oldest, which more of it has pushed out; it pushes no key out.
    expect(keys[0].authenticate(bearer)).toEqual(key)
    expect(keys[0].authenticate(junk.at(-1))).toBeNull()
    expect(await keys[0].authenticate(junk[0])).toBeNull()
    expect(asked).toBe(17)
  })

  test('where the store cannot be asked its error is told, and the next is asked anew', async () => {
    const { key, bearer } = await make()
    const gone = await openStore(home.config.store)
    await gone.database.destroy()
    const broken = { database: gone.database }
    const own = createDataPlaneKeys({ store: broken, clock })
    await expect(own.authenticate(bearer)).rejects.toSatisfy(isStoreError)
    broken.database = store.database
    expect(await own.authenticate(bearer)).toEqual(key)
  })
})
