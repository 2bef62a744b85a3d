import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ToldBudget } from '../connectors/connector.ts'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { createVirtualTime, type VirtualTime } from '../fixture/virtual-time.ts'
import { openStore, type Store } from '../store/database.ts'
import { createRateBudgets, type RateBudgets } from './rate-budgets.ts'

const WINDOW = 10_000
const rateLimit = { window: WINDOW, limit: 1_667, read: () => null }

describe.each(engines)('rate budgets of two instances on %s', (engine) => {
  let home: TestHome
  let stores: [Store, Store]
  let asked = 0
  beforeAll(async () => {
    home = await createTestHome(engine)
    stores = [watch(await openStore(home.config.store)), watch(await openStore(home.config.store))]
  })
  afterAll(async () => {
    await Promise.all(stores.map(({ database }) => database.destroy()))
    await home.remove()
  })

  test('S29 the rate budget is shared: callers of both never use more than the quota, and hardly less', async () => {
    const windows = await run({ quota: 167, instances: [busy(10), busy(10)], windows: 3 })
    for (const { calls } of windows) {
      expect(calls).toBeLessThanOrEqual(167)
      expect(calls).toBeGreaterThanOrEqual(160)
    }
  })

  test('is never used beyond its quota, by whatever callers, clocks and ways to the provider', async () => {
    const instance = fc.record({
      callers: fc.integer({ min: 1, max: 8 }),
      skew: fc.integer({ min: -40, max: 40 }),
      /** Milliseconds between an answer and the next call. */
      pause: fc.constantFrom(0, 10, 300, 1_000),
      /** Milliseconds to the provider, and as many back. */
      way: fc.integer({ min: 1, max: 200 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 40 }), fc.tuple(instance, instance), async (quota, instances) => {
        for (const { calls } of await run({ quota, instances, windows: 3 })) expect(calls).toBeLessThanOrEqual(quota)
      }),
      // The engines differ in the statement alone, which has a property of its own on both.
      { numRuns: engine === 'sqlite' ? 10 : 1 },
    )
  })

  test('a restart need not find out the quota again', async () => {
    const time = startTime()
    const id = crypto.randomUUID()
    const [first] = open(time, [0])
    await callOnce(first, id)
    first?.of(id, rateLimit).learn({ limit: 167, remaining: 166, resetsAt: Date.parse('2026-01-01T00:00:10.000Z') })
    await callOnce(first, id, 20)
    const [second] = open(time, [0])
    await callOnce(second, id)
    expect(second?.of(id, rateLimit).read()).toMatchObject({ limit: 167 })
  })

  test('a budget that nobody used for ten minutes is forgotten, and found again in the store', async () => {
    const time = startTime()
    const [budgets] = open(time, [0])
    const [used, other] = [crypto.randomUUID(), crypto.randomUUID()]
    await callOnce(budgets, used)
    const before = budgets?.of(used, rateLimit)
    await time.advance(9 * 60_000)
    budgets?.of(other, rateLimit)
    expect(budgets?.of(used, rateLimit)).toBe(before)
    await time.advance(2 * 60_000)
    budgets?.of(crypto.randomUUID(), rateLimit)
    expect(budgets?.of(used, rateLimit)).not.toBe(before)
  })

  test('a stop holds for a budget that is asked for afterwards, too', async () => {
    const [budgets] = open(startTime(), [0])
    budgets?.stop()
    const room = budgets
      ?.of(crypto.randomUUID(), rateLimit)
      .wait({ priority: 'flow', patience: 20_000, signal: new AbortController().signal })
    expect(await room).toEqual({ kind: 'stopping' })
  })

  /** Time goes on while no store is asked. */
  function startTime(): VirtualTime {
    return createVirtualTime(0, Date.parse('2026-01-01T00:00:08.000Z'), () => asked > 0)
  }

  function watch(store: Store): Store {
    return {
      ...store,
      note(work) {
        asked += 1
        return store.note(work).finally(() => {
          asked -= 1
        })
      },
    }
  }

  /** Instances whose clocks are that many milliseconds ahead. */
  function open(time: VirtualTime, skews: readonly number[]): RateBudgets[] {
    return skews.map((skew, index) =>
      createRateBudgets({
        store: stores[index === 0 ? 0 : 1],
        clock: () => new Date(time.clock().getTime() + skew),
        wait: time.wait,
      }),
    )
  }

  interface Instance {
    callers: number
    skew: number
    pause: number
    way: number
  }

  interface Run {
    quota: number
    instances: readonly [Instance, Instance]
    windows: number
  }

  /** Has callers call for so many windows, and answers what the provider counted in each. */
  async function run({ quota, instances, windows }: Run): Promise<{ calls: number }[]> {
    const time = startTime()
    const provider = createProvider(time, quota)
    const id = crypto.randomUUID()
    const ending = new AbortController()
    const opened = open(
      time,
      instances.map(({ skew }) => skew),
    )

    async function call(budgets: RateBudgets, { pause, way }: Instance): Promise<void> {
      const { signal } = ending
      while (!signal.aborted) {
        const budget = budgets.of(id, rateLimit)
        const isGiven =
          budget.take('flow') || (await budget.wait({ priority: 'flow', patience: 20_000, signal })).kind === 'room'
        if (!isGiven) continue
        await time.wait(way, signal)
        if (signal.aborted) return
        const told = provider()
        await time.wait(way, signal)
        budget.learn(told)
        await time.wait(pause, signal)
      }
    }

    const calling = opened.flatMap((budgets, index) => {
      const instance = instances[index === 0 ? 0 : 1]
      return Array.from({ length: instance.callers }, () => call(budgets, instance))
    })
    await time.advance(windows * WINDOW - 1)
    const counted = provider.windows()
    ending.abort()
    for (const budgets of opened) budgets.stop()
    await Promise.all(calling)
    return counted
  }
})

function busy(callers: number) {
  return { callers, skew: 0, pause: 0, way: 20 }
}

async function callOnce(budgets: RateBudgets | undefined, credentialId: string, times = 1): Promise<void> {
  const { signal } = new AbortController()
  for (let call = 0; call < times; call += 1) {
    const budget = budgets?.of(credentialId, rateLimit)
    if (!budget?.take('flow')) await budget?.wait({ priority: 'flow', patience: 0, signal })
  }
}

/** Counts calls by its own clock, whether it would have refused them or not. */
function createProvider({ clock }: VirtualTime, quota: number) {
  const windows: { resetsAt: number; calls: number }[] = []
  function answer(): ToldBudget {
    const resetsAt = (Math.floor(clock().getTime() / WINDOW) + 1) * WINDOW
    if (windows.at(-1)?.resetsAt !== resetsAt) windows.push({ resetsAt, calls: 0 })
    const current = windows.at(-1) ?? { resetsAt, calls: 0 }
    current.calls += 1
    return { limit: quota, remaining: Math.max(0, quota - current.calls), resetsAt }
  }
  return Object.assign(answer, { windows: () => windows })
}
