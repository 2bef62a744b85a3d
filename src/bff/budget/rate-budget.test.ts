import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createVirtualTime } from '../fixture/virtual-time.ts'
import { ABSURD, type Lease, type LeaseRequest, reserveOf } from '../store/rate-budgets.ts'
import { createRateBudget, type StoppableBudget } from './rate-budget.ts'
import type { Priority, Room } from './room.ts'

const WINDOW = 10_000
const DEFAULT = 1_600
/** Milliseconds after its end that a window's successor begins. */
const LATE = 50

describe('a budget whose quota is known', () => {
  test('gives room without a wait once the first lease is there', async () => {
    const { budget, ledger } = open({ quota: 160 })
    expect(budget.take('flow')).toBe(false)
    expect(await ask(budget)).toEqual({ kind: 'room' })
    for (let call = 0; call < 100; call += 1) {
      expect(budget.take('flow'), `call ${call}`).toBe(true)
      await turn()
    }
    expect(ledger.asked).toBeLessThanOrEqual(14)
  })

  test('leases nothing while nobody calls', async () => {
    const { budget, ledger, time } = open({ quota: 160 })
    await ask(budget)
    const { asked } = ledger
    await time.advance(10 * WINDOW)
    expect(ledger.asked).toBe(asked)
  })

  test('serves who waits in the order they came, in the next windows where this one is used up', async () => {
    const { budget, time } = open({ quota: 160 })
    const served: number[] = []
    const waiting = Array.from({ length: 1_000 }, async (_, index) => {
      const room = await ask(budget, { patience: 100_000 })
      if (room.kind === 'room') served.push(index)
    })
    await time.advance(1_000)
    expect(served).toHaveLength(156)
    await time.advance(6 * WINDOW)
    await Promise.all(waiting)
    expect(served).toEqual(Array.from({ length: 1_000 }, (_, index) => index))
  })

  test('never opens a window before the last one’s end, though a timer comes early', async () => {
    const { budget, time } = open({ quota: 1, early: 1 })
    await ask(budget)
    const at = ask(budget, { patience: 20_000 }).then(() => time.clock().getTime())
    await time.advance(2 * WINDOW)
    expect((await at) % WINDOW).toBe(LATE)
  })

  test('tells a caller at once that its patience does not reach the next window', async () => {
    const { budget, time } = open({ quota: 1 })
    await ask(budget)
    await time.advance(4_000)
    const resetsAt = begin + WINDOW + LATE
    const spent = { kind: 'spent', resetsAt }
    expect(await ask(budget)).toEqual(spent)
    expect(await ask(budget, { patience: 5_999 })).toEqual(spent)
    const held = ask(budget, { patience: 6_000 })
    await time.advance(7_000)
    expect(await held).toEqual({ kind: 'room' })
  })

  test('tells those who wait already as soon as the window turns out to be used up', async () => {
    const { budget, time } = open({ quota: 160 })
    const rooms = Promise.all(Array.from({ length: 200 }, () => ask(budget, { patience: 5_000 })))
    await time.advance(0)
    const kinds = (await rooms).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'spent')).toHaveLength(200 - 156)
    expect(kinds.indexOf('spent')).toBe(156)
  })

  test('keeps some of each window for people, who go before flows but do not starve them', async () => {
    const { budget, time } = open({ quota: 160 })
    await Promise.all(Array.from({ length: 156 }, () => ask(budget)))
    expect(await ask(budget, { priority: 'flow' })).toMatchObject({ kind: 'spent' })
    expect(await ask(budget, { priority: 'interactive' })).toEqual({ kind: 'room' })
    const served: Priority[] = []
    for (let each = 0; each < 20; each += 1) {
      for (const priority of ['flow', 'interactive'] as const) {
        void ask(budget, { priority, patience: 30_000 }).then(() => served.push(priority))
      }
    }
    await time.advance(WINDOW)
    expect(served.slice(0, 3), 'what is left of the reserve').toEqual(Array.from({ length: 3 }, () => 'interactive'))
    expect(
      served
        .slice(3, 23)
        .map((priority) => priority[0])
        .join(''),
    ).toBe('iiiifiiiifiiiifiiiif')
    expect(served).toHaveLength(40)
  })

  test('a caller that leaves gives up its place, and loses nobody else’s', async () => {
    const { budget, time } = open({ quota: 2 })
    await ask(budget)
    const leaving = new AbortController()
    const left = ask(budget, { patience: 60_000, signal: leaving.signal })
    const stayed = ask(budget, { patience: 60_000 })
    leaving.abort()
    expect(await left).toMatchObject({ kind: 'spent' })
    await time.advance(WINDOW)
    expect(await stayed).toEqual({ kind: 'room' })
    expect(await ask(budget, { patience: 60_000, signal: leaving.signal })).toMatchObject({ kind: 'spent' })
  })

  test('a stop tells everybody who waits, and holds nobody further', async () => {
    const { budget } = open({ quota: 1 })
    await ask(budget)
    const waiting = Array.from({ length: 1_000 }, () => ask(budget, { patience: 60_000 }))
    budget.stop()
    for (const room of await Promise.all(waiting)) expect(room).toEqual({ kind: 'stopping' })
    expect(await ask(budget, { patience: 60_000 })).toEqual({ kind: 'stopping' })
  })

  test('a call around the turn of a window has room in both, and waits for the turn where one is used up', async () => {
    const { budget, time, ledger } = open({ quota: 64 })
    await ask(budget)
    await time.advance(WINDOW - 200)
    expect(await ask(budget), 'four were leased, of which three are left').toEqual({ kind: 'room' })
    expect(ledger.granted(begin + 2 * WINDOW)).toBeGreaterThan(0)
    for (let call = 0; call < 3; call += 1) budget.take('flow')
    const held = ask(budget).then(() => time.clock().getTime())
    await time.advance(1_000)
    expect(await held).toBe(begin + WINDOW + LATE)
  })

  test('a call that is made a while later has room where it will be counted', async () => {
    const { budget, time } = open({ quota: 64 })
    await ask(budget)
    await time.advance(WINDOW - 1_000)
    expect(budget.take('flow', 2_000)).toBe(false)
    expect(budget.take('flow', 500)).toBe(true)
  })
})

