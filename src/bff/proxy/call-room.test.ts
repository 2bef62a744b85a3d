import { afterEach, describe, expect, test } from 'vitest'
import { type ProviderCalls, startProviderCalls } from '../fixture/provider-calls.ts'

let calls: ProviderCalls
afterEach(() => calls.close())

/** What the provider answers next; 200 after the last. */
let answers: { status: number; headers?: Record<string, string> }[] = []
async function start(...next: typeof answers): Promise<void> {
  answers = next
  calls = await startProviderCalls((_request, response) => {
    const { status, headers = {} } = answers.shift() ?? { status: 200 }
    response.writeHead(status, headers).end(String(status))
  })
}

describe('a call without room', () => {
  test('is refused before the provider has to say it, with when to come again', async () => {
    await start()
    calls.budget.rooms = 0
    calls.budget.onWait = () => Promise.resolve({ kind: 'spent', resetsAt: Date.now() + 6_500 })
    const { outcome } = await calls.call()
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'rate_budget_spent' }, retryAfter: 7 })
    expect(calls.budget.waits).toMatchObject([{ patience: 0, priority: 'flow' }])
    expect([calls.uses, calls.learned]).toEqual([[], []])
  })

  test('is told that Latchkey stops', async () => {
    await start()
    calls.budget.rooms = 0
    expect((await calls.call()).outcome).toMatchObject({ refusal: { code: 'shutting_down' }, retryAfter: 5 })
  })

  test('is held as long as its caller prefers, and goes on with what is true then', async () => {
    await start()
    calls.budget.rooms = 0
    calls.budget.onWait = () => Promise.resolve({ kind: 'room' })
    expect(await calls.call({ patience: 20_000 })).toMatchObject({ head: { status: 200 } })
    expect(calls.budget.waits).toMatchObject([{ patience: 20_000 }])
    expect(calls.learned).toHaveLength(1)

    const { outcome } = await calls.call({ patience: 20_000, mayCall: () => false })
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'key_invalid' } })
    calls.found.credential = { ...calls.found.credential!, authorization: {} }
    calls.budget.onWait = () => {
      calls.found.credential = null
      return Promise.resolve({ kind: 'room' })
    }
    expect((await calls.call({ patience: 20_000 })).outcome).toMatchObject({ refusal: { code: 'not_found' } })
    // Each room is accounted for, whatever it came to.
    expect([calls.uses.length, calls.learned.length]).toEqual([1, 3])
  })

  test('whose caller leaves while it is held asks nothing', async () => {
    await start()
    calls.budget.rooms = 0
    const leaving = new AbortController()
    calls.budget.onWait = () => {
      leaving.abort()
      return Promise.resolve({ kind: 'room' })
    }
    expect((await calls.call({ patience: 1_000, signal: leaving.signal })).outcome.kind).toBe('refused')
    expect([calls.uses.length, calls.learned.length]).toEqual([0, 1])
  })
})

describe('a call that the provider answers 429', () => {
  test('is held for the next window, once, where its caller can wait as long', async () => {
    await start({ status: 429, headers: inFive() }, { status: 429, headers: inFive() })
    calls.budget.rooms = 1
    calls.budget.onWait = () => Promise.resolve({ kind: 'room' })
    const held = await calls.call({ method: 'POST', patience: 20_000 })
    expect(held).toMatchObject({ outcome: { kind: 'answered' }, head: { status: 429, calls: 2 }, body: '429' })
    expect(calls.budget.waits).toHaveLength(1)
    expect(calls.learned).toMatchObject([{ limit: 100, remaining: 0 }, { limit: 100 }])
    expect(calls.uses).toMatchObject([{ status: 429 }, { status: 429 }])
  })

  test.each<[string, object]>([
    ['has no patience', {}],
    ['has less patience than the window is long', { patience: 1_000 }],
    ['sent a body', { method: 'POST', body: '{}', patience: 20_000 }],
  ])('gets it where its caller %s', async (_, own) => {
    await start({ status: 429, headers: inFive() })
    expect(await calls.call(own)).toMatchObject({ head: { status: 429, calls: 1 }, body: '429' })
    expect(calls.budget.waits).toEqual([])
  })

  test('gets it where the provider does not say until when', async () => {
    await start({ status: 429 })
    expect(await calls.call({ patience: 20_000 })).toMatchObject({ head: { status: 429, calls: 1 } })
  })
})

/** Of a window that is used up, and ends in five seconds. */
function inFive(): Record<string, string> {
  return {
    'x-ratelimit-limit': '100',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Math.ceil(Date.now() / 1_000) + 5),
  }
}
