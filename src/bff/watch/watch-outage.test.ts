import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { createVirtualTime } from '../fixture/virtual-time.ts'
import { createTestWatch, insertDue, PROVIDERS } from '../fixture/watch.ts'
import { openStore, type Store } from '../store/database.ts'

const HOUR = 60 * 60 * 1_000
const CREDENTIALS = 1_000

let home: TestHome
let store: Store
beforeAll(async () => {
  home = await createTestHome('sqlite')
  const opened = await openStore(home.config.store)
  // Five thousand checks' waiting for the disk would be most of the time, and no part of what is looked at.
  store = { ...opened, write: opened.note }
})
afterAll(async () => {
  await store.database.destroy()
  await home.remove()
})

test(
  'S29 a provider that is down for an hour moves no status of a thousand, and then there is no storm',
  { timeout: 60_000 },
  async () => {
    const time = createVirtualTime(PROVIDERS)
    const before = new Date(time.clock().getTime() - 24 * HOUR).toISOString()
    await insertDue(store, CREDENTIALS, () => ({ checkDueAt: time.clock().toISOString(), checkedAt: before }))
    let isDown = true
    const watch = createTestWatch(store, time, () => (isDown ? 'unreachable' : 'accepted'))

    watch.start()
    await time.advance(HOUR)
    expect(watch.starts.length).toBeGreaterThan(3 * CREDENTIALS)
    expect(await readStandings()).toEqual([
      { status: 'verified', status_reason: null, checked_at: before, credentials: CREDENTIALS },
    ])

    isDown = false
    const back = time.clock().toISOString()
    await time.advance(HOUR / 2)
    await watch.stop()
    const after = await readStandings()
    expect(after.every(({ status, checked_at: at }) => status === 'verified' && at !== null && at > back)).toBe(true)
    expect(after.reduce((sum, { credentials }) => sum + credentials, 0)).toBe(CREDENTIALS)
    const checkedAfter = watch.starts.filter(({ at }) => at > Date.parse(back))
    expect(checkedAfter).toHaveLength(CREDENTIALS)

    const closest = watch.starts.slice(5).map(({ at }, index) => at - (watch.starts[index]?.at ?? 0))
    expect(Math.min(...closest), 'milliseconds from a start to the fifth after it').toBeGreaterThanOrEqual(1_000)
  },
)

async function readStandings() {
  return store.database
    .selectFrom('credential')
    .select(['status', 'status_reason', 'checked_at'])
    .select(({ fn }) => fn.countAll<number>().as('credentials'))
    .groupBy(['status', 'status_reason', 'checked_at'])
    .execute()
}