test('nobody passes those who wait, though there is room and they were not told yet', async () => {
  const { budget, time } = open({ quota: 64 })
  await ask(budget)
  await time.advance(WINDOW - 200)
  await ask(budget)
  const served: string[] = []
  for (let call = 0; call < 3; call += 1) void ask(budget, { patience: 20_000 }).then(() => served.push('waited'))
  await time.advance(0)
  // The timer that would tell them is late.
  time.leap(400)
  expect(budget.take('flow')).toBe(false)
  await time.advance(1)
  expect(served).toEqual(['waited', 'waited', 'waited'])
})

test('a clock that is put back closes no window for an hour', async () => {
  const { budget, time } = open({ quota: 1 })
  await ask(budget)
  time.leap(-3_600_000)
  expect(await ask(budget)).toEqual({ kind: 'room' })
  expect(budget.read()).toMatchObject({ resetsAt: new Date(begin - 3_600_000 + WINDOW).toISOString() })
})

describe('what an answer tells', () => {
  test('closes the window where nothing is left, until it is over', async () => {
    const { budget, time, ledger } = open({ quota: 160 })
    await ask(budget)
    const { asked } = ledger
    budget.learn({ limit: 160, remaining: 0, resetsAt: begin + WINDOW })
    expect(budget.take('interactive')).toBe(false)
    expect(await ask(budget, { priority: 'interactive' })).toEqual({ kind: 'spent', resetsAt: begin + WINDOW + LATE })
    expect(ledger.asked, 'the store need not be asked').toBe(asked)
    expect(budget.read()).toEqual({ limit: 160, remaining: 0, resetsAt: new Date(begin + WINDOW).toISOString() })
    await time.advance(WINDOW + LATE)
    expect(await ask(budget)).toEqual({ kind: 'room' })
  })

  test('closes a window that ends as much later as a whole one is long', async () => {
    const { budget, time } = open({ quota: 160 })
    await time.advance(9_000)
    await ask(budget)
    const resetsAt = begin + 2 * WINDOW
    budget.learn({ limit: 160, remaining: 0, resetsAt })
    expect(await ask(budget)).toEqual({ kind: 'spent', resetsAt: resetsAt + LATE })
    await time.advance(1_000)
    expect(await ask(budget), 'after the turn that was thought of').toMatchObject({ kind: 'spent' })
  })

  test('holds for what the store gives out that was asked before', async () => {
    const { budget } = open({ quota: 160 })
    await ask(budget)
    for (let call = 0; call < 9; call += 1) budget.take('flow')
    const asked = ask(budget)
    budget.learn({ limit: 160, remaining: 0, resetsAt: begin + WINDOW })
    expect(await asked).toMatchObject({ kind: 'spent' })
    expect(budget.take('interactive')).toBe(false)
  })

  test('is believed of when the window ends, and of how many calls it has', async () => {
    const { budget, ledger } = open({ quota: 160 })
    await ask(budget)
    budget.learn({ limit: 320, remaining: 300, resetsAt: begin + 12_000 })
    for (let call = 0; call < 10; call += 1) await ask(budget)
    expect(ledger.last).toMatchObject({ quota: 320, seen: 20, endsAt: begin + 12_000 })
    expect(budget.read()).toMatchObject({ limit: 320, resetsAt: new Date(begin + 12_000).toISOString() })
  })

  test('about a window that is over says nothing of this one', async () => {
    const { budget, time } = open({ quota: 160 })
    await ask(budget)
    await time.advance(WINDOW + LATE)
    await ask(budget)
    budget.learn({ limit: 160, remaining: 0, resetsAt: begin + WINDOW })
    expect(budget.take('flow')).toBe(true)
  })

  test('takes from what was leased where others use the same token', async () => {
    const { budget } = open({ quota: 160 })
    await ask(budget)
    budget.learn({ limit: 160, remaining: 2, resetsAt: begin + WINDOW })
    expect(budget.take('flow')).toBe(true)
    expect(budget.take('flow')).toBe(true)
    expect(budget.take('flow')).toBe(false)
  })
})

