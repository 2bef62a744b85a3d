import { beforeEach, describe, expect, test } from 'vitest'
import type { Verdict } from '../../contract/verdict.ts'
import { type AskedSecret, createRecentVerdicts, type RecentVerdicts } from './recent-verdicts.ts'

const secret: AskedSecret = { secretHash: 'a', region: 'auto' }
let now: number
let recent: RecentVerdicts
beforeEach(() => {
  now = Date.parse('2026-03-01T12:00:00.000Z')
  recent = createRecentVerdicts(() => new Date(now))
})

describe('an accepted verdict', () => {
  test('is handed out once', () => {
    const verdict = accept()
    recent.keep(secret, verdict)
    expect(recent.take(secret)).toEqual(verdict)
    expect(recent.take(secret)).toBeNull()
  })

  test.each([
    [59_999, true],
    [60_000, false],
  ])('is %i milliseconds later still one: %s', (later, isOne) => {
    recent.keep(secret, accept())
    now += later
    expect(recent.take(secret) !== null).toBe(isOne)
  })

  test('does not last longer for being kept again', () => {
    const verdict = accept()
    recent.keep(secret, verdict)
    now += 59_000
    recent.keep(secret, verdict)
    now += 1_000
    expect(recent.take(secret)).toBeNull()
  })

  test('says nothing of another secret, nor of another region', () => {
    const verdict = accept()
    recent.keep(secret, verdict)
    expect(recent.take({ ...secret, secretHash: 'b' })).toBeNull()
    expect(recent.take({ ...secret, region: 'us' })).toBeNull()
    expect(recent.take(secret)).toEqual(verdict)
  })

  test('is forgotten when the same secret is not accepted any more, wherever it was asked', () => {
    recent.keep(secret, accept())
    recent.keep({ ...secret, region: 'eu' }, { kind: 'rejected', reason: 'revoked', checkedAt: checkedAt() })
    expect(recent.take(secret)).toBeNull()
  })
})

test.each<Verdict>([
  { kind: 'rejected', reason: 'invalid', checkedAt: '2026-03-01T12:00:00.000Z' },
  { kind: 'restricted', reason: 'scope', region: 'us', checkedAt: '2026-03-01T12:00:00.000Z' },
  { kind: 'throttled', retryAt: '2026-03-01T12:00:09.000Z', checkedAt: '2026-03-01T12:00:00.000Z' },
  { kind: 'unreachable', reason: 'timeout', checkedAt: '2026-03-01T12:00:00.000Z' },
])('$kind is not kept', (verdict) => {
  recent.keep(secret, verdict)
  expect(recent.take(secret)).toBeNull()
})

test('there are a thousand at most: the oldest gives way', () => {
  for (let index = 0; index <= 1_000; index += 1) recent.keep({ ...secret, secretHash: String(index) }, accept())
  expect(recent.take({ ...secret, secretHash: '0' })).toBeNull()
  expect(recent.take({ ...secret, secretHash: '1' })).not.toBeNull()
})

function accept(): Verdict {
  return { kind: 'accepted', account: null, region: 'us', checkedAt: checkedAt() }
}

function checkedAt(): string {
  return new Date(now).toISOString()
}
