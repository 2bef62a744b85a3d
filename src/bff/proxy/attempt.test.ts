import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ExchangeListener } from '../provider/exchange.ts'
import type { Outbound } from '../provider/outbound.ts'
import { type AttemptReport, makeAttempt } from './attempt.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const deadlines = { head: 1_000, idle: 2_000, all: 60_000 }

test('a caller that does not read on is no silence of the provider’s, until all has its end', async () => {
  const { provider, told, read } = start()
  provider.onHead(200, {})
  provider.onData(Buffer.from('more than is read'))
  await vi.advanceTimersByTimeAsync(30_000)
  expect(told()).toBe(null)
  read()
  await vi.advanceTimersByTimeAsync(deadlines.idle)
  expect(told()).toMatchObject({ end: { kind: 'broken' } })
})

test('while a body goes out, the answer’s head has its time from each part of it', async () => {
  const { provider, told } = start()
  for (let parts = 0; parts < 10; parts += 1) {
    await vi.advanceTimersByTimeAsync(900)
    provider.onSent(1)
  }
  provider.onRequested()
  await vi.advanceTimersByTimeAsync(900)
  expect(told()).toBe(null)
  await vi.advanceTimersByTimeAsync(100)
  expect(told()).toMatchObject({ end: { kind: 'failed', reason: 'timeout' }, bytesSent: 10, isRequested: true })
})

/** An attempt whose caller reads nothing until it is let. */
function start() {
  const listeners: ExchangeListener[] = []
  const outbound: Pick<Outbound, 'exchange'> = {
    exchange(_request, listener) {
      listeners.push(listener)
      return { pause: () => undefined, resume: () => undefined, abort: () => undefined }
    },
  }
  let read: (() => void) | null = null
  let report: AttemptReport | null = null
  const attempt = makeAttempt(outbound, {
    request: { origin: '', path: '/', method: 'GET', headers: {}, body: null },
    echoGuard: { isIn: () => false, watch: () => ({ pass: (chunk) => chunk, rest: () => Buffer.alloc(0) }) },
    deadlines,
    signal: new AbortController().signal,
    onHead: (status) => ({ status, headers: {}, calls: 1, budget: null }),
    sink: {
      start: () => undefined,
      write(_chunk, onDrain) {
        read = onDrain
        return false
      },
      end: () => undefined,
    },
  })
  void attempt.then((reported) => {
    report = reported
  })
  const [provider] = listeners
  if (!provider) throw new Error('Nothing was asked')
  return { provider, told: () => report, read: () => read?.() }
}
