import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { problemSchema } from '../../contract/problem.ts'
import {
  createTestHome,
  freshToken,
  get,
  openTestLatchkey,
  post,
  readProblem,
  type TestHome,
} from '../fixture/latchkey.ts'
import { storeCredentials } from '../fixture/stored-credentials.ts'
import type { Latchkey } from '../latchkey.ts'

let home: TestHome
let latchkey: Latchkey
let credentialId: string
beforeAll(async () => {
  home = await createTestHome('sqlite')
  latchkey = await openTestLatchkey(home)
  const [credential] = await storeCredentials(home, { name: 'Support' })
  credentialId = credential?.id ?? ''
})
afterAll(async () => {
  await latchkey.close()
  await home.remove()
})

describe('a resource is refused for', () => {
  test.each<[string, object, string, string]>([
    ['no kind', { kind: undefined }, '/kind', 'required'],
    ['an unknown kind', { kind: 'sink' }, '/kind', 'invalid_value'],
    ['no connector', { connector: undefined }, '/connector', 'required'],
    ['a connector of another type', { connector: 1 }, '/connector', 'invalid_type'],
    ['an unknown connector', { connector: 'zendesk' }, '/connector', 'invalid_value'],
    ['no credential', { credentialId: undefined }, '/credentialId', 'required'],
    ['a credential’s id that is none', { credentialId: '7' }, '/credentialId', 'invalid_value'],
    ['a credential that is not there', { credentialId: crypto.randomUUID() }, '/credentialId', 'invalid_value'],
    ['no name', { name: undefined }, '/name', 'required'],
    ['a blank name', { name: ' ' }, '/name', 'required'],
    ['a name nobody can see', { name: '\u200b' }, '/name', 'blank'],
    ['a name of 121 characters', { name: 'x'.repeat(121) }, '/name', 'too_long'],
    ['NUL in the name', { name: '\0a' }, '/name', 'control_character'],
    ['an unknown region', { region: 'mars' }, '/region', 'invalid_value'],
    ['a region that is none yet', { region: 'auto' }, '/region', 'invalid_value'],
    ['an unknown field', { colour: 'blue' }, '/colour', 'unknown_field'],
  ])('%s', async (_, change, pointer, code) => {
    const response = await post(latchkey, '/api/resources', { ...bodyOf(), ...change })
    await expectInvalid(response, pointer, code)
  })

  test.each([
    ['an array', '[]'],
    ['null', 'null'],
  ])('%s in the place of an object', async (_, body) => {
    await expectInvalid(await post(latchkey, '/api/resources', body), '', 'invalid_type')
  })

  test('no JSON, and 2 MB', async () => {
    expect((await post(latchkey, '/api/resources', '{')).status).toBe(400)
    expect((await post(latchkey, '/api/resources', 'x'.repeat(2_000_000))).status).toBe(413)
  })

  test.each<[string, object, string, string]>([
    ['without a path', { path: undefined }, '/path', 'required'],
    ['with an empty path', { path: '' }, '/path', 'required'],
    ['with a path that begins with none', { path: 'contacts' }, '/path', 'invalid_value'],
    ['with a path that is a URL', { path: 'https://example.com/contacts' }, '/path', 'invalid_value'],
    ['with a path that is another host', { path: '//example.com/contacts' }, '/path', 'invalid_value'],
    ['with a path that nobody allows', { path: '/ip_allowlist' }, '/path', 'invalid_value'],
    ['with a path that begins like another', { path: '/contactsearch' }, '/path', 'invalid_value'],
    ['with a path that climbs', { path: '/contacts/../ip_allowlist' }, '/path', 'invalid_value'],
    ['with a path that climbs unseen', { path: '/contacts/%2e%2e/ip_allowlist' }, '/path', 'invalid_value'],
    ['with a query in the path', { path: '/contacts?per_page=1' }, '/path', 'invalid_value'],
    ['with a path far too long', { path: `/contacts/${'x'.repeat(1_000)}` }, '/path', 'too_long'],
    ['of a template that is not there', { template: 'create-contact' }, '/template', 'invalid_value'],
    ['with a parameter without a name', { query: [{ name: '', value: '1' }] }, '/query/0/name', 'required'],
    ['with half of a character', { query: [{ name: 'a', value: '\ud800' }] }, '/query/0/value', 'lone_surrogate'],
    [
      'with 51 parameters',
      { query: Array.from({ length: 51 }, () => ({ name: 'a', value: '' })) },
      '/query',
      'out_of_range',
    ],
    ['with a header of two lines', headersOf('accept', 'a\r\nb: c'), '/headers/0/value', 'not_printable_ascii'],
    ['with a header that is none', headersOf('a b', 'c'), '/headers/0/name', 'invalid_value'],
    ['with an authorization of its own', headersOf('Authorization', 'Basic x'), '/headers/0/name', 'invalid_value'],
    ['with a cookie', headersOf('COOKIE', 'a=b'), '/headers/0/name', 'invalid_value'],
    ['with a host', headersOf('host', 'example.com'), '/headers/0/name', 'invalid_value'],
    ['with a length', headersOf('Content-Length', '0'), '/headers/0/name', 'invalid_value'],
    ['with a header nobody knows', headersOf('x-forwarded-for', '::1'), '/headers/0/name', 'invalid_value'],
    ['with a field nobody knows', { colour: 'blue' }, '/colour', 'unknown_field'],
    ['with a method, which a source has not', { method: 'POST' }, '/method', 'unknown_field'],
  ])('a source’s configuration %s', async (_, own, pointer, code) => {
    const configuration = { template: null, path: '/contacts', query: [], headers: [], ...own }
    const response = await post(latchkey, '/api/resources', { ...bodyOf(), configuration })
    await expectInvalid(response, `/configuration${pointer}`, code)
  })

  test.each<[string, object, string, string]>([
    ['without a method', { method: undefined }, '/method', 'required'],
    ['that reads', { method: 'GET' }, '/method', 'invalid_value'],
    ['with a method that the path has not', { method: 'PATCH' }, '/method', 'invalid_value'],
    ['with a method in small letters', { method: 'post' }, '/method', 'invalid_value'],
    ['of a source’s template', { template: 'contacts' }, '/template', 'invalid_value'],
    ['without a content type', { contentType: undefined }, '/contentType', 'required'],
    ['with another content type', { contentType: 'text/csv' }, '/contentType', 'invalid_value'],
    ['with a sample that is no JSON', { sample: '{"name":' }, '/sample', 'invalid_value'],
    ['with a sample far too long', { sample: `"${'x'.repeat(48_000)}"` }, '/sample', 'too_long'],
  ])('a destination’s configuration %s', async (_, own, pointer, code) => {
    const response = await post(latchkey, '/api/resources', { ...bodyOf(), ...destinationOf(own) })
    await expectInvalid(response, `/configuration${pointer}`, code)
  })

  const token = freshToken()
  test.each<[string, object, string]>([
    ['a path', { path: `/contacts/%64${token.slice(1, -1)}` }, '/path'],
    ['a parameter', { query: [{ name: 'a', value: `x ${token}` }] }, '/query/0/value'],
    ['a parameter’s name', { query: [{ name: token, value: '' }] }, '/query/0/name'],
    ['a header', headersOf('accept', `Bearer ${token}`), '/headers/0/value'],
    ['a sample', { sample: JSON.stringify({ deep: [token] }) }, '/sample'],
    ['a sample, escaped', { sample: `{"token":"\\u0064${token.slice(1)}"}` }, '/sample'],
  ])('S1 a token in %s, where it would rest unsealed', async (_, own, pointer) => {
    const response = await post(latchkey, '/api/resources', { ...bodyOf(), ...destinationOf(own) })
    expect(await response.clone().text()).not.toContain(token.slice(0, 30))
    await expectInvalid(response, `/configuration${pointer}`, 'invalid_value')
  })

  test('braces that nobody filled in, which it says', async () => {
    const response = await post(latchkey, '/api/resources', {
      ...bodyOf(),
      ...destinationOf({ method: 'PUT', path: '/contacts/{contact_id}' }),
    })
    const detail = 'What stands in braces has to be filled in.'
    expect((await readProblem(response)).errors).toMatchObject([{ pointer: '/configuration/path', detail }])
  })

  test('everything at once, each at its place', async () => {
    const own = { ...headersOf('cookie', 'a'), method: 'PATCH', contentType: 'text/csv', template: 'none' }
    const response = await post(latchkey, '/api/resources', { ...bodyOf(), ...destinationOf(own) })
    const pointers = (await readProblem(response)).errors?.map(({ pointer }) => pointer.slice('/configuration'.length))
    expect(pointers).toEqual(['/template', '/method', '/headers/0/name', '/contentType'])
  })

  test('none of these: nothing is there', async () => {
    expect(await (await get(latchkey, '/api/resources')).json()).toEqual({ resources: [], nextCursor: null })
  })
})

