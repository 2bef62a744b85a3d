import { beforeEach, expect, test } from 'vitest'
import { type Attempt, type AttemptLimits, createAttemptLimits } from './attempt-limits.ts'

const MINUTE = 60_000
let now = Date.parse('2026-03-04T05:06:07.890Z')
let limits: AttemptLimits
beforeEach(() => {
  limits = createAttemptLimits(() => new Date(now))
})

test('whoever failed thirty times from one address waits until five minutes after the first', () => {
  failOften(29, () => ({ address: '192.0.2.1' }))
  expect(limits.wait(attempt({ address: '192.0.2.1' }))).toBeNull()
  now += MINUTE
  failOften(1, () => ({ address: '192.0.2.1' }))
  expect(limits.wait(attempt({ address: '192.0.2.1' }))).toBe(240)
  now += 4 * MINUTE - 1
  expect(limits.wait(attempt({ address: '192.0.2.1' }))).toBe(1)
  now += 1
  expect(limits.wait(attempt({ address: '192.0.2.1' }))).toBeNull()
})

test('addresses of IPv6 are one where their first half is', () => {
  failOften(30, (index) => ({ address: `2001:db8:1:2:${index}::1` }))
  expect(limits.wait(attempt({ address: '2001:db8:1:2:ffff::1' }))).toBe(300)
  expect(limits.wait(attempt({ address: '2001:db8:1:3::1' }))).toBeNull()
})

test('nobody is kept waiting by the failures of another address, nor at another door', () => {
  failOften(1_000, () => ({ address: '192.0.2.1' }))
  expect(limits.wait(attempt({ address: '192.0.2.2' }))).toBeNull()
  expect(limits.wait(attempt({ address: '192.0.2.1', door: 'hostKey' }))).toBeNull()
  expect(limits.wait(attempt({ address: null }))).toBeNull()
})

test('what failed five times is not looked at again, wherever it comes from', () => {
  const name = crypto.randomUUID()
  failOften(5, (index) => ({ address: `192.0.2.${index}`, name }))
  expect(limits.wait(attempt({ address: '198.51.100.1', name }))).toBe(300)
  expect(limits.wait(attempt({ address: null, name }))).toBe(300)
  expect(limits.wait(attempt({ address: '192.0.2.1' }))).toBeNull()
})

test('what opened from an address goes on doing so, whatever a neighbour there does', () => {
  const name = crypto.randomUUID()
  limits.succeeded(attempt({ address: '192.0.2.1', name }))
  failOften(1_000, () => ({ address: '192.0.2.1' }))
  expect(limits.wait(attempt({ address: '192.0.2.1', name }))).toBeNull()
  expect(limits.wait(attempt({ address: '192.0.2.1' }))).toBe(300)
})

test('a clock that is set back keeps nobody out for longer', () => {
  failOften(30, () => ({ address: '192.0.2.1' }))
  now -= 60 * MINUTE
  expect(limits.wait(attempt({ address: '192.0.2.1' }))).toBeNull()
})

test('ten thousand are remembered, and the oldest of more forgotten', () => {
  failOften(30, () => ({ address: '192.0.2.1', name: null }))
  failOften(9_999, (index) => ({ address: `2001:db8:${index.toString(16)}::1`, name: null }))
  expect(limits.wait(attempt({ address: '192.0.2.1' }))).toBe(300)
  failOften(1, () => ({ address: '192.0.2.2', name: null }))
  expect(limits.wait(attempt({ address: '192.0.2.1' }))).toBeNull()
})

function failOften(times: number, own: (index: number) => Partial<Attempt>): void {
  for (let index = 0; index < times; index += 1) limits.failed(attempt(own(index)))
}

/** With something that nobody showed before. */
function attempt(own: Partial<Attempt>): Attempt {
  return { door: 'proxy', address: '192.0.2.1', name: crypto.randomUUID(), ...own }
}