describe('a budget whose quota nobody knows', () => {
  test('lets one call go first, and the others once its answer told', async () => {
    const { budget, time } = open({ quota: null })
    const rooms = watch(Array.from({ length: 50 }, () => ask(budget)))
    await time.advance(100)
    expect(rooms).toEqual(['room'])
    expect(budget.read()).toBeNull()
    budget.learn({ limit: 160, remaining: 159, resetsAt: begin + WINDOW })
    await time.advance(0)
    expect(rooms).toHaveLength(50)
    expect(budget.read()).toMatchObject({ limit: 160, remaining: 110 })
  })

  test('tries another where the first told nothing, and after three believes the connector', async () => {
    const { budget, time } = open({ quota: null })
    const rooms = watch(Array.from({ length: 50 }, () => ask(budget)))
    for (let probes = 1; probes <= 3; probes += 1) {
      await time.advance(10)
      expect(rooms).toHaveLength(probes)
      budget.learn(null)
    }
    await time.advance(10)
    expect(rooms).toHaveLength(50)
    expect(budget.read()).toMatchObject({ limit: DEFAULT })
  })

  test('hangs nobody on a probe that is never heard of again', async () => {
    const { budget, time } = open({ quota: null })
    const rooms = watch(Array.from({ length: 50 }, () => ask(budget)))
    await time.advance(1_500)
    expect(rooms).toHaveLength(2)
    await time.advance(2_000)
    expect(rooms).toEqual(Array.from({ length: 50 }, () => 'room'))
  })
})

