import { describe, expect, test } from 'vitest'
import type { RegionChoice } from '../../contract/region.ts'
import type { OutboundFailure, OutboundResult } from '../provider/outbound.ts'
import { Secret } from '../vault/secret.ts'
import { intercom } from './intercom.ts'

const now = Date.parse('2026-01-02T03:04:05Z')
const unexpected = { kind: 'unreachable', reason: 'unexpected_answer' }
const serverError = { kind: 'unreachable', reason: 'server_error' }

describe('an error of Intercom’s means', () => {
  const noScope = { kind: 'restricted', reason: 'scope', missing: ['read_single_admin'] }
  test.each<[number, string, object]>([
    [401, 'unauthorized', { kind: 'rejected', reason: 'invalid' }],
    [401, 'token_not_found', { kind: 'rejected', reason: 'invalid' }],
    [401, 'token_revoked', { kind: 'rejected', reason: 'revoked' }],
    [401, 'token_blocked', { kind: 'rejected', reason: 'revoked' }],
    [401, 'token_expired', { kind: 'rejected', reason: 'revoked' }],
    [401, 'token_suspended', { kind: 'rejected', reason: 'suspended' }],
    [401, 'token_unauthorized', { kind: 'restricted', reason: 'token_unauthorized' }],
    [402, 'api_plan_restricted', { kind: 'restricted', reason: 'plan' }],
    [403, 'api_plan_restricted', { kind: 'restricted', reason: 'plan' }],
    [403, 'forbidden', noScope],
    [403, 'action_forbidden', noScope],
    [400, 'intercom_version_invalid', unexpected],
    [408, 'server_error', serverError],
    [500, 'server_error', serverError],
    [503, 'unauthorized', serverError],
    [401, 'a_code_of_tomorrow', unexpected],
    [401, 'toString', unexpected],
    [403, 'unauthorized', unexpected],
    [404, 'token_not_found', unexpected],
    [200, 'unauthorized', unexpected],
  ])('%i %s: what the table says', (status, code, judgement) => {
    expect(judge(errorList(status, code))).toEqual({ ...judgement, requestId: 'request-1' })
  })

  test('by its first code, whatever follows', () => {
    const body = { type: 'error.list', errors: [{ code: 'token_revoked' }, { code: 'unauthorized' }] }
    expect(judge(answered(401, body))).toEqual({ kind: 'rejected', reason: 'revoked' })
  })

  test.each<RegionChoice>(['eu', 'au'])(
    'of the host of %s that the token is invalid, or of another region',
    (asked) => {
      const reasonOf = (code: string) => judge(errorList(401, code), asked)
      expect(reasonOf('unauthorized')).toMatchObject({ kind: 'rejected', reason: 'invalid_or_other_region' })
      expect(reasonOf('token_not_found')).toMatchObject({ kind: 'rejected', reason: 'invalid_or_other_region' })
      expect(reasonOf('token_revoked')).toMatchObject({ kind: 'rejected', reason: 'revoked' })
    },
  )

  test.each<RegionChoice>(['us', 'auto'])('of the default host (%s) that the token is invalid', (asked) => {
    expect(judge(errorList(401, 'unauthorized'), asked)).toMatchObject({ kind: 'rejected', reason: 'invalid' })
  })
})

describe('S29 what is not an error of Intercom’s says nothing against a token:', () => {
  const bodies: [string, string][] = [
    ['HTML', '<html><body><h1>403 Forbidden</h1></body></html>'],
    ['nothing', ''],
    ['half of a JSON', '{"type":"error.list","errors":[{"code":"unauthorized"'],
    ['an array', '[{"code":"unauthorized"}]'],
    ['null', 'null'],
    ['a text', '"unauthorized"'],
    ['a number', '401'],
    ['an object of another type', '{"type":"error","errors":[{"code":"unauthorized"}]}'],
    ['a list without errors', '{"type":"error.list","errors":[]}'],
    ['errors that are none', '{"type":"error.list","errors":"unauthorized"}'],
    ['a code that is none', '{"type":"error.list","errors":[{"code":401}]}'],
    ['OAuth’s form', '{"error":"invalid_token"}'],
  ]
  const statuses = [301, 302, 400, 401, 402, 403, 404, 405, 407, 418, 451]

  test.each(bodies)('%s', (_, body) => {
    for (const status of statuses) {
      expect(judge({ kind: 'answered', status, headers: {}, body }), String(status)).toEqual(unexpected)
    }
    for (const status of [408, 500, 502, 503, 504, 529]) {
      expect(judge({ kind: 'answered', status, headers: {}, body }), String(status)).toEqual(serverError)
    }
    expect(judge({ kind: 'answered', status: 429, headers: {}, body })).toMatchObject({ kind: 'throttled' })
  })

  test.each<[OutboundFailure['reason'], string]>([
    ['dns', 'dns'],
    ['refused', 'refused'],
    ['forbidden', 'refused'],
    ['tls', 'tls'],
    ['timeout', 'timeout'],
    ['broken', 'unexpected_answer'],
    ['too_large', 'unexpected_answer'],
  ])('a way that ended in %s', (reason, told) => {
    expect(judge({ kind: 'failed', reason })).toEqual({ kind: 'unreachable', reason: told })
  })
})

