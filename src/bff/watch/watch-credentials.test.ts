import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { createVirtualTime, type VirtualTime } from '../fixture/virtual-time.ts'
import { type Answer, createTestWatch, insertDue, PROVIDERS, type TestWatch } from '../fixture/watch.ts'
import { createLog } from '../log.ts'
import type { NewCredential } from '../store/credentials.ts'
import { openStore, type Store } from '../store/database.ts'
import { createLeases } from '../store/leases.ts'
import { SealBrokenError } from '../vault/seal.ts'
import { Secret } from '../vault/secret.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

let home: TestHome
let store: Store
let time: VirtualTime
const watches: TestWatch[] = []

beforeEach(async () => {
  home = await createTestHome('sqlite')
  store = await openStore(home.config.store)
  time = createVirtualTime(PROVIDERS)
})
afterEach(async () => {
  for (const watch of watches.splice(0)) await watch.stop()
  await store.database.destroy()
  await home.remove()
})

describe('what a provider says', () => {
  test('rejected twice, minutes apart, makes a credential failed once, and one message of it', async () => {
    const [id] = await insert(1)
    const watch = start(() => 'rejected')
    await time.advance(MINUTE)
    expect(await read(id)).toMatchObject({ status: 'verified' })
    expect(await messages()).toEqual([])

    await time.advance(6 * MINUTE)
    const failed = await read(id)
    expect(failed).toMatchObject({ status: 'failed', status_reason: 'revoked' })
    const [first, second] = watch.starts.map(({ at }) => at)
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(4 * MINUTE)

    await time.advance(9 * HOUR)
    expect(watch.starts.length).toBeGreaterThan(2)
    expect(await read(id)).toMatchObject({ status: 'failed', status_since: failed?.status_since })
    expect(await messages()).toEqual([{ type: 'credential.failed', id }])
  })

  test('rejected and then accepted leaves it as it was, and tells nobody', async () => {
    const [id] = await insert(1)
    const before = await read(id)
    let asked = 0
    start(() => ((asked += 1) === 1 ? 'rejected' : 'accepted'))
    await time.advance(10 * MINUTE)
    expect(asked).toBe(2)
    expect(await read(id)).toMatchObject({ status: 'verified', status_since: before?.status_since, rejected_at: null })
    expect(await messages()).toEqual([])
  })

  test('accepted makes a failed credential verified again, and tells it', async () => {
    const [id] = await insert(1, { status: 'failed', statusReason: 'revoked' })
    start(() => 'accepted')
    await time.advance(MINUTE)
    expect(await read(id)).toMatchObject({ status: 'verified', status_reason: null })
    expect(await messages()).toEqual([{ type: 'credential.verified', id }])
  })

  test('is asked of every tenant’s credentials, and once an interval while all is well', async () => {
    const ids = [...(await insert(2, { tenantId: 'one' })), ...(await insert(2, { tenantId: 'other', region: 'auto' }))]
    const watch = start(() => 'accepted')
    await time.advance(MINUTE)
    expect(watch.starts.map(({ id }) => id).toSorted()).toEqual(ids)
    await time.advance(3 * HOUR)
    expect(watch.starts).toHaveLength(4)
    await time.advance(2 * HOUR)
    expect(watch.starts).toHaveLength(8)
  })
})

describe('a provider that hangs', () => {
  test('holds up its own credentials alone, and of those no more than start in ten seconds', async () => {
    await insert(100, { region: 'us' })
    const others = await insert(50, { region: 'eu' })
    const watch = start((_, region) => (region === 'us' ? 'hangs' : 'accepted'))
    await time.advance(30 * SECOND)
    const started = (region: string) => watch.starts.filter((each) => each.region === region)
    expect(started('eu').map(({ id }) => id)).toEqual(others)
    expect((started('eu').at(-1)?.at ?? 0) - (started('eu')[0]?.at ?? 0)).toBe(49 * 200)
    expect(started('us')).toHaveLength(50)
  })

  test('does not hold up the end: what is under way is given up, unrecorded, and the lease is free', async () => {
    const [id] = await insert(1)
    const before = await read(id)
    const watch = start(() => 'hangs')
    await time.advance(SECOND)
    expect(watch.starts).toHaveLength(1)
    expect(await leases()).toHaveLength(1)
    await watch.stop()
    expect(await read(id)).toEqual({ ...before, check_due_at: expect.any(String) })
    expect(await events()).toBe(0)
    expect(await leases()).toEqual([])
  })
})

