import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { RegionChoice } from '../../contract/region.ts'
import { intercom } from '../connectors/intercom.ts'
import { Secret } from '../vault/secret.ts'
import { createCheck } from './check.ts'
import type { OutboundRequest, OutboundResult } from './outbound.ts'

const accepted = { kind: 'accepted', checkedAt: '2026-01-02T03:04:05.000Z' }
const serverError = answered(500, { type: 'error.list', request_id: 'r', errors: [{ code: 'server_error' }] })
const unauthorized = answered(401, { type: 'error.list', request_id: 'r', errors: [{ code: 'unauthorized' }] })
const throttled = answered(429, { type: 'error.list', errors: [{ code: 'rate_limit_exceeded' }] })
const broken: OutboundResult = { kind: 'failed', reason: 'broken' }
const timedOut: OutboundResult = { kind: 'failed', reason: 'timeout' }

describe('a check', () => {
  test('asks the region’s host for /me, with the token in its header and the version pinned', async () => {
    const { asked, requests } = await check('eu', [me('Europe')])
    expect(asked).toEqual(['https://eu.test/me'])
    expect(requests[0]).toMatchObject({ method: 'GET', maxBytes: 1_000_000, headers: { 'intercom-version': '2.16' } })
    const authorization = requests[0]?.headers['authorization']
    expect(authorization instanceof Secret && authorization.reveal()).toBe('Bearer a-token')
    expect(JSON.stringify(requests)).not.toContain('a-token')
  })

  test.each<[string, OutboundResult]>([
    ['a 500', serverError],
    ['a 503 of HTML', { kind: 'answered', status: 503, headers: {}, body: '<html>' }],
    ['a 408', answered(408, {})],
    ['a broken connection', broken],
  ])('asks once more after %s, and no more', async (_, failure) => {
    const recovered = await check('us', [failure, me('US')])
    expect(recovered.verdict).toMatchObject({ ...accepted, region: 'us' })
    expect(recovered.asked).toHaveLength(2)

    const failed = await check('us', [failure, failure, me('US')])
    expect(failed.verdict).toMatchObject({ kind: 'unreachable' })
    expect(failed.asked).toHaveLength(2)
  })

  test.each<[string, OutboundResult, string]>([
    ['a 401', unauthorized, 'rejected'],
    ['a 429', throttled, 'throttled'],
    ['a 403', answered(403, { type: 'error.list', errors: [{ code: 'forbidden' }] }), 'restricted'],
    ['a redirect', answered(302, {}), 'unreachable'],
    ['garbage', { kind: 'answered', status: 200, headers: {}, body: '{' }, 'unreachable'],
    ['a time-out', timedOut, 'unreachable'],
    ['an unknown name', { kind: 'failed', reason: 'dns' }, 'unreachable'],
    ['a refused connection', { kind: 'failed', reason: 'refused' }, 'unreachable'],
    ['a bad certificate', { kind: 'failed', reason: 'tls' }, 'unreachable'],
    ['a forbidden address', { kind: 'failed', reason: 'forbidden' }, 'unreachable'],
    ['too large an answer', { kind: 'failed', reason: 'too_large' }, 'unreachable'],
  ])('does not ask again after %s', async (_, result, kind) => {
    const { verdict, asked } = await check('us', [result])
    expect(verdict).toMatchObject({ kind })
    expect(asked).toHaveLength(1)
  })
})

