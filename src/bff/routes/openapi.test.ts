import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endpoints } from '../../contract/endpoints.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import { comeBack, consent, withOAuth } from '../fixture/authorization.ts'
import { change } from '../fixture/change.ts'
import {
  createTestHome,
  freshToken,
  get,
  openTestLatchkey,
  post,
  sampleToken,
  type TestHome,
} from '../fixture/latchkey.ts'
import { doors } from '../access/doors.ts'
import { callAsHost, makeHostKey, toHostSession } from '../fixture/host-key.ts'
import type { Latchkey } from '../latchkey.ts'

const ajv = new Ajv2020({ strict: false })
addFormats.default(ajv)

interface Operation {
  summary: string
  parameters?: { in: string; name: string; required?: boolean }[]
  requestBody?: { content: Record<string, { schema: AnySchemaObject }> }
  security?: Record<string, string[]>[]
  responses: Record<string, { description: string; content?: Record<string, { schema: AnySchemaObject }> }>
}

interface OpenApi {
  openapi: string
  components: { securitySchemes: Record<string, { type: string; scheme: string }> }
  paths: Record<string, Record<string, Operation>>
}

let sandbox: RunningSandbox
let home: TestHome
let latchkey: Latchkey
let openApi: OpenApi
beforeAll(async () => {
  sandbox = await createSandbox()
  home = withOAuth(await createTestHome('sqlite', sandbox.origins), sandbox)
  latchkey = await openTestLatchkey(home, { sandboxTokens: sandbox.tokens })
  openApi = (await (await get(latchkey, endpoints.openapi)).json()) as OpenApi
})
afterAll(async () => {
  await latchkey.close()
  await sandbox.close()
  await home.remove()
})

