import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectorListSchema } from '../contract/connector.ts'
import { credentialSchema } from '../contract/credential.ts'
import { problems } from '../contract/problems.ts'
import { resourcePageSchema } from '../contract/listed-resource.ts'
import { resourceSchema } from '../contract/resource.ts'
import { sandboxSchema } from '../contract/sandbox.ts'
import { createSandbox, type RunningSandbox } from '../sandbox/sandbox.ts'
import {
  createTestHome,
  freshToken,
  get,
  openTestLatchkey,
  post,
  PUBLIC_URL,
  sampleToken,
  type TestHome,
} from './fixture/latchkey.ts'
import { engines } from './fixture/postgres.ts'
import type { Latchkey } from './latchkey.ts'

let sandbox: RunningSandbox
beforeAll(async () => {
  sandbox = await createSandbox()
})
afterAll(() => sandbox.close())

describe.each(engines)('on %s, a person', (engine) => {
  let home: TestHome
  let latchkey: Latchkey
  beforeAll(async () => {
    home = await createTestHome(engine, sandbox.origins)
    latchkey = await openTestLatchkey(home, { sandboxTokens: sandbox.tokens })
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
  })

  test('adds a credential, finds it, and makes a source and a destination of it', async () => {
    const { connectors, isSandbox } = connectorListSchema.parse(await read('/api/connectors'))
    expect(isSandbox).toBe(true)
    expect(connectors.map(({ id }) => id)).toEqual(['intercom'])
    expect(await read('/api/connectors/intercom')).toMatchObject({ ...connectors[0] })

    const token = sampleToken(sandbox.tokens, 'accepted', 'eu')
    const body = {
      connector: 'intercom',
      name: ' Support inbox ',
      description: 'EU',
      secret: { accessToken: `Bearer ${token}\n` },
    }
    const made = await post(latchkey, '/api/credentials', body)
    expect(made.status).toBe(201)
    const credential = credentialSchema.parse(await made.json())
    expect(made.headers.get('location')).toBe(`/api/credentials/${credential.id}`)
    expect(credential).toMatchObject({
      connector: 'intercom',
      method: 'access_token',
      name: 'Support inbox',
      description: 'EU',
      region: 'eu',
      account: { workspaceName: 'Nordlicht Kaffee', region: 'Europe' },
      status: 'verified',
      statusReason: null,
      usedBy: 0,
      lastUsedAt: null,
    })
    expect(await read(`/api/credentials/${credential.id}`)).toEqual(credential)

    for (const kind of ['source', 'destination']) {
      const resourceBody = { kind, connector: 'intercom', credentialId: credential.id, name: `A ${kind}`, region: 'eu' }
      const resourceMade = await post(latchkey, '/api/resources', resourceBody)
      expect(resourceMade.status).toBe(201)
      const resource = resourceSchema.parse(await resourceMade.json())
      expect(resourceMade.headers.get('location')).toBe(`/api/resources/${resource.id}`)
      expect(resource).toMatchObject({
        kind,
        name: `A ${kind}`,
        region: 'eu',
        credential: { name: 'Support inbox', status: 'verified' },
      })
      expect(await read(`/api/resources/${resource.id}`)).toEqual(resource)
    }
    const { resources } = resourcePageSchema.parse(await read('/api/resources'))
    expect(resources.map(({ kind }) => kind)).toEqual(['destination', 'source'])
    expect(await read(`/api/credentials/${credential.id}`)).toMatchObject({ usedBy: 2 })
    expect(await read(`/api/resources?kind=source&credential=${credential.id}`)).toMatchObject({
      resources: [{ kind: 'source' }],
    })
  })

  test('who checks a token stores nothing', async () => {
    const before = await read('/api/credentials')
    const checked = await post(latchkey, '/api/credentials/check', {
      connector: 'intercom',
      secret: { accessToken: freshToken() },
    })
    expect(await checked.json()).toMatchObject({ kind: 'accepted', region: 'us' })
    expect(await read('/api/credentials')).toEqual(before)
  })

  test('who adds the same token, or the same name, again is told which credential has it', async () => {
    const secret = { accessToken: freshToken() }
    const first = await post(latchkey, '/api/credentials', { connector: 'intercom', name: 'Twice', secret })
    const { id } = credentialSchema.parse(await first.json())
    const sameToken = await post(latchkey, '/api/credentials', {
      connector: 'intercom',
      name: 'Other',
      secret: { accessToken: `"${secret.accessToken}"` },
    })
    expect(sameToken.status).toBe(409)
    expect(await sameToken.json()).toMatchObject({ code: 'duplicate_credential', existing: { id, name: 'Twice' } })
    const sameName = await post(latchkey, '/api/credentials', {
      connector: 'intercom',
      name: 'TWICE',
      secret: { accessToken: freshToken() },
    })
    expect(sameName.status).toBe(409)
    expect(await sameName.json()).toMatchObject({ code: 'name_taken', existing: { id, name: 'Twice' } })
  })

  test('reads the sample tokens only while the sandbox runs', async () => {
    expect(sandboxSchema.parse(await read('/api/sandbox')).tokens).toEqual(sandbox.tokens)
    const plainHome = await createTestHome('sqlite')
    const plain = await openTestLatchkey(plainHome)
    await expectProblem(await get(plain, '/api/sandbox'), 'not_found')
    expect(await (await get(plain, '/api/connectors')).json()).toMatchObject({ isSandbox: false })
    await plain.close()
    await plainHome.remove()
  })

  test.each([
    '/api/nope',
    '/api',
    '/api/',
    '/api/credentials/',
    '/api/credentials/7',
    '/api/credentials/check',
    '/api/credentials/%E0%A4%A',
    '/api/credentials/%00',
    `/api/credentials/${crypto.randomUUID()}`,
    `/api/credentials/${crypto.randomUUID()}/events`,
    '/api/resources/seven',
    `/api/resources/${crypto.randomUUID()}`,
    '/api/connectors/zendesk',
    '/api/connectors/__proto__',
    '/v1/credentials',
    '/proxy/x',
    '/assets/nope.js',
  ])('is told that there is nothing at %s', async (path) => {
    await expectProblem(await get(latchkey, path), 'not_found')
  })

  test.each([
    ['PUT', '/api/credentials', 'GET, HEAD, POST'],
    ['DELETE', '/api/resources', 'GET, HEAD, POST'],
    ['POST', `/api/credentials/${crypto.randomUUID()}`, 'GET, HEAD, PATCH, DELETE'],
    ['POST', '/api/connectors', 'GET, HEAD'],
    ['PATCH', '/healthz', 'GET, HEAD'],
    ['OPTIONS', '/api/credentials', 'GET, HEAD, POST'],
    ['POST', '/new/source/select', 'GET, HEAD'],
  ])('is told what else can be done where %s %s cannot', async (method, path, allow) => {
    const headers = { 'latchkey-client': 'web' }
    const response = await latchkey.app.request(new URL(path, PUBLIC_URL), { method, headers })
    expect(response.headers.get('allow')).toBe(allow)
    await expectProblem(response, 'method_not_allowed')
  })

  test.each(['POST', 'PUT', 'DELETE'])('is told that there is nothing to %s where nothing is', async (method) => {
    const headers = { 'latchkey-client': 'web' }
    for (const path of ['/api/nope', '/v1/nope', '/assets/nope.js']) {
      await expectProblem(await latchkey.app.request(new URL(path, PUBLIC_URL), { method, headers }), 'not_found')
    }
  })

  test.each(['/', '/new/source/select', '/new/destination/authenticate', '/nowhere'])(
    'finds the page, or how to build it, at %s',
    async (path) => {
      const response = await get(latchkey, path)
      expect(await response.text()).toMatch(response.status === 200 ? /<!doctype html>/iu : /npm run build/u)
      expect(response.status).toBeOneOf([200, 503])
    },
  )

  async function read(path: string): Promise<unknown> {
    const response = await get(latchkey, path)
    expect(response.status, path).toBe(200)
    return response.json()
  }
})

async function expectProblem(response: Response, code: keyof typeof problems): Promise<void> {
  const { status, title } = problems[code]
  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(await response.json()).toEqual({ type: `urn:latchkey:problem:${code}`, title, status, code })
}
