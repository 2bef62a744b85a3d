import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { WebhookTarget } from '../config.ts'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { startWebhookReceiver } from '../fixture/webhook-receiver.ts'
import { createVirtualTime, type VirtualTime } from '../fixture/virtual-time.ts'
import { createLog } from '../log.ts'
import { createOutbound, type Outbound, type OutboundRequest, type OutboundResult } from '../provider/outbound.ts'
import { openStore, type Store } from '../store/database.ts'
import { createLeases } from '../store/leases.ts'
import { addWebhookDelivery } from '../store/webhook-deliveries.ts'
import { Secret } from '../vault/secret.ts'
import { deliverWebhooks, RETRIES } from './deliver-webhooks.ts'

const SECOND = 1_000
const DAY = 24 * 60 * 60 * SECOND

let home: TestHome
let store: Store
let time: VirtualTime
const lines: string[] = []
const outcomes: string[] = []
const ends: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  home = await createTestHome('sqlite')
  store = await openStore(home.config.store)
  time = createVirtualTime(1, Date.now())
})
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
  lines.length = 0
  outcomes.length = 0
  await store.database.destroy()
  await home.remove()
})

test('a receiver gets each message once, posted as it was written, with a signature that the library verifies', async () => {
  const receiver = await startWebhookReceiver()
  const { received, target } = receiver
  const outbound = createOutbound({ origins: [], operatorOrigins: [target.url.origin] })
  ends.push(outbound.close, receiver.close)

  const payload = JSON.stringify({ type: 'credential.failed', data: { name: 'Zoë’s 🗝' } })
  const [first] = await add(payload, '{}')
  start(outbound, target)
  await expect.poll(async () => (await waiting()).length).toBe(0)
  expect(received.map(({ body }) => body)).toEqual([payload, '{}'])
  const [message] = received
  const secret = target.secret.reveal()
  expect(message?.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': `msg_${first}` })
  expect(new Webhook(secret).verify(message?.body ?? '', message?.headers ?? {})).toEqual(JSON.parse(payload))
  expect(() => new Webhook(randomBytes(32).toString('base64')).verify(payload, message?.headers ?? {})).toThrow(
    'No matching signature',
  )
  expect(JSON.stringify(received)).not.toContain(secret.slice(6))
})

describe('what a receiver answers', () => {
  test.each([200, 201, 204, 299])('%i: the message is delivered', async (status) => {
    await add('{}')
    const { requests } = startWith(() => answered(status))
    await time.advance(SECOND)
    time.leap(DAY)
    await time.advance(SECOND)
    expect(requests).toHaveLength(1)
    expect(await waiting()).toEqual([])
    expect(lines).toEqual([])
  })

  test.each<[string, OutboundResult]>([
    ['a redirect', answered(302)],
    ['a 400', answered(400)],
    ['a 500', answered(500)],
    ['nothing in time', { kind: 'failed', reason: 'timeout' }],
    ['nothing: its name is unknown', { kind: 'failed', reason: 'dns' }],
  ])(
    '%s: the message is sent again, under the same id, signed anew, at growing pauses, and given up in the end',
    async (_, result) => {
      const outcome = result.kind === 'answered' ? result.status : result.reason
      const [id] = await add('{}')
      const { requests, at } = startWith(() => result)
      await time.advance(SECOND)
      for (const pause of RETRIES) {
        time.leap(Math.max(0, pause - 10 * SECOND))
        await time.advance(2 * SECOND)
        time.leap(pause / 20)
        await time.advance(10 * SECOND)
      }
      time.leap(5 * DAY)
      await time.advance(SECOND)
      const late = at.slice(1).map((each, index) => each - (at[index] ?? 0) - (RETRIES[index] ?? 0) * 1.05)
      expect(late, 'milliseconds after each pause and half of its jitter').toHaveLength(RETRIES.length)
      expect(Math.min(...late)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...late)).toBeLessThan(10 * SECOND)
      expect(new Set(requests.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([`msg_${id}`]))
      expect(requests.map(({ headers }) => Number(headers['webhook-timestamp']))).toEqual(
        at.map((each) => Math.floor(each / SECOND)),
      )
      expect(new Set(requests.map(({ headers }) => headers['webhook-signature'])).size).toBe(requests.length)
      expect(await waiting()).toEqual([])
      const logged = lines.map((line) => JSON.parse(line) as unknown)
      expect(logged).toMatchObject([
        ...RETRIES.map((__, index) => ({
          msg: 'webhook message put off',
          messageId: id,
          attempts: index + 1,
          outcome,
        })),
        { msg: 'webhook message dropped', messageId: id, attempts: 10, outcome },
      ])
    },
  )

  test('410: it wants no more of this message, which is dropped with a word in the log', async () => {
    await add('{}')
    const { requests } = startWith(() => answered(410))
    await time.advance(SECOND)
    time.leap(DAY)
    await time.advance(SECOND)
    expect(requests).toHaveLength(1)
    expect(await waiting()).toEqual([])
    expect(outcomes).toEqual(['dropped'])
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'webhook message dropped', outcome: 410, attempts: 1 })
  })
})

