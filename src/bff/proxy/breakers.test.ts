import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type ProviderCalls, startProviderCalls } from '../fixture/provider-calls.ts'
import { type Breaker, createBreakers } from './breakers.ts'

const states: string[] = []
const metrics = { breakerIs: (state: string) => void states.push(state) }
const HALF_OPEN_AFTER = 10_000

describe('a breaker', () => {
  let breaker: Breaker
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] })
    states.length = 0
    breaker = createBreakers({ metrics, threshold: 3, halfOpenAfter: HALF_OPEN_AFTER }).of('https://a.test')
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('opens after so many failures in a row, and says when it may be tried again', async () => {
    await run('failed', 'failed', 'well', 'failed', 'failed')
    expect(breaker.readRetryAfter()).toBe(null)
    await run('failed')
    expect([breaker.begin(), breaker.readRetryAfter()]).toEqual([null, 10])
    vi.advanceTimersByTime(HALF_OPEN_AFTER - 1)
    expect([breaker.begin(), breaker.readRetryAfter()]).toEqual([null, 1])
  })

  test('lets one call find out, and closes when that goes well', async () => {
    await run('failed', 'failed', 'failed')
    vi.advanceTimersByTime(HALF_OPEN_AFTER)
    const settle = breaker.begin()
    expect([breaker.begin(), breaker.begin()]).toEqual([null, null])
    settle?.('well')
    await sleep(0)
    expect(breaker.readRetryAfter()).toBe(null)
    expect(states).toEqual(['closed', 'open', 'half_open', 'closed'])
  })

  test.each(['failed', 'unknown'] as const)('stays open where that call is %s', async (health) => {
    await run('failed', 'failed', 'failed')
    vi.advanceTimersByTime(HALF_OPEN_AFTER)
    breaker.begin()?.(health)
    await sleep(0)
    expect([breaker.begin(), breaker.readRetryAfter()]).toEqual([null, 10])
  })

  test('learns nothing from calls that their callers ended', async () => {
    await run('failed', 'failed', 'unknown', 'unknown')
    expect(breaker.begin()).not.toBe(null)
    await run('failed')
    expect(breaker.begin()).toBe(null)
  })

  test('is its origin’s own', async () => {
    const breakers = createBreakers({ metrics, threshold: 1 })
    breakers.of('https://a.test').begin()?.('failed')
    await sleep(0)
    expect(breakers.of('https://a.test').begin()).toBe(null)
    expect(breakers.of('https://b.test').begin()).not.toBe(null)
  })

  async function run(...healths: ('well' | 'failed' | 'unknown')[]): Promise<void> {
    for (const health of healths) {
      breaker.begin()?.(health)
      await sleep(0)
    }
  }
})

describe('of calls', () => {
  let calls: ProviderCalls
  afterEach(() => calls.close())

  test.each([502, 503, 504])(
    'ten answers of %i in a row are enough, and no room is used after that',
    async (status) => {
      calls = await startProviderCalls((_request, response) => response.writeHead(status).end())
      for (let times = 0; times < 10; times += 1) await calls.call({ method: 'POST' })
      const { outcome } = await calls.call({ method: 'POST' })
      expect(outcome).toMatchObject({ refusal: { code: 'provider_unreachable' }, retryAfter: 10 })
      expect(outcome).toMatchObject({ error: 'destination_unavailable' })
      expect([calls.uses.length, calls.learned.length]).toEqual([10, 10])
    },
  )

  test.each([
    ['connections that are refused', { origin: 'http://127.0.0.1:9' }, { outcome: { error: 'connection_refused' } }],
    ['answers of 503', {}, { head: { status: 503 } }],
  ])('%s count once a call, however often each was tried', async (_what, options, failed) => {
    calls = await startProviderCalls((_request, response) => response.writeHead(503).end(), options)
    for (let times = 0; times < 10; times += 1) expect(await calls.call()).toMatchObject(failed)
    expect((await calls.call()).outcome).toMatchObject({ error: 'destination_unavailable' })
    expect(calls.uses).toHaveLength(30)
  })

  test('what is the caller’s doing does not count', async () => {
    calls = await startProviderCalls((_request, response) => response.writeHead(500).end())
    for (let times = 0; times < 12; times += 1) await calls.call({ method: 'POST' })
    expect(await calls.call({ method: 'POST' })).toMatchObject({ head: { status: 500 } })
  })
})