describe.each(['/api/credentials', '/api/resources'])('the query of %s is refused for', (path) => {
  test.each<[string, string, string, string]>([
    ['a limit of none', 'limit=0', '/limit', 'out_of_range'],
    ['a limit of 101', 'limit=101', '/limit', 'out_of_range'],
    ['a limit far out', 'limit=9999999999999999999999', '/limit', 'invalid_value'],
    ['a limit that is no number', 'limit=abc', '/limit', 'invalid_value'],
    ['a limit with a sign', 'limit=-1', '/limit', 'invalid_value'],
    ['a limit with a fraction', 'limit=1.5', '/limit', 'invalid_value'],
    ['an empty limit', 'limit=', '/limit', 'invalid_value'],
    ['two limits', 'limit=1&limit=2', '/limit', 'invalid_type'],
    ['a cursor that no page gave', 'cursor=nonsense', '/cursor', 'invalid_value'],
    ['an empty cursor', 'cursor=', '/cursor', 'invalid_value'],
    ['a cursor of another form', `cursor=${toBase64({ a: 1 })}`, '/cursor', 'invalid_value'],
    ['a cursor of other types', `cursor=${toBase64([1, null])}`, '/cursor', 'invalid_value'],
    ['a cursor far too long', `cursor=${'x'.repeat(1_001)}`, '/cursor', 'too_long'],
    ['an unknown parameter', 'colour=blue', '/colour', 'unknown_field'],
    ['__proto__', '__proto__=1', '/__proto__', 'unknown_field'],
  ])('%s', async (_, query, pointer, code) => {
    await expectInvalid(await get(latchkey, `${path}?${query}`), pointer, code)
  })

  test('nothing within its range', async () => {
    for (const query of ['limit=1', 'limit=100', '']) expect((await get(latchkey, `${path}?${query}`)).status).toBe(200)
  })
})

