import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { makeAccessToken } from './access-token.ts'
import { createIntercomApi } from './intercom-api.ts'
import { CALLS_A_WINDOW, createRateWindows } from './rate-windows.ts'
import { makeSampleTokens } from './sample-tokens.ts'

test('a window starts on the ten seconds of the clock and counts down, a token apart from another', () => {
  const time = { now: 1_487_332_503_200 }
  const { count } = createRateWindows(() => time.now)
  expect(count('one').headers).toEqual(headers(1_667, 1_487_332_510))
  expect(count('one').headers).toEqual(headers(1_666, 1_487_332_510))
  expect(count('other').headers).toEqual(headers(1_667, 1_487_332_510))
  time.now += 6_800
  expect(count('one').headers).toEqual(headers(1_667, 1_487_332_520))
})

test('past its calls a token is answered 429 until the window ends', () => {
  const time = { now: 1_487_332_503_200 }
  const { call } = startApi(time)
  const token = makeAccessToken(randomBytes)
  for (let calls = 0; calls < CALLS_A_WINDOW; calls += 1) expect(call(token)).toMatchObject({ status: 200 })
  const refused = call(token)
  expect(refused).toMatchObject({
    status: 429,
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1487332510' },
    body: expect.stringContaining('Exceeded rate limit of 1667 in 10_seconds'),
  })
  expect(call(makeAccessToken(randomBytes))).toMatchObject({ status: 200 })
  time.now += 10_000
  expect(call(token)).toMatchObject({ status: 200 })
})

test('a sandbox of fewer calls a window says so, in its headers and in its words', () => {
  const { call } = startApi({ now: 1_487_332_503_200 }, 1)
  const token = makeAccessToken(randomBytes)
  expect(call(token)).toMatchObject({ status: 200, headers: { 'x-ratelimit-limit': '1' } })
  expect(call(token)).toMatchObject({
    status: 429,
    headers: { 'x-ratelimit-limit': '1' },
    body: expect.stringContaining('Exceeded rate limit of 1 in 10_seconds'),
  })
})

test('the throttled token always has about ten seconds to wait', () => {
  const { call, samples } = startApi({ now: 1_487_332_509_900 })
  const token = samples.find((sample) => sample.behaviour === 'throttled')?.token ?? ''
  expect(call(token)).toMatchObject({
    status: 429,
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1487332520' },
    body: expect.stringContaining('rate_limit_exceeded'),
  })
})

function headers(remaining: number, reset: number) {
  return {
    'x-ratelimit-limit': '1667',
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
  }
}

function startApi(time: { now: number }, callsAWindow?: number) {
  const samples = makeSampleTokens(randomBytes)
  const api = createIntercomApi({
    samples,
    random: randomBytes,
    clock: () => time.now,
    callsAWindow,
  })
  const call = (token: string) =>
    api({ region: 'us', method: 'GET', url: '/me', authorization: `Bearer ${token}`, version: '2.16' })
  return { call, samples }
}