describe('a 200', () => {
  const nobody = { workspaceName: null, workspaceId: null, region: null, adminName: null, adminEmail: null }

  test('says whose token it is', () => {
    const app = { type: 'app', id_code: 'abc', name: 'Northwind [Test]', region: 'Europe', timezone: 'Europe/Dublin' }
    const me = { type: 'admin', id: '1', name: 'Ines', email: 'ines@northwind.example', app }
    expect(judge(answered(200, me))).toEqual({
      kind: 'accepted',
      account: {
        workspaceName: 'Northwind [Test]',
        workspaceId: 'abc',
        region: 'Europe',
        adminName: 'Ines',
        adminEmail: 'ines@northwind.example',
      },
    })
  })

  test.each<[string, unknown, object | null]>([
    ['null', null, null],
    ['an empty object', {}, null],
    ['null in every place', { type: 'admin', name: null, email: null, app: null }, null],
    ['other types in every place', { name: 1, email: [], app: 'Northwind' }, null],
    ['other types inside the app', { app: { id_code: 7, name: {}, region: false } }, null],
    [
      'a part',
      { name: 'Ines', app: { name: 'Northwind' } },
      { ...nobody, workspaceName: 'Northwind', adminName: 'Ines' },
    ],
  ])('of %s is an acceptance that says less', (_, body, account) => {
    expect(judge(answered(200, body))).toEqual({ kind: 'accepted', account })
  })

  test.each([
    ['an array', '[]'],
    ['a text', '"ok"'],
    ['a number', '1'],
    ['true', 'true'],
    ['nothing', ''],
    ['HTML', '<html>Sign in to the network</html>'],
    ['half of a JSON', '{"type":"admin","id":'],
    ['another kind of object', '{"type":"contact","name":"Ines"}'],
    ['a list of errors', '{"type":"error.list","errors":[]}'],
  ])('of %s is none of Intercom’s', (_, body) => {
    expect(judge({ kind: 'answered', status: 200, headers: {}, body })).toEqual(unexpected)
  })

  test.each([
    ['US', 'us'],
    ['us', 'us'],
    [' Europe ', 'eu'],
    ['EU', 'eu'],
    ['AU', 'au'],
    ['Australia', 'au'],
    ['Atlantis', null],
    ['constructor', null],
    ['__proto__', null],
    ['', null],
    [null, null],
  ])('of a workspace in %j: the region is %j', (region, known) => {
    expect(intercom.check.regionOf({ ...nobody, region })).toBe(known)
  })
})

describe('the request id', () => {
  test.each([
    ['a UUID', '0b8ae0c3-5f4e-4d8c-9c1a-0d9a6b3f0c11'],
    ['twenty characters that are no UUID', '0013lsg2a4u8q9vk2f30'],
  ])('is kept: %s', (_, id) => {
    expect(judge(errorList(401, 'unauthorized', id))).toHaveProperty('requestId', id)
    expect(judge(errorList(500, 'server_error', id))).toHaveProperty('requestId', id)
    expect(judge(errorList(429, 'rate_limit_exceeded', id))).toHaveProperty('requestId', id)
  })

  test('is the header’s where the body has none', () => {
    const headers = { 'x-request-id': 'from-a-header' }
    expect(judge({ kind: 'answered', status: 502, headers, body: '<html>' })).toHaveProperty(
      'requestId',
      'from-a-header',
    )
  })

  test.each<[string, unknown]>([
    ['null', null],
    ['a number', 7],
    ['empty', ''],
    ['far too long', 'x'.repeat(101)],
    ['of more than one line', 'a\nb'],
    ['of markup with blanks', '<b >'],
    ['of no ASCII', '🙂'],
  ])('is left out where it is %s', (_, id) => {
    const judgement = judge(answered(401, { type: 'error.list', request_id: id, errors: [{ code: 'unauthorized' }] }))
    expect(judgement).toEqual({ kind: 'rejected', reason: 'invalid' })
  })
})

describe('a 429 asks to wait', () => {
  const inSeconds = (seconds: number) => String(now / 1_000 + seconds)
  const aWindow = new Date(now + 10_000).toISOString()

  test('until X-RateLimit-Reset', () => {
    expect(judge(throttled(inSeconds(7)))).toEqual({ kind: 'throttled', retryAt: new Date(now + 7_000).toISOString() })
  })

  test.each([
    ['absent', undefined],
    ['past', inSeconds(-1)],
    ['now', inSeconds(0)],
    ['a day away', inSeconds(86_400)],
    ['in milliseconds', String(now + 7_000)],
    ['no number', 'soon'],
    ['empty', ''],
    ['beyond any time', '1e300'],
  ])('for a window where that is %s', (_, reset) => {
    expect(judge(throttled(reset))).toEqual({ kind: 'throttled', retryAt: aWindow })
  })
})

test('the secret’s field is tidied into a Secret, and nothing else is taken', () => {
  const parsed = intercom.secretSchema.parse({ accessToken: ' Bearer a-token\n' })
  expect(parsed.accessToken).toBeInstanceOf(Secret)
  expect(parsed.accessToken.reveal()).toBe('a-token')
  expect(intercom.secretSchema.safeParse({ accessToken: 'a-token', other: 'b' }).success).toBe(false)
  expect(intercom.secretSchema.safeParse({}).success).toBe(false)
})

function judge(result: OutboundResult, asked: RegionChoice = 'us') {
  return intercom.check.judge(result, asked, now)
}

function errorList(status: number, code: string, requestId = 'request-1'): OutboundResult {
  return answered(status, {
    type: 'error.list',
    request_id: requestId,
    errors: [{ code, message: 'Access Token Invalid' }],
  })
}

function throttled(reset: string | undefined): OutboundResult {
  return { kind: 'answered', status: 429, headers: reset === undefined ? {} : { 'x-ratelimit-reset': reset }, body: '' }
}

function answered(status: number, body: unknown): OutboundResult {
  return { kind: 'answered', status, headers: {}, body: JSON.stringify(body) }
}