describe('while the store is down', () => {
  test('an instance goes on with half of the quota, tells of it afterwards, and asks once a second', async () => {
    const { budget, time, ledger } = open({ quota: 160 })
    await ask(budget)
    ledger.state = 'down'
    const rooms = watch(Array.from({ length: 100 }, () => ask(budget)))
    await time.advance(0)
    expect(rooms.filter((kind) => kind === 'room')).toHaveLength(79)
    expect(rooms.filter((kind) => kind === 'spent')).toHaveLength(21)
    await time.advance(WINDOW)
    await ask(budget)
    ledger.state = 'up'
    await time.advance(1_000)
    for (let call = 0; call < 80; call += 1) await ask(budget)
    expect(ledger.last).toMatchObject({ unrecorded: 80 })
  })

  test('one that does not answer holds calls for a second', async () => {
    const { budget, time, ledger } = open({ quota: 160 })
    await ask(budget)
    await time.advance(WINDOW)
    ledger.state = 'hanging'
    const at = ask(budget).then((room) => [room.kind, time.clock().getTime()])
    const asked = time.clock().getTime()
    await time.advance(2_000)
    expect(await at).toEqual(['room', asked + 1_000])
  })

  test('and does so too where somebody waits for the next window already', async () => {
    const { budget, time, ledger } = open({ quota: 160 })
    await Promise.all(Array.from({ length: 156 }, () => ask(budget)))
    void ask(budget, { patience: 20_000 })
    await time.advance(2_000)
    ledger.state = 'hanging'
    const person = watch([ask(budget, { priority: 'interactive', patience: 1_500 })])
    await time.advance(1_000)
    expect(person).toEqual(['spent'])
  })

  test('a quota that nobody knows is found out all the same', async () => {
    const { budget, time, ledger } = open({ quota: null })
    ledger.state = 'down'
    const rooms = watch(Array.from({ length: 50 }, () => ask(budget)))
    await time.advance(10)
    expect(rooms).toEqual(['room'])
    budget.learn({ limit: 160, remaining: 159, resetsAt: begin + WINDOW })
    await time.advance(10)
    expect(rooms).toHaveLength(50)
  })
})

/** A window’s begin. */
const begin = Date.parse('2026-01-01T00:00:00.000Z')

/** @param early milliseconds by which timers come too early */
function open({ quota, early = 0 }: { quota: number | null; early?: number }) {
  const time = createVirtualTime(1, begin + LATE)
  const ledger = createLedger(quota)
  const budget = createRateBudget(
    { lease: ledger.lease, clock: time.clock, wait: (ms, signal) => time.wait(Math.max(1, ms - early), signal) },
    { window: WINDOW, limit: DEFAULT, read: () => null },
  )
  return { budget, time, ledger }
}

/** The store, as far as a budget sees it. */
function createLedger(quota: number | null) {
  const granted = new Map<number, number>()
  const ledger = {
    state: 'up' as 'up' | 'down' | 'hanging',
    asked: 0,
    last: null as Omit<LeaseRequest, 'credentialId'> | null,
    granted: (endsAt: number) => granted.get(endsAt) ?? 0,
    async lease(request: Omit<LeaseRequest, 'credentialId'>): Promise<Lease> {
      ledger.asked += 1
      ledger.last = request
      if (ledger.state === 'hanging') await new Promise(() => undefined)
      if (ledger.state === 'down') throw new Error('The store is down')
      quota = request.quota ?? quota
      for (const endsAt of granted.keys()) if (endsAt > request.endsAt + ABSURD * WINDOW) granted.delete(endsAt)
      const endsAt = Math.max(request.endsAt, ...granted.keys())
      const before = Math.max(ledger.granted(endsAt) + request.unrecorded, request.seen)
      const free = (quota ?? 0) - before - (request.part === 'slice' ? reserveOf(quota ?? 0) : 0)
      const wanted = request.part === 'slice' ? Math.max(1, Math.floor((quota ?? 0) / 16)) : 1
      const rooms = quota === null ? 1 : Math.max(0, Math.min(free, wanted))
      granted.set(endsAt, before + rooms)
      return { quota, endsAt, rooms, granted: before + rooms }
    },
  }
  return ledger
}

async function ask(
  budget: StoppableBudget,
  {
    priority = 'flow',
    patience = 0,
    signal = new AbortController().signal,
  }: Partial<Parameters<StoppableBudget['wait']>[0]> = {},
): Promise<Room> {
  return budget.take(priority) ? { kind: 'room' } : budget.wait({ priority, patience, signal })
}

/** The kinds of those that are settled so far. */
function watch(rooms: readonly Promise<Room>[]): Room['kind'][] {
  const settled: Room['kind'][] = []
  for (const room of rooms) void room.then(({ kind }) => settled.push(kind))
  return settled
}