describe('the OpenAPI document', () => {
  test('is one of version 3.1', async () => {
    expect(openApi.openapi).toBe('3.1.0')
    expect(await new Validator().validate({ ...openApi })).toEqual({ valid: true })
  })

  test('has every route but the page and itself, and nothing else', () => {
    const routes = latchkey.app.routes
      .filter(({ method, path }) => method !== 'ALL' && path !== endpoints.openapi)
      .map(({ method, path }) => `${method} ${toTemplate(path)}`)
    const described = Object.entries(openApi.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(described.length).toBeGreaterThan(10)
    expect(new Set(described)).toEqual(new Set(routes))
  })

  test('names what each path and each change needs', () => {
    for (const [path, operations] of Object.entries(openApi.paths)) {
      for (const [method, { summary, parameters = [], requestBody }] of Object.entries(operations)) {
        const required = parameters.filter((each) => each.required).map((each) => `${each.in} ${each.name}`)
        const inPath = [...path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => `path ${name}`)
        expect(required, path).toEqual(expect.arrayContaining(inPath))
        expect(summary).not.toBe('')
        const operation = `${method} ${path}`
        const isBodiless = ['get', 'delete'].includes(method) || /\{credential\}\/(?:check|restore)$/u.test(path)
        expect(requestBody === undefined, operation).toBe(isBodiless)
        expect(required.includes('header Latchkey-Client'), operation).toBe(
          method !== 'get' && !isForHosts(path) && !path.endsWith('/uninstalled'),
        )
        const isConditional = /^(?:patch|delete) \/api\/(?:credentials|resources)\/[^/]+$|\/secret$/u.test(operation)
        expect(parameters.map(({ name }) => name).includes('If-Match'), operation).toBe(isConditional)
        const isMaking = ['/api/credentials', '/api/resources'].includes(path) && method === 'post'
        expect(parameters.map(({ name }) => name).includes('Idempotency-Key'), path).toBe(isMaking)
        expect(required.includes('header Idempotency-Key'), path).toBe(isMaking && path === '/api/credentials')
      }
    }
  })

  test('says that what a product’s server may ask needs a host key', () => {
    expect(openApi.components.securitySchemes['host_key']).toMatchObject({ type: 'http', scheme: 'bearer' })
    const ofHosts = readOperations().filter(({ path }) => isForHosts(path))
    expect(ofHosts.map(({ operation }) => operation.security)).toEqual([1, 2, 3].map(() => [{ host_key: [] }]))
  })

  test('says of each other route what session it needs, and that it is refused without', () => {
    for (const { method, path, operation } of readOperations()) {
      const door = doors[`${method} ${path.replaceAll(/\{(\w+)\}/gu, ':$1')}`]
      if (door === 'host_key') continue
      const page = door === 'open' ? undefined : [{ session: [] }]
      expect(operation.security, path).toEqual(door === 'session' ? [...(page ?? []), { frame_session: [] }] : page)
      const refusals = Object.values(operation.responses)
        .map(({ description }) => description)
        .join('\n')
      expect(refusals.includes('session_required'), path).toBe(door !== 'open')
      expect(refusals, path).toContain('proxy_required')
      const isForSome = door === 'person' || door === 'tenant_admin'
      expect(!isForSome || refusals.includes('not_permitted'), path).toBe(true)
    }
  })

  test('holds no schema of a secret that is answered', () => {
    for (const operations of Object.values(openApi.paths)) {
      for (const { responses } of Object.values(operations))
        expect(JSON.stringify(responses)).not.toContain('accessToken')
    }
  })
})

describe('what Latchkey answers is what the document says:', () => {
  test('a person’s whole way', async () => {
    const body = { connector: 'intercom', name: 'Support', secret: { accessToken: freshToken() } }
    const id = await expectAsDescribed('POST', '/api/credentials', 201, body)
    const restricted = { accessToken: sampleToken(sandbox.tokens, 'restricted') }
    await expectAsDescribed('POST', '/api/credentials', 201, {
      ...body,
      name: 'b',
      secret: restricted,
      acceptRestricted: true,
    })
    const resource = { kind: 'source', connector: 'intercom', credentialId: id, name: 'Conversations' }
    const resourceId = await expectAsDescribed('POST', '/api/resources', 201, resource)
    for (const path of Object.keys(openApi.paths)) {
      // Without an OpenID provider there is nowhere to go to; the way by OAuth has a test of its own.
      const isElsewhere = isForHosts(path) || path.startsWith(endpoints.signIn) || path.startsWith('/api/oauth/')
      if (!openApi.paths[path]?.['get'] || isElsewhere) continue
      await expectAsDescribed('GET', path, 200, undefined, {
        connector: 'intercom',
        credential: id,
        resource: resourceId,
      })
    }
  })

  test('and by OAuth, until it is deleted and uninstalled', async () => {
    const connector = 'intercom'
    const [start, callback, one] = [
      '/api/oauth/{connector}/start',
      '/api/oauth/{connector}/callback',
      '/api/oauth/{connector}/authorizations/{authorization}',
    ]
    await expectAsDescribed('POST', start, 404, {}, { connector: 'zendesk' })
    await expectAsDescribed('POST', start, 422, { region: 'mars' }, { connector })
    const started = await post(latchkey, start.replace('{connector}', connector), {})
    const cookie = started.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const { authorizationUrl } = (await started.clone().json()) as { authorizationUrl: string }
    const authorization = await expectDescribed('POST', start, 201, started)
    await expectAsDescribed('GET', one, 200, undefined, { connector, authorization })
    const returned = await comeBack(latchkey, await consent(new URL(authorizationUrl)), cookie)
    await expectDescribed('GET', callback, 303, returned)
    await expectAsDescribed('GET', one, 200, undefined, { connector, authorization })
    const body = { connector, method: 'oauth', authorization, name: 'By OAuth' }
    const credential = await expectAsDescribed('POST', '/api/credentials', 201, body)
    await expectAsDescribed('POST', '/api/credentials', 422, { ...body, name: 'Again' })
    const again = { method: 'oauth', authorization: crypto.randomUUID() }
    const path = `/api/credentials/${credential}/secret`
    const reconnected = await change(latchkey, 'PUT', path, { body: again })
    await expectDescribed('PUT', '/api/credentials/{credential}/secret', 422, reconnected)
    await expectAsDescribed('DELETE', one, 204, undefined, { connector, authorization })
    await expectAsDescribed('GET', one, 404, undefined, { connector, authorization })
    await expectAsDescribed('POST', '/api/oauth/{connector}/uninstalled', 202, { app_id: 'abc12345' }, { connector })
    await expectAsDescribed('DELETE', '/api/credentials/{credential}', 200, undefined, { credential })
  })

  test('and a host’s', async () => {
    const credential = await expectAsDescribed('POST', '/api/credentials', 201, toBody('Chosen'))
    const key = await makeHostKey(home.config, { tenantId: 'local' })
    const ask = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object, by = key) =>
      callAsHost(latchkey, by, method, path, body)
    const wanted = toHostSession({ tenant: 'local' })
    const made = await ask('POST', '/v1/sessions', wanted)
    const session = await expectDescribed('POST', '/v1/sessions', 201, made)
    await expectDescribed('POST', '/v1/sessions', 422, await ask('POST', '/v1/sessions', {}))
    await expectDescribed('POST', '/v1/sessions', 403, await ask('POST', '/v1/sessions', toHostSession()))
    const nobody = { ...key, authorization: 'Bearer nothing' }
    await expectDescribed('POST', '/v1/sessions', 401, await ask('POST', '/v1/sessions', wanted, nobody))
    const ending = '/v1/sessions/{session}'
    await expectDescribed('DELETE', ending, 204, await ask('DELETE', `/v1/sessions/${session}`))
    await expectDescribed('DELETE', ending, 404, await ask('DELETE', `/v1/sessions/${session}`))
    const one = '/v1/tenants/{tenant}/credentials/{credential}'
    await expectDescribed('GET', one, 200, await ask('GET', `/v1/tenants/local/credentials/${credential}`))
    await expectDescribed('GET', one, 404, await ask('GET', `/v1/tenants/other/credentials/${credential}`))
  })

  test('and a source’s, until it is removed', async () => {
    const credentialId = await expectAsDescribed('POST', '/api/credentials', 201, toBody('Of a source'))
    const kind = { kind: 'source' }
    const configuration = { template: null, path: '/contacts', query: [], headers: [] }
    const made = { ...kind, connector: 'intercom', credentialId, name: 'Contacts', configuration }
    const resource = await expectAsDescribed('POST', '/api/resources', 201, made)
    await expectAsDescribed('POST', '/api/resources', 422, { ...made, configuration: { ...configuration, path: '/' } })
    const one = '/api/resources/{resource}'
    await expectAsDescribed('PATCH', one, 422, { kind: 'destination' }, { resource })
    await expectAsDescribed('PATCH', one, 412, { ...kind, name: 'Mine' }, { resource }, '"0"')
    await expectAsDescribed('PATCH', one, 200, { ...kind, region: 'eu' }, { resource }, '"1"')
    await expectAsDescribed('GET', one, 200, undefined, { resource })
    await expectAsDescribed('DELETE', one, 412, undefined, { resource }, '"1"')
    await expectAsDescribed('DELETE', one, 200, undefined, { resource }, '"2"')
    await expectAsDescribed('DELETE', one, 404, undefined, { resource })
  })

  test('and a test request’s', async () => {
    const credential = await expectAsDescribed('POST', '/api/credentials', 201, toBody('Tested'))
    const testing = '/api/credentials/{credential}/test-request'
    await expectAsDescribed('POST', testing, 200, { method: 'GET', path: '/contacts' }, { credential })
    await expectAsDescribed('POST', testing, 200, { method: 'GET', path: '/contacts/none' }, { credential })
    await expectAsDescribed('POST', testing, 422, { method: 'GET', path: '/' }, { credential })
    await expectAsDescribed(
      'POST',
      testing,
      404,
      { method: 'GET', path: '/contacts' },
      { credential: crypto.randomUUID() },
    )
  })

  test('and a credential’s, until it is erased', async () => {
    const used = await expectAsDescribed('POST', '/api/credentials', 201, toBody('Used'))
    const resource = { kind: 'source', connector: 'intercom', credentialId: used, name: 'Conversations' }
    await expectAsDescribed('POST', '/api/resources', 201, resource)
    const one = '/api/credentials/{credential}'
    await expectAsDescribed('DELETE', one, 409, undefined, { credential: used })

    const credential = await expectAsDescribed('POST', '/api/credentials', 201, toBody('Unused'))
    await expectAsDescribed('PATCH', one, 409, { name: 'Used' }, { credential })
    await expectAsDescribed('PATCH', one, 422, { name: '' }, { credential })
    await expectAsDescribed('PATCH', one, 412, { name: 'Mine' }, { credential }, '"0"')
    await expectAsDescribed('PATCH', one, 200, { name: 'Ours' }, { credential }, '"1"')
    await expectAsDescribed('DELETE', one, 200, undefined, { credential }, '"2"')
    await expectAsDescribed('GET', '/api/deleted-credentials', 200)
    const restoring = '/api/deleted-credentials/{credential}/restore'
    await expectAsDescribed('POST', restoring, 200, undefined, { credential })
    await expectAsDescribed('POST', restoring, 404, undefined, { credential })
    await expectAsDescribed('DELETE', one, 200, undefined, { credential })
    await expectAsDescribed('DELETE', '/api/deleted-credentials/{credential}', 204, undefined, { credential })
    await expectAsDescribed('DELETE', '/api/deleted-credentials/{credential}', 404, undefined, { credential })
  })

  test.each(['accepted', 'revoked', 'restricted', 'throttled', 'garbage', 'null_account'])(
    'a verdict of %s',
    async (behaviour) => {
      const secret = { accessToken: sampleToken(sandbox.tokens, behaviour) }
      await expectAsDescribed('POST', '/api/credentials/check', 200, { connector: 'intercom', secret })
    },
  )

  test.each<[string, number, object]>([
    ['a conflict', 409, { name: 'Support', secret: { accessToken: freshToken() } }],
    ['a refused input', 422, { name: '', secret: { accessToken: freshToken() } }],
    ['a rejected token', 422, { name: 'c', secret: 'invalid' }],
    ['a throttled token', 429, { name: 'd', secret: 'throttled' }],
    ['an unreachable provider', 503, { name: 'e', secret: 'html_403' }],
  ])('%s', async (_, status, body) => {
    const { secret } = body as { secret: unknown }
    const accessToken = typeof secret === 'string' ? sampleToken(sandbox.tokens, secret) : freshToken()
    await expectAsDescribed('POST', '/api/credentials', status, {
      connector: 'intercom',
      ...body,
      secret: { accessToken },
    })
  })

  test('nothing where nothing is', async () => {
    const none = { connector: 'zendesk', credential: crypto.randomUUID(), resource: crypto.randomUUID() }
    for (const path of ['/api/connectors/{connector}', '/api/credentials/{credential}', '/api/resources/{resource}']) {
      await expectAsDescribed('GET', path, 404, undefined, none)
    }
  })

  test('and what it takes is what the document says', () => {
    const validate = compile(
      openApi.paths['/api/credentials']?.['post']?.requestBody?.content['application/json']?.schema,
    )
    const body = { connector: 'intercom', name: 'Support', secret: { accessToken: freshToken() } }
    expect(validate(body)).toBe(true)
    expect(validate({ ...body, region: 'eu', method: 'access_token', description: '', acceptUnverified: true })).toBe(
      true,
    )
    for (const wrong of [
      { ...body, colour: 1 },
      { ...body, region: 'mars' },
      { ...body, secret: {} },
      { ...body, name: 1 },
      [],
    ]) {
      expect(validate(wrong)).toBe(false)
    }
  })
})

