import { describe, expect, test } from 'vitest'
import { Secret } from '../vault/secret.ts'
import { intercomUse } from './intercom-use.ts'

const now = Date.parse('2026-01-02T03:04:05Z')
const seconds = now / 1_000

function read(limit: unknown, remaining: unknown, reset: unknown) {
  const headers = { 'x-ratelimit-limit': limit, 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': reset }
  return intercomUse.rateLimit.read(headers as Parameters<typeof intercomUse.rateLimit.read>[0], now)
}

describe('the rate limit’s headers', () => {
  test('tell a window’s calls, those that are left after this one, and its end', () => {
    expect(read('167', '167', String(seconds + 7))).toEqual({ limit: 167, remaining: 166, resetsAt: now + 7_000 })
    expect(read('167', '1', String(seconds + 7))).toMatchObject({ remaining: 0 })
  })

  test('never tell fewer than none, nor more than all', () => {
    expect(read('167', '0', String(seconds + 7))).toMatchObject({ remaining: 0 })
    expect(read('167', '9000', String(seconds + 7))).toMatchObject({ remaining: 166 })
  })

  test.each<[string, unknown, unknown, unknown]>([
    ['are absent', undefined, undefined, undefined],
    ['are empty', '', '', ''],
    ['have nothing in remaining', '167', '', String(seconds + 7)],
    ['are words', 'many', 'some', 'soon'],
    ['are negative', '167', '-1', String(seconds + 7)],
    ['have points', '167.5', '1', String(seconds + 7)],
    ['come twice', ['167', '167'], '1', String(seconds + 7)],
    ['allow nothing', '0', '0', String(seconds + 7)],
    ['allow more than anybody', '1000001', '5', String(seconds + 7)],
    ['end in an hour', '167', '5', String(seconds + 3_600)],
    ['ended long ago', '167', '5', String(seconds - 3_600)],
    ['end in milliseconds', '167', '5', String(now + 7_000)],
  ])('tell nothing where they %s', (_, limit, remaining, reset) => {
    expect(read(limit, remaining, reset)).toBeNull()
  })
})

test('a call is authorised by the bearer token, as a secret', () => {
  const { authorization } = intercomUse.authorize({ accessToken: new Secret('a-token') })
  expect(authorization).toBeInstanceOf(Secret)
  expect(authorization?.reveal()).toBe('Bearer a-token')
  expect(intercomUse.authorize({})).toEqual({})
})