test('messages go out in the order of their making, and one that fails keeps no other from going', async () => {
  await add('"one"', '"two"', '"three"')
  let isFirst = true
  const { requests } = startWith(() => {
    const status = isFirst ? 503 : 200
    isFirst = false
    return answered(status)
  })
  await time.advance(SECOND)
  expect(requests.map(({ body }) => body)).toEqual(['"one"', '"two"', '"three"'])
  expect(outcomes).toEqual(['put_off', 'taken', 'taken'])
  await time.advance(10 * SECOND)
  expect(requests.map(({ body }) => body).slice(3)).toEqual(['"one"'])
})

test('an end in the middle of an attempt is prompt and counts for none', async () => {
  const [id] = await add('{}')
  const { stop } = startWith(
    ({ signal }) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve({ kind: 'failed', reason: 'timeout' }), { once: true })
      }),
  )
  await time.advance(SECOND)
  await stop()
  expect(await waiting()).toEqual([{ id, attempts: 0 }])
  expect(await store.database.selectFrom('lease').selectAll().execute()).toEqual([])
})

test('of two processes one sends', async () => {
  time = createVirtualTime(2, Date.now())
  await add('1', '2', '3', '4')
  const [one, other] = [startWith(() => answered(200), 'one'), startWith(() => answered(200), 'other')]
  await time.advance(10 * SECOND)
  expect(new Set([one.requests.length, other.requests.length])).toEqual(new Set([0, 4]))
})

function startWith(answer: (request: OutboundRequest) => OutboundResult | Promise<OutboundResult>, holder = 'this') {
  const requests: OutboundRequest[] = []
  const at: number[] = []
  const secret = new Secret(randomBytes(32).toString('base64'))
  const target = { url: new URL('https://hooks.test/latchkey'), secret }
  const outbound: Pick<Outbound, 'request'> = {
    request(request) {
      requests.push(request)
      at.push(time.clock().getTime())
      return Promise.resolve(answer(request))
    },
  }
  return { requests, at, stop: start(outbound, target, holder) }
}

function start(outbound: Pick<Outbound, 'request'>, webhook: WebhookTarget, holder = 'this'): () => Promise<void> {
  const { clock, wait } = time
  const stopping = new AbortController()
  const running = deliverWebhooks(
    {
      store,
      outbound,
      webhook,
      leases: createLeases(store, clock),
      holder,
      clock,
      wait,
      random: () => 0.5,
      metrics: { delivered: (outcome) => void outcomes.push(outcome) },
      log: createLog('warn', { write: (line) => void lines.push(line) }),
    },
    stopping.signal,
  )
  async function stop(): Promise<void> {
    stopping.abort()
    await running
  }
  ends.unshift(stop)
  return stop
}

async function add(...payloads: string[]): Promise<string[]> {
  const ids = payloads.map(() => crypto.randomUUID()).toSorted()
  const dueAt = time.clock().toISOString()
  await store.write(async (transaction) => {
    // Written the other way round: the order is that of their making.
    for (const [index, id] of [...ids.entries()].toReversed()) {
      await addWebhookDelivery(transaction, { id, payload: payloads[index] ?? '', dueAt })
    }
  })
  return ids
}

async function waiting() {
  return store.database.selectFrom('webhook_delivery').select(['id', 'attempts']).execute()
}

function answered(status: number): OutboundResult {
  return { kind: 'answered', status, headers: {}, body: '' }
}
