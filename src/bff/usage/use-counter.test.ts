import { setImmediate as turn } from 'node:timers/promises'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { storeCredentials } from '../fixture/stored-credentials.ts'
import { createVirtualTime, type VirtualTime } from '../fixture/virtual-time.ts'
import { toAdmin } from '../fixture/principal.ts'
import { deleteUsageBefore, listUsage } from '../store/credential-usage.ts'
import { findCredential } from '../store/credentials.ts'
import { insertKey } from '../store/data-plane-keys.ts'
import { openStore, type Store } from '../store/database.ts'
import type { CredentialUse } from './credential-use.ts'
import { toUsageHour } from './hour-use.ts'
import { firstOfHours } from './pending-uses.ts'
import { createUseCounter, FLUSH, type UseCounter } from './use-counter.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const START = Date.parse('2026-03-01T10:30:00.000Z')

describe.each(engines)('calls counted on %s', (engine) => {
  let home: TestHome
  let store: Store
  let others: Store[]
  let time: VirtualTime
  let counter: UseCounter
  let tenantId: string
  let id: string
  const stores: Store[] = []
  const lines: string[] = []
  /** The statuses that the metrics were told. */
  const proxied: (number | null)[] = []

  beforeAll(async () => {
    home = await createTestHome(engine)
    // One after the other: the first makes the tables.
    for (let opened = 0; opened < 3; opened += 1) stores.push(await openStore(home.config.store))
    ;[store, ...others] = stores as [Store, Store, Store]
  })
  beforeEach(async () => {
    lines.length = 0
    proxied.length = 0
    const [credential] = await storeCredentials(home, {})
    if (!credential) throw new Error('Nothing was stored')
    ;({ id, tenantId } = credential)
    time = createVirtualTime(1, START)
    counter = create(store)
  })
  afterAll(async () => {
    await Promise.all(stores.map(({ database }) => database.destroy()))
    await home.remove()
  })

  function create(on: Store): UseCounter {
    const { clock, wait } = time
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) })
    return createUseCounter({
      store: on,
      clock,
      wait,
      log,
      metrics: { proxied: ({ status }) => void proxied.push(status) },
    })
  }

  function count(of: UseCounter, own: Partial<CredentialUse> = {}): void {
    of.count({
      tenantId,
      credentialId: id,
      connector: 'intercom',
      keyId: null,
      status: 200,
      bytesSent: 10,
      bytesReceived: 1_000,
      latency: 100,
      budget: null,
      ...own,
    })
  }

  async function readHours() {
    const uses = await listUsage(store.database, { tenantId, credentialId: id, since: '' })
    const hours = [...uses].map(([hour, use]) => toUsageHour(hour, use))
    return hours.toSorted((one, other) => (one.hour < other.hour ? -1 : 1))
  }

  async function readCalls(): Promise<number[]> {
    return (await readHours()).map(({ calls }) => calls)
  }

  async function expectCalls(calls: number[]): Promise<void> {
    await vi.waitFor(async () => expect(await readCalls()).toEqual(calls))
  }

  test('are in the store after ten seconds, in one row an hour', async () => {
    for (let call = 0; call < 1_000; call += 1) count(counter, { latency: call < 500 ? 10 : 90 })
    count(counter, { status: 429, budget: { limit: 167, remaining: 0, resetsAt: 0 } })
    count(counter, { status: null, bytesReceived: 0 })
    expect(await readHours()).toEqual([])
    await time.advance(FLUSH)
    await expectCalls([1_002])
    count(counter)
    await time.advance(FLUSH)
    await expectCalls([1_003])
    const [hour] = await readHours()
    expect(hour).toMatchObject({
      hour: '2026-03-01T10:00:00.000Z',
      errors: 1,
      throttled: 1,
      bytesSent: 10_030,
      bytesReceived: 1_002_000,
      budget: { limit: 167, leastRemaining: 0 },
    })
    expect(hour?.p50).toBeCloseTo(90, -1)
    expect(hour?.p99).toBeCloseTo(90, -1)

    await time.advance(HOUR)
    count(counter)
    await counter.close()
    expect(await readCalls()).toEqual([1_003, 1])
  })

  test('are written at the end, and nothing after it', async () => {
    count(counter, { status: 201 })
    await counter.close()
    expect(await readCalls()).toEqual([1])
    count(counter, { status: null })
    await time.advance(10 * FLUSH)
    expect(await readCalls()).toEqual([1])
    await counter.close()
    expect(await readCalls()).toEqual([2])
    expect(proxied).toEqual([201, null])
  })

  test('of several instances make one row an hour, whoever comes first', async () => {
    const instances = [counter, ...others.map(create)]
    for (let round = 1; round <= 5; round += 1) {
      for (const each of instances) {
        const budget = { limit: 167, remaining: 100 - round, resetsAt: 0 }
        for (let call = 0; call < 7; call += 1) count(each, { latency: 20 * round, budget })
      }
      await Promise.all(instances.map((each) => each.close()))
      expect(await readCalls()).toEqual([21 * round])
    }
    const [hour] = await readHours()
    expect(hour?.p50).toBeCloseTo(60, -1)
    expect(hour?.budget).toEqual({ limit: 167, leastRemaining: 95 })
    const another = { tenantId: 'another', credentialId: id, since: '' }
    expect((await listUsage(store.database, another)).size).toBe(0)
  })

  test('of many credentials at two instances wait for each other, and never in a ring', async () => {
    const credentials = await storeCredentials(home, ...Array.from({ length: 60 }, () => ({ tenantId })))
    const other = create(others[0] ?? store)
    for (const credential of credentials) count(counter, { credentialId: credential.id })
    for (const credential of credentials.toReversed()) count(other, { credentialId: credential.id })
    await Promise.all([counter.close(), other.close()])
    const rows = await store.database
      .selectFrom('credential_usage')
      .select('calls')
      .where(
        'credential_id',
        'in',
        credentials.map((credential) => credential.id),
      )
      .execute()
    expect(rows.map(({ calls }) => Number(calls))).toEqual(credentials.map(() => 2))
    expect(lines).toEqual([])
  })

  test('say when a credential was last used, to the minute, and make nobody’s edit late', async () => {
    const before = await findCredential(store.database, toAdmin(tenantId), id)
    expect(before?.lastUsedAt).toBeNull()
    const first = time.clock().toISOString()
    count(counter)
    await counter.close()
    expect(await findCredential(store.database, toAdmin(tenantId), id)).toEqual({ ...before, lastUsedAt: first })

    await time.advance(MINUTE - 1)
    count(counter)
    await counter.close()
    expect((await findCredential(store.database, toAdmin(tenantId), id))?.lastUsedAt).toBe(first)
    await time.advance(1)
    count(counter)
    await counter.close()
    expect((await findCredential(store.database, toAdmin(tenantId), id))?.lastUsedAt).toBe(time.clock().toISOString())
  })

  test('say when a key was last used', async () => {
    const [used, unused] = [crypto.randomUUID(), crypto.randomUUID()]
    for (const keyId of [used, unused]) {
      const createdAt = time.clock().toISOString()
      const key = { id: keyId, tenantId, name: keyId, connector: 'intercom', hash: keyId, createdBy: 'you', createdAt }
      await store.write((transaction) => insertKey(transaction, key))
    }
    count(counter, { keyId: used })
    await counter.close()
    const rows = await store.database.selectFrom('data_plane_key').select(['id', 'last_used_at']).execute()
    const lastUses = Object.fromEntries(rows.map((row) => [row.id, row.last_used_at]))
    expect(lastUses).toEqual({ [used]: time.clock().toISOString(), [unused]: null })
  })

  test('of a credential that was erased meanwhile leave nothing, and keep nobody else’s from the store', async () => {
    const [other] = await storeCredentials(home, { tenantId })
    count(counter, { credentialId: other?.id ?? '' })
    count(counter)
    await store.database
      .deleteFrom('credential')
      .where('id', '=', other?.id ?? '')
      .execute()
    await counter.close()
    const rows = await store.database
      .selectFrom('credential_usage')
      .select('credential_id')
      .where('credential_id', 'in', [id, other?.id ?? ''])
      .execute()
    expect(rows).toEqual([{ credential_id: id }])
  })

  test('of one that was deleted, and can be had back, are kept', async () => {
    count(counter)
    const row = await store.database.selectFrom('credential').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const at = time.clock().toISOString()
    const deleted = { ...row, deleted_at: at, deleted_by_id: 'you', deleted_by_name: 'You' }
    await store.database.insertInto('deleted_credential').values(deleted).execute()
    await store.database.deleteFrom('credential').where('id', '=', id).execute()
    await counter.close()
    expect(await readCalls()).toEqual([1])
  })

  test('wait for a store that is down, and are told to the log once', async () => {
    let isDown = true
    const failing: Store = {
      ...store,
      write: (work) => (isDown ? Promise.reject(new Error('down')) : store.write(work)),
    }
    counter = create(failing)
    for (let round = 0; round < 3; round += 1) {
      count(counter)
      await time.advance(FLUSH)
    }
    expect(await readCalls()).toEqual([])
    expect([...counter.pendingOf(id).values()].map(({ calls }) => calls)).toEqual([3])
    isDown = false
    await time.advance(FLUSH)
    await expectCalls([3])
    expect(counter.pendingOf(id).size).toBe(0)
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
      'calls cannot be counted in the store',
      'calls can be counted in the store again',
    ])
  })

  test('that come while a write fails are added to those it could not write', async () => {
    const writing = Promise.withResolvers<never>()
    let isDown = true
    counter = create({ ...store, write: (work) => (isDown ? writing.promise : store.write(work)) })
    count(counter)
    await time.advance(FLUSH)
    count(counter)
    count(counter)
    isDown = false
    writing.reject(new Error('down'))
    await counter.close()
    expect(await readCalls()).toEqual([3])
  })

  test('are lost aloud where the store does not come back before the end, and never fill the memory', async () => {
    counter = create({ ...store, write: () => Promise.reject(new Error('down')) })
    for (let credential = 0; credential < 5_010; credential += 1) count(counter, { credentialId: `${credential}` })
    count(counter, { credentialId: '0' })
    expect(counter.pendingOf('4999').size).toBe(1)
    expect(counter.pendingOf('5000').size).toBe(0)
    await counter.close()
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ calls: 5_011, msg: 'calls are missing in the counters' })
  })

  test('of more credentials than memory has places for are written before it is full', async () => {
    counter = create({ ...store, write: () => Promise.resolve(undefined as never) })
    for (let credential = 0; credential < 12_000; credential += 1) {
      count(counter, { credentialId: `${credential}` })
      if (credential % 1_000 === 0) await turn()
    }
    await counter.close()
    expect(lines).toEqual([])
  })

  test('are kept for thirty days', async () => {
    for (let day = 0; day <= 31; day += 1) {
      count(counter)
      await time.advance(24 * HOUR)
    }
    await counter.close()
    await deleteUsageBefore(store, firstOfHours(time.clock()))
    expect((await readHours())[0]?.hour).toBe('2026-03-04T10:00:00.000Z')
    expect(await readCalls()).toHaveLength(29)
    await deleteUsageBefore(store, '2026-03-04T10:00:00.000Z')
    expect(await readCalls()).toHaveLength(29)
  })
})