async function expectAsDescribed(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  status: number,
  body?: object,
  parameters: Record<string, string> = {},
  ifMatch?: string,
): Promise<string> {
  const filled = path.replaceAll(/\{(\w+)\}/gu, (_, name: string) => parameters[name] ?? '')
  const response = await (method === 'POST' && body
    ? post(latchkey, filled, body)
    : change(latchkey, method, filled, { body, ...(ifMatch !== undefined && { ifMatch }) }))
  return expectDescribed(method, path, status, response)
}

async function expectDescribed(method: string, path: string, status: number, response: Response): Promise<string> {
  const text = await response.text()
  expect(response.status, text).toBe(status)
  const described = openApi.paths[path]?.[method.toLowerCase()]?.responses[status]
  expect(described, `${method} ${path} describes ${status}`).toBeDefined()
  expect(described?.content === undefined, `${method} ${path} has a body`).toBe(text === '')
  if (text === '') return ''
  const mediaType = response.headers.get('content-type') ?? ''
  const schema = described?.content?.[mediaType]?.schema
  expect(schema, `${method} ${path} describes ${status} ${mediaType}`).toBeDefined()
  const validate = compile(schema)
  const answer = (/^(?:text\/plain|application\/jsonl)/u.test(mediaType) ? text : JSON.parse(text)) as { id: string }
  expect(validate(answer), `${method} ${path}: ${JSON.stringify(validate.errors)}`).toBe(true)
  return answer.id
}

function readOperations(): { method: string; path: string; operation: Operation }[] {
  return Object.entries(openApi.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
}

function isForHosts(path: string): boolean {
  return path.startsWith('/v1/')
}

function toBody(name: string): object {
  return { connector: 'intercom', name, secret: { accessToken: freshToken() } }
}

function compile(schema: AnySchemaObject | undefined) {
  return ajv.compile(schema ?? false)
}

function toTemplate(path: string): string {
  return path.replaceAll(/:(\w+)/gu, '{$1}')
}
