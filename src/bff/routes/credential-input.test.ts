import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { IDEMPOTENCY_KEY_HEADER } from '../../contract/endpoints.ts'
import { problemSchema } from '../../contract/problem.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import {
  createTestHome,
  freshToken,
  get,
  openTestLatchkey,
  post,
  PUBLIC_URL,
  type TestHome,
} from '../fixture/latchkey.ts'
import type { Latchkey } from '../latchkey.ts'

let sandbox: RunningSandbox
let home: TestHome
let latchkey: Latchkey
beforeAll(async () => {
  sandbox = await createSandbox()
  home = await createTestHome('sqlite', sandbox.origins)
  latchkey = await openTestLatchkey(home)
})
afterAll(async () => {
  await latchkey.close()
  await sandbox.close()
  await home.remove()
})

/** What a check and a save have in common. */
const secretCases: [string, object, string, string][] = [
  ['an unknown connector', { connector: 'zendesk' }, '/connector', 'invalid_value'],
  ['a connector of another type', { connector: ['intercom'] }, '/connector', 'invalid_value'],
  ['no connector', { connector: undefined }, '/connector', 'required'],
  ['an unknown region', { region: 'mars' }, '/region', 'invalid_value'],
  ['a region in capitals', { region: 'EU' }, '/region', 'invalid_value'],
  ['an unknown method', { method: 'password' }, '/method', 'invalid_value'],
  ['an unknown field', { colour: 'blue' }, '/colour', 'unknown_field'],
  ['a field of the prototype’s', { constructor: 'blue' }, '/constructor', 'unknown_field'],
  ['no secret', { secret: undefined }, '/secret', 'required'],
  ['a secret of null', { secret: null }, '/secret', 'invalid_type'],
  ['a secret that is a text', { secret: 'token' }, '/secret', 'invalid_type'],
  ['a secret that is a list', { secret: ['token'] }, '/secret', 'invalid_type'],
  ['a secret without its field', { secret: {} }, '/secret/accessToken', 'required'],
  ['another field of the secret', { secret: { accessToken: 'a', apiKey: 'b' } }, '/secret/apiKey', 'unknown_field'],
  ['a token that is a number', { secret: { accessToken: 1 } }, '/secret/accessToken', 'invalid_type'],
  ['an empty token', withToken(''), '/secret/accessToken', 'required'],
  ['a blank token', withToken(' \n'), '/secret/accessToken', 'required'],
  ['Bearer alone', withToken('Bearer '), '/secret/accessToken', 'required'],
  ['ten thousand characters', withToken('x'.repeat(10_000)), '/secret/accessToken', 'too_long'],
  ['a line break inside', withToken('a\nb'), '/secret/accessToken', 'white_space_inside'],
  ['a tab inside', withToken('a\tb'), '/secret/accessToken', 'white_space_inside'],
  ['a zero-width space inside', withToken('a\u200bb'), '/secret/accessToken', 'not_printable_ascii'],
  ['an emoji inside', withToken('a🙂b'), '/secret/accessToken', 'not_printable_ascii'],
]

