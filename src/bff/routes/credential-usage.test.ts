import { Hono } from 'hono'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type CredentialUsage, credentialUsageSchema } from '../../contract/credential-usage.ts'
import type { RateBudget } from '../../contract/rate-budget.ts'
import { localPrincipal } from '../access/principal.ts'
import { askedBy } from '../fixture/principal.ts'
import { createTestHome, readProblem, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { storeCredentials } from '../fixture/stored-credentials.ts'
import { openStore, type Store } from '../store/database.ts'
import { createUseCounter, type UseCounter } from '../usage/use-counter.ts'
import { credentialUsageRoutes } from './credential-usage.ts'

const HOUR = 60 * 60 * 1_000

describe.each(engines)('GET /api/credentials/{id}/usage on %s', (engine) => {
  let home: TestHome
  let store: Store
  let app: Hono
  let now: number
  let counter: UseCounter
  let id: string
  let budget: RateBudget | null

  beforeAll(async () => {
    home = await createTestHome(engine)
    store = await openStore(home.config.store)
  })
  afterAll(async () => {
    await store.database.destroy()
    await home.remove()
  })
  beforeEach(async () => {
    id = (await storeCredentials(home, {}))[0]?.id ?? ''
    now = Date.parse('2026-03-01T23:59:00.000Z')
    budget = null
    counter = open()
  })

  const clock = () => new Date(now)

  function open(): UseCounter {
    const log = pino({ level: 'silent' })
    const metrics = { proxied: () => undefined }
    const useCounter = createUseCounter({ store, clock, wait: () => new Promise(() => undefined), log, metrics })
    const room = { take: () => true, wait: () => Promise.reject(new Error('No')), learn: () => undefined }
    app = new Hono().use(askedBy(localPrincipal())).route(
      '/',
      credentialUsageRoutes({
        store,
        clock,
        useCounter,
        rateBudgets: { of: (of) => ({ ...room, read: () => (of === id ? budget : null) }) },
      }),
    )
    return useCounter
  }

  function count(latency: number, status = 200): void {
    const { tenantId } = localPrincipal()
    const call = { tenantId, credentialId: id, connector: 'intercom', keyId: null }
    counter.count({ ...call, status, bytesSent: 1, bytesReceived: 2, latency, budget: null })
  }

  async function ask(query = ''): Promise<CredentialUsage> {
    const answer = await app.request(`/api/credentials/${id}/usage${query}`)
    expect(answer.status).toBe(200)
    return credentialUsageSchema.parse(await answer.json())
  }

  test('adds up what is stored and what is not yet, hour by hour, the oldest first', async () => {
    expect(await ask()).toEqual({ hours: [], budget: null })
    count(10)
    await counter.close()
    // Another instance's way of counting goes on where the first stopped.
    counter = open()
    count(30, 500)
    count(20)
    now += 2 * 60 * 1_000
    count(40)
    const { hours } = await ask()
    const none = { throttled: 0, budget: null }
    expect(hours).toEqual([
      expect.objectContaining({ ...none, hour: '2026-03-01T23:00:00.000Z', calls: 3, errors: 1, bytesReceived: 6 }),
      expect.objectContaining({ ...none, hour: '2026-03-02T00:00:00.000Z', calls: 1, errors: 0, bytesReceived: 2 }),
    ])
    expect(hours[0]?.p50).toBeCloseTo(20, 0)
    expect(hours[0]?.p99).toBeCloseTo(30, 0)
    const written = hours
    await counter.close()
    expect((await ask()).hours).toEqual(written)
  })

  test('goes back as far as it is asked to, the current hour included', async () => {
    for (let hour = 0; hour < 30; hour += 1) {
      count(10)
      now += HOUR
      if (hour === 20) await counter.close()
    }
    now -= HOUR
    expect((await ask()).hours).toHaveLength(24)
    expect((await ask('?hours=1')).hours).toHaveLength(1)
    expect((await ask('?hours=720')).hours).toHaveLength(30)
  })

  test('says what is left of the rate budget, as far as this instance knows', async () => {
    budget = { limit: 167, remaining: 5, resetsAt: new Date(now).toISOString() }
    expect((await ask()).budget).toEqual(budget)
  })

  test.each(['0', '721', '1.5', 'all', ''])('takes no %s for hours', async (hours) => {
    const answer = await app.request(`/api/credentials/${id}/usage?hours=${hours}`)
    expect(await readProblem(answer)).toMatchObject({ status: 422, code: 'invalid_input' })
  })

  test('knows nothing of a credential that is none', async () => {
    for (const none of [crypto.randomUUID(), 'none']) {
      const answer = await app.request(`/api/credentials/${none}/usage`)
      expect(await readProblem(answer)).toMatchObject({ status: 404, code: 'not_found' })
    }
  })
})