describe('a query is refused for', () => {
  test.each([
    ['/api/credentials?status=fine', '/status', 'invalid_value'],
    ['/api/credentials?region=mars', '/region', 'invalid_value'],
    ['/api/credentials?sort=owner', '/sort', 'invalid_value'],
    [`/api/credentials?q=${'x'.repeat(201)}`, '/q', 'too_long'],
    ['/api/credentials?q=a%00b', '/q', 'control_character'],
    ['/api/resources?kind=sink', '/kind', 'invalid_value'],
    ['/api/resources?credential=7', '/credential', 'invalid_value'],
  ])('%s', async (path, pointer, code) => {
    await expectInvalid(await get(latchkey, path), pointer, code)
  })

  test.each(['%ED%A0%80', '%F0%9F%99%82', '%25', '_', "'%20or%201=1--", '%5C'])(
    'no text to look for: q=%s finds what has it, or nothing',
    async (q) => {
      const response = await get(latchkey, `/api/credentials?q=${q}`)
      expect(response.status).toBe(200)
      expect(await response.json()).toMatchObject({ credentials: [], total: 0 })
    },
  )
})

function headersOf(name: string, value: string): object {
  return { headers: [{ name, value }] }
}

function destinationOf(own: object): object {
  const path = '/contacts'
  const sample = '{"name":"Ada"}'
  const usual = {
    template: null,
    method: 'POST',
    path,
    query: [],
    headers: [],
    contentType: 'application/json',
    sample,
  }
  return { kind: 'destination', configuration: { ...usual, ...own } }
}

function bodyOf() {
  return { kind: 'source', connector: 'intercom', credentialId, name: 'Conversations' }
}

function toBase64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

async function expectInvalid(response: Response, pointer: string, code: string): Promise<void> {
  expect(response.status).toBe(422)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const problem = problemSchema.parse(await response.json())
  expect(problem.code).toBe('invalid_input')
  expect(problem.errors).toHaveLength(1)
  expect(problem.errors?.[0]).toMatchObject({ pointer, code })
}