describe.each(['/api/credentials', '/api/credentials/check'])('a POST of %s is refused for', (path) => {
  test.each(secretCases)('%s', async (_, change, pointer, code) => {
    const response = await post(latchkey, path, { ...bodyFor(path), ...change })
    await expectInvalid(response, [{ pointer, code }])
  })

  test('an unknown connector and what else is wrong, but not for fields that nobody knows of', async () => {
    const change = { connector: 'zendesk', region: 'mars', secret: { apiKey: 'a' } }
    await expectInvalid(await post(latchkey, path, { ...bodyFor(path), ...change }), [
      { pointer: '/connector', code: 'invalid_value' },
      { pointer: '/region', code: 'invalid_value' },
    ])
  })

  test.each<[string, string, number, string]>([
    ['no JSON', 'name=a', 400, 'malformed_json'],
    ['nothing', '', 400, 'malformed_json'],
    ['half of a JSON', '{"connector":', 400, 'malformed_json'],
    ['a body of 64 kB and more', JSON.stringify({ name: 'x'.repeat(65_536) }), 413, 'too_large'],
    ['a body of 2 MB', JSON.stringify({ name: 'x'.repeat(2_000_000) }), 413, 'too_large'],
  ])('%s', async (_, body, status, code) => {
    await expectProblem(await post(latchkey, path, body), status, code)
  })

  test.each([
    ['an array', '[]'],
    ['null', 'null'],
    ['a text', '"intercom"'],
    ['a number', '1'],
  ])('%s in the place of an object', async (_, body) => {
    await expectInvalid(await post(latchkey, path, body), [{ pointer: '', code: 'invalid_type' }])
  })

  test('bytes that are no UTF-8', async () => {
    const body = Buffer.concat([Buffer.from('{"connector":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')])
    const headers = { 'content-type': 'application/json', 'latchkey-client': 'test', 'idempotency-key': 'utf-8' }
    const response = await latchkey.app.request(new URL(path, PUBLIC_URL), { method: 'POST', headers, body })
    await expectProblem(response, 400, 'malformed_json')
  })

  test('a nest of ten thousand arrays', async () => {
    const nest = '['.repeat(10_000) + ']'.repeat(10_000)
    await expectInvalid(await post(latchkey, path, nest), [{ pointer: '', code: 'invalid_type' }])
    const inside = `{"connector":"intercom","secret":${nest}}`
    await expectProblem(await post(latchkey, path, inside), 422, 'invalid_input')
  })
})

test('a check takes a typed secret alone', async () => {
  const path = '/api/credentials/check'
  const response = await post(latchkey, path, { ...bodyFor(path), method: 'oauth' })
  await expectInvalid(response, [{ pointer: '/method', code: 'invalid_value' }])
})

test('a credential of what the provider gave has no secret of its own, and names where it comes from', async () => {
  const path = '/api/credentials'
  await expectInvalid(await post(latchkey, path, { ...bodyFor(path), method: 'oauth', connector: 'zendesk' }), [
    { pointer: '/connector', code: 'invalid_value' },
    { pointer: '/authorization', code: 'required' },
    { pointer: '/secret', code: 'unknown_field' },
  ])
})

