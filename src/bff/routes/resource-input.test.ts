import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { problemSchema } from '../../contract/problem.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import { createTestHome, freshToken, get, openTestLatchkey, post, type TestHome } from '../fixture/latchkey.ts'
import type { Latchkey } from '../latchkey.ts'

let sandbox: RunningSandbox
let home: TestHome
let latchkey: Latchkey
let credentialId: string
beforeAll(async () => {
  sandbox = await createSandbox()
  home = await createTestHome('sqlite', sandbox.origins)
  latchkey = await openTestLatchkey(home)
  const body = { connector: 'intercom', name: 'Support', secret: { accessToken: freshToken() } }
  const made = (await (await post(latchkey, '/api/credentials', body)).json()) as { id: string }
  credentialId = made.id
})
afterAll(async () => {
  await latchkey.close()
  await sandbox.close()
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