describe('the automatic region', () => {
  test.each<[string, OutboundResult[], RegionChoice, string[]]>([
    ['is us where the account says so', [me('US')], 'us', ['us']],
    ['is eu once the European host accepts', [me('Europe'), me('Europe')], 'eu', ['us', 'eu']],
    ['is au once the Australian host accepts', [me('AU'), me('AU')], 'au', ['us', 'au']],
    ['stays auto where the regional host refuses', [me('Europe'), unauthorized], 'auto', ['us', 'eu']],
    ['stays auto where it fails, asked once', [me('Europe'), serverError], 'auto', ['us', 'eu']],
    ['stays auto where its connection breaks', [me('Europe'), broken], 'auto', ['us', 'eu']],
    ['stays auto where it asks to wait', [me('AU'), throttled], 'auto', ['us', 'au']],
    ['stays auto where it takes too long', [me('AU'), timedOut], 'auto', ['us', 'au']],
    ['stays auto where the account is null', [answered(200, null)], 'auto', ['us']],
    ['stays auto where the account says nothing', [answered(200, {})], 'auto', ['us']],
    ['stays auto where the account says a word nobody knows', [me('Atlantis')], 'auto', ['us']],
    ['is confirmed after a retry, too', [serverError, me('eu'), me('eu')], 'eu', ['us', 'us', 'eu']],
  ])('%s', async (_, results, region, hosts) => {
    const { verdict, asked } = await check('auto', results)
    expect(verdict).toMatchObject({ ...accepted, region })
    expect(asked).toEqual(hosts.map((host) => `https://${host}.test/me`))
  })

  test('keeps the account’s own word, and the account of the first answer', async () => {
    const { verdict } = await check('auto', [me('Atlantis')])
    expect(verdict).toMatchObject({ account: { region: 'Atlantis', workspaceName: 'Northwind', workspaceId: 'abc' } })
  })

  test.each<RegionChoice>(['us', 'eu', 'au'])('is not looked for where a person chose %s', async (region) => {
    const { verdict, asked } = await check(region, [me('Europe')])
    expect(verdict).toMatchObject({ ...accepted, region })
    expect(asked).toEqual([`https://${region}.test/me`])
  })

  test('is said of a restricted token as it was asked', async () => {
    const forbidden = answered(403, { type: 'error.list', errors: [{ code: 'forbidden' }] })
    expect((await check('auto', [forbidden])).verdict).toMatchObject({ kind: 'restricted', region: 'auto' })
    expect((await check('eu', [forbidden])).verdict).toMatchObject({ kind: 'restricted', region: 'eu' })
  })
})

describe('once its time is over, or the asker has gone, a check', () => {
  test('does not retry', async () => {
    const { verdict, asked } = await check('us', [after(60, serverError), me('US')], { deadline: 100 })
    expect(verdict).toMatchObject({ kind: 'unreachable', reason: 'server_error' })
    expect(asked).toHaveLength(1)
  })

  test('sends the confirmation under the same deadline, which is over', async () => {
    const { verdict, requests } = await check('auto', [after(80, me('Europe')), timedOut], { deadline: 50 })
    expect(verdict).toMatchObject({ kind: 'accepted', region: 'auto' })
    expect(new Set(requests.map(({ signal }) => signal)).size).toBe(1)
    expect(requests[0]?.signal.aborted).toBe(true)
  })

  test('ends with the asker’s own signal', async () => {
    const leaving = new AbortController()
    const leave = async () => {
      leaving.abort()
      return broken
    }
    const { asked, requests } = await check('us', [leave, me('US')], { signal: leaving.signal })
    expect(requests[0]?.signal.aborted).toBe(true)
    expect(asked).toHaveLength(1)
  })
})

type Step = OutboundResult | (() => Promise<OutboundResult>)

async function check(
  region: RegionChoice,
  steps: Step[],
  { deadline, signal }: { deadline?: number; signal?: AbortSignal } = {},
) {
  const requests: OutboundRequest[] = []
  const run = createCheck({
    outbound: {
      async request(request) {
        const step = steps[requests.length]
        requests.push(request)
        if (step === undefined) throw new Error('One request too many')
        return typeof step === 'function' ? step() : step
      },
    },
    originOf: (_connector, of) => `https://${of}.test`,
    clock: () => new Date('2026-01-02T03:04:05Z'),
    ...(deadline !== undefined && { deadline }),
  })
  const secret = { accessToken: new Secret('a-token') }
  const verdict = await run({ definition: intercom, secret, region, ...(signal && { signal }) })
  return { verdict, requests, asked: requests.map(({ url }) => url) }
}

function after(milliseconds: number, result: OutboundResult) {
  return () => sleep(milliseconds, result)
}

function me(region: string): OutboundResult {
  return answered(200, { type: 'admin', name: 'Ines', app: { type: 'app', id_code: 'abc', name: 'Northwind', region } })
}

function answered(status: number, body: unknown): OutboundResult {
  return { kind: 'answered', status, headers: {}, body: JSON.stringify(body) }
}
