import type { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endpoints } from '../../contract/endpoints.ts'
import { oauthEndpoints } from '../../contract/oauth.ts'
import { createTestHome, openTestLatchkey, PUBLIC_URL, type TestHome } from '../fixture/latchkey.ts'
import type { Latchkey } from '../latchkey.ts'
import { doors } from './doors.ts'

interface Route {
  method: string
  path: string
}

/** What Latchkey says of all its routes takes a moment to put together. */
const PATIENCE = { timeout: 20_000 }

let home: TestHome
let latchkey: Latchkey
beforeAll(async () => {
  home = await createTestHome('sqlite')
  latchkey = await openTestLatchkey(home)
})
afterAll(async () => {
  await latchkey.close()
  await home.remove()
})

describe('S11 every route that changes something', () => {
  test.each([
    ['without Latchkey-Client', {}, 'client_header_missing'],
    ['with an empty Latchkey-Client', { 'latchkey-client': '' }, 'client_header_missing'],
    ['of another origin', { 'latchkey-client': 'web', origin: 'https://evil.test' }, 'forbidden_origin'],
    ['of another port', { 'latchkey-client': 'web', origin: 'http://127.0.0.1:4681' }, 'forbidden_origin'],
    ['of another scheme', { 'latchkey-client': 'web', origin: 'https://127.0.0.1:4680' }, 'forbidden_origin'],
    [
      'of localhost, which is another name',
      { 'latchkey-client': 'web', origin: 'http://localhost:4680' },
      'forbidden_origin',
    ],
    ['of an opaque origin', { 'latchkey-client': 'web', origin: 'null' }, 'forbidden_origin'],
    ['of an empty origin', { 'latchkey-client': 'web', origin: '' }, 'forbidden_origin'],
    [
      'of a host that only begins like ours',
      { 'latchkey-client': 'web', origin: 'http://127.0.0.1:4680.evil.test' },
      'forbidden_origin',
    ],
  ])('refuses a request %s', async (_, headers, code) => {
    for (const route of changingRoutes(latchkey.app)) {
      await expectRefusal(route, { 'content-type': 'application/json', ...headers }, code)
    }
  })

  test('is there, so that the tests above test something', () => {
    expect(changingRoutes(latchkey.app).map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining([
        'POST /api/credentials',
        'POST /api/credentials/check',
        'PATCH /api/credentials/:credential',
        'DELETE /api/credentials/:credential',
        'POST /api/deleted-credentials/:credential/restore',
        'DELETE /api/deleted-credentials/:credential',
        'POST /api/resources',
      ]),
    )
  })

  test.each([
    ['text', 'text/plain'],
    ['a form', 'application/x-www-form-urlencoded'],
    ['a form of files', 'multipart/form-data; boundary=x'],
    ['nothing', undefined],
    ['JSON in name only', 'text/plain; application/json'],
    ['another kind of JSON', 'application/json-seq'],
  ])('that takes a body takes no %s, which a form of another site could send', PATIENCE, async (_, contentType) => {
    const routes = await routesWithBody(latchkey)
    expect(routes.length).toBeGreaterThan(3)
    for (const route of routes) {
      const headers: Record<string, string> = {
        'latchkey-client': 'web',
        ...(contentType && { 'content-type': contentType }),
      }
      await expectRefusal(route, headers, 'unsupported_media_type', 415)
    }
  })

  test('takes no other method in the place of its own, either', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      for (const { path } of changingRoutes(latchkey.app)) {
        await expectRefusal({ method, path }, {}, 'client_header_missing')
      }
    }
  })
})

test('S11 every route that is for the servers of products stands on a key, whatever else a request has', async () => {
  const routes = allRoutes(latchkey.app).filter(isForHosts)
  expect(routes.length).toBeGreaterThan(1)
  for (const route of routes) {
    for (const headers of [
      {},
      { 'latchkey-client': 'web', origin: PUBLIC_URL.origin },
      { authorization: 'Bearer x' },
    ]) {
      await expectRefusal(route, headers, 'key_invalid', 401)
    }
  }
})

describe('S11 every route, reading ones included,', () => {
  test.each([
    'evil.test',
    'evil.test:4680',
    'localhost:4680',
    '127.0.0.1:4681',
    '127.0.0.1',
    '127.0.0.1.evil.test:4680',
  ])('refuses the host name %s, which may have been pointed at this machine', async (host) => {
    for (const route of allRoutes(latchkey.app)) {
      await expectRefusal(route, { host, 'latchkey-client': 'web' }, 'forbidden_host')
    }
  })

  test('answers under its own', async () => {
    for (const route of allRoutes(latchkey.app)) {
      const response = await send(route, { host: PUBLIC_URL.host, origin: PUBLIC_URL.origin, 'latchkey-client': 'web' })
      expect(response.status, `${route.method} ${route.path}`).not.toBe(403)
    }
  })

  test('gives another origin nothing to read', async () => {
    for (const route of allRoutes(latchkey.app)) {
      const response = await send(route, { origin: 'https://evil.test' })
      const allowed = [...response.headers.keys()].filter((name) => name.startsWith('access-control'))
      expect(allowed, `${route.method} ${route.path}`).toEqual([])
      expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    }
  })
})

/** The app's own table; what is for every method there is middleware, and the page. */
function allRoutes(app: Hono): Route[] {
  const routes = app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`)
  const listed = [...new Set(routes)]
    .map((route) => route.split(' '))
    .map(([method = '', path = '']) => ({ method, path }))
  return [...listed, { method: 'GET', path: '/' }, { method: 'GET', path: '/new/source/select' }]
}

function changingRoutes(app: Hono): Route[] {
  return allRoutes(app).filter((route) => route.method !== 'GET' && !isForHosts(route) && !isHint(route))
}

/** What a provider's server sends, of which nothing says that it is one: all it can do is bring a check forward. */
function isHint({ path }: Route): boolean {
  return path === oauthEndpoints.uninstalled
}

/** What no browser asks for. */
function isForHosts({ method, path }: Route): boolean {
  return doors[`${method} ${path}`] === 'host_key'
}

/** By what the API says of itself; the others look at no body, whatever is sent. */
async function routesWithBody({ app }: Latchkey): Promise<Route[]> {
  const answer = await app.request(new URL(endpoints.openapi, PUBLIC_URL))
  const { paths } = (await answer.json()) as { paths: Record<string, Record<string, { requestBody?: unknown }>> }
  return changingRoutes(app).filter(({ method, path }) => {
    const template = path.replaceAll(/:(\w+)/gu, '{$1}')
    return paths[template]?.[method.toLowerCase()]?.requestBody !== undefined
  })
}

async function expectRefusal(route: Route, headers: Record<string, string>, code: string, status = 403): Promise<void> {
  const response = await send(route, headers)
  const name = `${route.method} ${route.path}`
  expect(response.status, name).toBe(status)
  expect(response.headers.get('content-type'), name).toBe('application/problem+json')
  expect(await response.json(), name).toMatchObject({ status, code })
}

function send({ method, path }: Route, headers: Record<string, string>): Promise<Response> {
  const body = method === 'GET' || method === 'HEAD' ? null : new TextEncoder().encode('{}')
  const url = new URL(path.replaceAll(/:\w+/gu, crypto.randomUUID()), PUBLIC_URL)
  return Promise.resolve(latchkey.app.request(url, { method, headers, body }))
}