describe('a credential is refused for', () => {
  test.each<[string, object, string, string]>([
    ['no name', { name: undefined }, '/name', 'required'],
    ['an empty name', { name: '' }, '/name', 'required'],
    ['a blank name', { name: ' \u00a0' }, '/name', 'required'],
    ['a name nobody can see', { name: '\u200b\u2060' }, '/name', 'blank'],
    ['a name of 121 characters', { name: 'x'.repeat(121) }, '/name', 'too_long'],
    ['NUL in the name', { name: 'a\0b' }, '/name', 'control_character'],
    ['half a surrogate pair in the name', { name: 'a\ud83d' }, '/name', 'lone_surrogate'],
    ['a name that is a number', { name: 7 }, '/name', 'invalid_type'],
    ['a name of null', { name: null }, '/name', 'invalid_type'],
    ['a description of 1,001 characters', { description: 'x'.repeat(1_001) }, '/description', 'too_long'],
    ['a description nobody can see', { description: '\u200b' }, '/description', 'blank'],
    ['NUL in the description', { description: 'a\0' }, '/description', 'control_character'],
    ['a description of null', { description: null }, '/description', 'invalid_type'],
    ['an acceptance that is a text', { acceptUnverified: 'true' }, '/acceptUnverified', 'invalid_type'],
    ['an acceptance that is a number', { acceptRestricted: 1 }, '/acceptRestricted', 'invalid_type'],
  ])('%s', async (_, change, pointer, code) => {
    const response = await post(latchkey, '/api/credentials', { ...bodyFor('/api/credentials'), ...change })
    await expectInvalid(response, [{ pointer, code }])
  })

  test('everything that is wrong with it, at once', async () => {
    const body = {
      connector: 'intercom',
      name: '',
      description: '\u200b',
      region: 'mars',
      secret: { accessToken: 'a b' },
    }
    await expectInvalid(await post(latchkey, '/api/credentials', body), [
      { pointer: '/region', code: 'invalid_value' },
      { pointer: '/secret/accessToken', code: 'white_space_inside' },
      { pointer: '/name', code: 'required' },
      { pointer: '/description', code: 'blank' },
    ])
  })

  test.each<[string, string, string]>([
    ['an empty key', '', 'idempotency_key_invalid'],
    ['a key of blanks', '"   "', 'idempotency_key_invalid'],
    ['an empty quoted key', '""', 'idempotency_key_invalid'],
    ['a key of 256 characters', 'x'.repeat(256), 'idempotency_key_invalid'],
    ['a key with a tab', 'a\tb', 'idempotency_key_invalid'],
    ['a key beyond ASCII', 'clé', 'idempotency_key_invalid'],
  ])('%s', async (_, key, code) => {
    const body = bodyFor('/api/credentials')
    await expectProblem(await post(latchkey, '/api/credentials', body, { [IDEMPOTENCY_KEY_HEADER]: key }), 400, code)
  })

  test('no key at all', async () => {
    const headers = { 'content-type': 'application/json', 'latchkey-client': 'web' }
    const body = JSON.stringify(bodyFor('/api/credentials'))
    const response = await latchkey.app.request('http://127.0.0.1:4680/api/credentials', {
      method: 'POST',
      headers,
      body,
    })
    await expectProblem(response, 400, 'idempotency_key_missing')
  })

  test('none of these: nothing was asked of the provider, and nothing is stored', async () => {
    expect(sandbox.requests).toEqual([])
    expect(await (await get(latchkey, '/api/credentials')).json()).toMatchObject({ credentials: [], total: 0 })
  })
})

describe('a credential is taken with', () => {
  test.each([
    ['any script', '客户支持 поддержка'],
    ['emoji', '🧑‍🚀 Support'],
    ['right-to-left', 'תמיכה בלקוחות'],
    ['markup', '<script>alert(1)</script>'],
    ['a name of 120 emoji', '🙂'.repeat(120)],
    ['the name __proto__', '__proto__'],
  ])('%s in its name, which comes back as it was', async (_, name) => {
    const response = await post(latchkey, '/api/credentials', { ...bodyFor('/api/credentials'), name })
    expect(response.status).toBe(201)
    expect(await response.json()).toMatchObject({ name, description: '', status: 'verified' })
  })

  test.each(['bare', '"quoted"', 'x'.repeat(255), `"${'y'.repeat(255)}"`, 'with blanks and ~!'])(
    'the key %s',
    async (key) => {
      const body = bodyFor('/api/credentials')
      expect((await post(latchkey, '/api/credentials', body, { [IDEMPOTENCY_KEY_HEADER]: key })).status).toBe(201)
    },
  )

  test('a media type in capitals, and with a charset', async () => {
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' }
    expect((await post(latchkey, '/api/credentials', bodyFor('/api/credentials'), headers)).status).toBe(201)
  })
})

function withToken(accessToken: string) {
  return { secret: { accessToken } }
}

function bodyFor(path: string): Record<string, unknown> {
  const check = { connector: 'intercom', secret: { accessToken: freshToken() } }
  return path.endsWith('check') ? check : { ...check, name: `Support ${crypto.randomUUID()}` }
}

async function expectInvalid(response: Response, errors: { pointer: string; code: string }[]): Promise<void> {
  const problem = await expectProblem(response, 422, 'invalid_input')
  expect(problem.errors?.map(({ pointer, code }) => ({ pointer, code }))).toEqual(errors)
}

async function expectProblem(response: Response, status: number, code: string) {
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const problem = problemSchema.parse(await response.json())
  expect(problem).toMatchObject({ status, code, type: `urn:latchkey:problem:${code}` })
  expect(response.status).toBe(status)
  return problem
}