describe('two watches on one store', () => {
  test('check each credential once between them', async () => {
    time = createVirtualTime(2 * PROVIDERS)
    const ids = [...(await insert(40, { region: 'us' })), ...(await insert(40, { region: 'eu' }))]
    const [one, other] = [start(() => 'accepted', 'one'), start(() => 'accepted', 'other')]
    await time.advance(HOUR)
    expect([...one.starts, ...other.starts].map(({ id }) => id).toSorted()).toEqual(ids)
  })

  test('keep the pace when one takes over from the other', async () => {
    await insert(10)
    const one = start(() => 'accepted', 'one')
    await time.advance(SECOND)
    await one.stop()
    const other = start(() => 'accepted', 'other')
    await time.advance(MINUTE)
    const starts = [...one.starts, ...other.starts].map(({ at }) => at)
    expect(starts).toHaveLength(10)
    expect(Math.min(...starts.slice(1).map((at, index) => at - (starts[index] ?? 0)))).toBe(200)
  })

  test('take over from one that is gone when its lease is past, and not before', async () => {
    await insert(3)
    const lease = { name: 'watch https://us.test', holder: 'gone' }
    await createLeases(store, time.clock).acquire(lease, MINUTE)
    const watch = start(() => 'accepted')
    await time.advance(MINUTE - SECOND)
    expect(watch.starts).toEqual([])
    await time.advance(40 * SECOND)
    expect(watch.starts).toHaveLength(3)
  })

  test('whoever lost the lease stops, and records nothing of what was under way', async () => {
    await insert(300)
    const before = await events()
    const watch = start((id) => (id === watch.starts[0]?.id ? 'hangs' : 'accepted'))
    await time.advance(5 * SECOND)
    await store.database.updateTable('lease').set({ holder: 'other', expires_at: '2099' }).execute()
    await time.advance(20 * SECOND)
    const checks = watch.starts.length
    await time.advance(MINUTE)
    expect(watch.starts).toHaveLength(checks)
    expect(checks).toBeLessThan(130)
    expect((await events()) - before).toBe(checks - 1)
    expect(await leases()).toEqual([{ holder: 'other' }])
  })
})

test('that a provider cannot be asked is logged once, and once that it can be again', async () => {
  await insert(3)
  const lines: string[] = []
  let isDown = true
  const log = createLog('info', { write: (line) => void lines.push(line) })
  const watch = createTestWatch(store, time, () => (isDown ? 'unreachable' : 'accepted'), { log })
  watches.push(watch)
  watch.start()
  await time.advance(30 * MINUTE)
  isDown = false
  await time.advance(30 * MINUTE)
  expect(watch.starts.length).toBeGreaterThan(6)
  const said = lines.map((line) => JSON.parse(line) as { msg: string; origin: string; reason?: string })
  expect(said.map(({ msg, origin, reason }) => [msg, origin, reason])).toEqual([
    ['provider cannot be asked', 'https://us.test', 'server_error'],
    ['provider can be asked again', 'https://us.test', undefined],
  ])
})

test('a seal that does not open is logged and put off, and keeps no other from being checked', async () => {
  const [broken] = await insert(3)
  const lines: string[] = []
  const watch = createTestWatch(store, time, () => 'accepted', {
    log: createLog('warn', { write: (line) => void lines.push(line) }),
    vault: {
      open: (_, { credentialId }) =>
        credentialId === broken
          ? Promise.reject(new SealBrokenError())
          : Promise.resolve({ accessToken: new Secret(credentialId) }),
    },
  })
  watches.push(watch)
  watch.start()
  await time.advance(14 * MINUTE)
  expect(watch.starts).toHaveLength(2)
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    msg: 'check failed',
    credentialId: broken,
    err: { name: 'SealBrokenError' },
  })
  expect(await read(broken)).toMatchObject({ status: 'verified' })
  await time.advance(2 * MINUTE)
  expect(lines).toHaveLength(2)
})

test('a store that fails for a while is asked once a minute, and then all goes on', async () => {
  await insert(1)
  const lines: string[] = []
  const watch = createTestWatch(store, time, () => 'accepted', {
    log: pino({}, { write: (line) => void lines.push(line) }),
  })
  watches.push(watch)
  await store.database.schema.alterTable('lease').renameTo('lost').execute()
  watch.start()
  await time.advance(150 * SECOND)
  expect(lines).toHaveLength(3)
  await store.database.schema.alterTable('lost').renameTo('lease').execute()
  await time.advance(MINUTE)
  expect(watch.starts).toHaveLength(1)
})

test('a shorter interval holds at once for what was put off by a longer one', async () => {
  await insert(1, { checkDueAt: new Date(time.clock().getTime() + 700 * HOUR).toISOString() })
  const watch = start(() => 'accepted')
  await time.advance(4 * HOUR)
  expect(watch.starts).toEqual([])
  await time.advance(HOUR)
  expect(watch.starts).toHaveLength(1)
})

function start(answer: (id: string, region: string) => Answer, holder = 'this'): TestWatch {
  const watch = createTestWatch(store, time, answer, { holder })
  watches.push(watch)
  watch.start()
  return watch
}

/** Due now, unless said otherwise. */
async function insert(count: number, own: Partial<NewCredential> = {}): Promise<string[]> {
  const now = time.clock().toISOString()
  return insertDue(store, count, () => ({ checkDueAt: now, statusSince: now, checkedAt: null, ...own }))
}

async function read(id: string | undefined) {
  return store.database
    .selectFrom('credential')
    .select(['status', 'status_reason', 'status_since', 'checked_at', 'rejected_at', 'check_due_at'])
    .where('id', '=', id ?? '')
    .executeTakeFirst()
}

async function messages(): Promise<{ type: string; id: string }[]> {
  const rows = await store.database.selectFrom('webhook_delivery').select('payload').execute()
  return rows.map(({ payload }) => {
    const { type, data } = JSON.parse(payload) as { type: string; data: { id: string } }
    return { type, id: data.id }
  })
}

async function leases() {
  return store.database.selectFrom('lease').select('holder').execute()
}

async function events(): Promise<number> {
  const rows = await store.database.selectFrom('audit_event').select('id').execute()
  return rows.length
}
