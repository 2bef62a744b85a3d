import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { localPrincipal } from '../access/principal.ts'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { openStore, type Store } from '../store/database.ts'
import { Secret } from '../vault/secret.ts'
import { createUsableCredentials } from './usable-credentials.ts'

const { tenantId } = localPrincipal()
let now = Date.parse('2026-01-01T00:00:00Z')
const clock = (): Date => new Date(now)

describe.each(engines)('on %s, of two instances, each', (engine) => {
  let home: TestHome
  let store: Store
  let opened: string[]
  beforeAll(async () => {
    home = await createTestHome(engine)
    store = await openStore(home.config.store)
  })
  afterAll(async () => {
    await store.database.destroy()
    await home.remove()
  })
  beforeEach(() => {
    opened = []
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const vault = {
    open(sealed: string) {
      opened.push(sealed)
      return Promise.resolve({ accessToken: new Secret(sealed) })
    },
  }
  const createInstance = () => createUsableCredentials({ store, vault, clock })

  test('opens a secret once for all calls that come at once, and answers the next ones at once', async () => {
    const id = await insert()
    const credentials = createInstance()
    const all = await Promise.all(Array.from({ length: 50 }, async () => credentials.find(id)))
    expect(new Set(all).size).toBe(1)
    expect(all[0]).toMatchObject({ stored: { id, tenantId, connector: 'intercom', region: 'eu', secretVersion: 1 } })
    expect(all[0]?.authorization['authorization']?.reveal()).toBe('Bearer sealed-1')
    expect(credentials.find(id)).toBe(all[0])
    now += 999
    expect(credentials.find(id)).toBe(all[0])
    now += 1
    expect(await credentials.find(id)).toEqual(all[0])
    expect(opened).toEqual(['sealed-1'])
  })

  test('forgets what is deleted within a second', async () => {
    const id = await insert()
    const instances = [createInstance(), createInstance()]
    for (const credentials of instances) expect(await credentials.find(id)).not.toBe(null)
    await store.database.deleteFrom('credential').where('id', '=', id).execute()
    now += 1_000
    for (const credentials of instances) expect(await credentials.find(id)).toBe(null)
  })

  test('uses what replaced it within a second, and no longer what was', async () => {
    const id = await insert()
    const instances = [createInstance(), createInstance()]
    for (const credentials of instances) await credentials.find(id)
    const replaced = { sealed_secret: 'sealed-2', secret_version: 2, region: 'au' }
    await store.database.updateTable('credential').set(replaced).where('id', '=', id).execute()
    now += 1_000
    for (const credentials of instances) {
      const found = await credentials.find(id)
      expect(found?.stored).toMatchObject({ secretVersion: 2, region: 'au' })
      expect(found?.authorization['authorization']?.reveal()).toBe('Bearer sealed-2')
      expect(found?.echoGuard.isIn('a sealed-2 b')).toBe(true)
    }
  })

  test('believes a row no longer when the clock is set back', async () => {
    const id = await insert()
    const credentials = createInstance()
    await credentials.find(id)
    await store.database.deleteFrom('credential').where('id', '=', id).execute()
    now -= 60_000
    expect(await credentials.find(id)).toBe(null)
  })

  test('lets go of a secret that nobody used for a minute', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const [used, unused] = [await insert(), await insert()]
    const credentials = createInstance()
    for (const id of [used, unused]) await credentials.find(id)
    for (let seconds = 0; seconds < 90; seconds += 1) {
      now += 1_000
      vi.advanceTimersByTime(1_000)
      await credentials.find(used)
    }
    expect(opened).toHaveLength(2)
    for (const id of [used, unused]) await credentials.find(id)
    expect(opened).toHaveLength(3)
  })

  test('asks again after the store failed, and knows no id that is none', async () => {
    const id = await insert()
    let isDown = true
    const failing = { open: () => (isDown ? Promise.reject(new Error('down')) : vault.open('sealed-1')) }
    const credentials = createUsableCredentials({ store, vault: failing, clock })
    await expect(credentials.find(id)).rejects.toThrow('down')
    isDown = false
    expect(await credentials.find(id)).not.toBe(null)
    expect(await credentials.find(crypto.randomUUID())).toBe(null)
    for (const none of ['', 'x', `${id}x`, '__proto__', '\0']) expect(credentials.find(none)).toBe(null)
  })

  async function insert(): Promise<string> {
    const id = crypto.randomUUID()
    const at = clock().toISOString()
    const named = { name: id, name_folded: id, description: '', search_folded: id, secret_hash: id }
    const owned = {
      owner_id: 'local',
      owner_name: 'You',
      created_at: at,
      updated_at: at,
      last_used_at: '',
      revision: 1,
    }
    const checked = { status: 'verified', status_reason: null, status_since: at, checked_at: at, check_due_at: at }
    await store.database
      .insertInto('credential')
      .values({
        id,
        tenant_id: tenantId,
        connector: 'intercom',
        method: 'access_token',
        region: 'eu',
        account: null,
        sealed_secret: 'sealed-1',
        secret_version: 1,
        workspace_id: null,
        rejected_at: null,
        ...named,
        ...owned,
        ...checked,
      })
      .execute()
    return id
  }
})
