import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestHome, get, openTestLatchkey, post, readProblem, type TestHome } from '../fixture/latchkey.ts'
import { HOST_ORIGIN, makeHostKey } from '../fixture/host-key.ts'
import type { Latchkey } from '../latchkey.ts'
import { pageRoutes } from './page.ts'
import { securityHeaders } from './security-headers.ts'

const guarded = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-opener-policy': 'same-origin-allow-popups',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), payment=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
}

describe('S20 an answer of the API', () => {
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

  const json = { 'content-type': 'application/json' }
  const problem = { 'content-type': 'application/problem+json' }

  test.each<[string, () => Promise<Response>, number, object]>([
    ['that lists', () => get(latchkey, '/api/credentials'), 200, json],
    ['that describes', () => get(latchkey, '/api/openapi.json'), 200, json],
    ['of health', () => get(latchkey, '/healthz'), 200, json],
    ['that there is nothing', () => get(latchkey, '/api/nope'), 404, problem],
    ['that there is no such file', () => get(latchkey, '/assets/nope.js'), 404, problem],
    ['that the input is wrong', () => post(latchkey, '/api/credentials', {}), 422, problem],
    ['that it is no JSON', () => post(latchkey, '/api/credentials', '{'), 400, problem],
    ['that another origin may not', () => post(latchkey, '/api/credentials', {}, { origin: 'null' }), 403, problem],
    ['that the host is another', async () => latchkey.app.request('http://evil.test/api/credentials'), 403, problem],
    ['that this cannot be done', () => post(latchkey, '/healthz', {}), 405, { ...problem, allow: 'GET, HEAD' }],
  ])('%s is kept by nobody, framed by nobody, and has nothing to run', async (_, ask, status, headers) => {
    const response = await ask()
    expect(response.status).toBe(status)
    expect(headersOf(response)).toEqual({ ...guarded, 'cache-control': 'no-store', ...headers })
  })
})

test('S20 a page may frame Latchkey while its product has a host key in use, and not before', async () => {
  const home = await createTestHome('sqlite')
  let now = Date.parse('2026-03-04T05:06:07.890Z')
  const latchkey = await openTestLatchkey(home, { clock: () => new Date(now) })
  const ask = async () => (await get(latchkey, `/embed?origin=${HOST_ORIGIN}`)).headers.get('content-security-policy')
  expect(await ask()).toContain("frame-ancestors 'none'")
  await makeHostKey(home.config)
  now += 1_000
  // Without a built page there is nothing to frame.
  expect(await ask()).toMatch(/frame-ancestors (?:https:\/\/app\.example\.com|'none');/u)
  await latchkey.close()
  await home.remove()
})

describe('S20 the page', () => {
  const outside = mkdtempSync(join(tmpdir(), 'latchkey-'))
  writeFileSync(join(outside, 'secret.txt'), 'outside')
  const folder = join(outside, 'dist')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Latchkey</title>')
  writeFileSync(join(folder, 'assets', 'index-1a2b3c.js'), 'export {}')
  writeFileSync(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  mkdirSync(join(folder, 'embed'))
  writeFileSync(join(folder, 'embed', 'latchkey.js'), 'export {}')
  mkdirSync(join(folder, '.vite'))
  const parts = { 'src/web/embed/embed-screen.tsx': { file: 'assets/embed-screen.js' } }
  writeFileSync(join(folder, '.vite', 'manifest.json'), JSON.stringify(parts))
  /** What it was asked of. */
  const askedOf: string[] = []
  const mayFrame = (origin: string): Promise<boolean> => {
    askedOf.push(origin)
    return Promise.resolve(origin === HOST_ORIGIN)
  }
  const page = new Hono().use(securityHeaders).route('/', pageRoutes(folder, { mayFrame }))
  afterAll(() => rmSync(outside, { recursive: true }))

  test.each(['/', '/new/source/select', '/api-of-nothing'])('at %s is asked for again each time', async (path) => {
    const response = await page.request(path)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('<title>Latchkey</title>')
    expect(headersOf(response)).toMatchObject({
      ...guarded,
      'cache-control': 'no-cache',
      'content-type': expect.stringMatching(/^text\/html/u),
    })
  })

  test('has assets that may be kept for ever, as their names change with them', async () => {
    const response = await page.request('/assets/index-1a2b3c.js')
    expect(headersOf(response)).toMatchObject({
      ...guarded,
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': expect.stringMatching(/^text\/javascript/u),
    })
  })

  test('has files of fixed names that are asked for again', async () => {
    expect(headersOf(await page.request('/icon.svg'))).toMatchObject({ ...guarded, 'cache-control': 'no-cache' })
  })

  test.each([
    '/assets/nope.js',
    '/assets',
    '/api/nope',
    '/api',
    '/v1/nope',
    '/proxy/nope',
    '/metrics',
    '/healthz/nope',
    '/foo.js',
    '/new/source/robots.txt',
    '/.env',
    '/%E0%A4%A',
    '/new/%',
  ])('is not at %s', async (path) => {
    expect((await page.request(path)).status).toBe(404)
  })

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '//secret.txt',
  ])('gives nothing from outside its folder: %s', async (path) => {
    const response = await page.request(`http://127.0.0.1${path}`)
    expect(await response.text()).not.toContain('outside')
  })

  test('in a product’s frame may be framed by pages of that one origin, and is as strict otherwise', async () => {
    const response = await page.request(inFrame(HOST_ORIGIN))
    const { 'x-frame-options': _, ...strict } = guarded
    expect(headersOf(response)).toEqual({
      ...strict,
      'content-security-policy': strict['content-security-policy'].replace(
        "frame-ancestors 'none'",
        `frame-ancestors ${HOST_ORIGIN}`,
      ),
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'no-cache',
      'content-type': expect.stringMatching(/^text\/html/u),
      link: '</assets/embed-screen.js>; rel=modulepreload',
    })
    expect((await page.request('/')).headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  })

  test.each([
    ['of another origin', inFrame('https://evil.test')],
    ['without one', '/embed'],
    ['of any', inFrame('*')],
    ['of a scheme', inFrame('https:')],
    ['of all below a name', inFrame('https://*.example.com')],
    ['of two', inFrame(`${HOST_ORIGIN} https://evil.test`)],
    ['with a directive behind', inFrame(`${HOST_ORIGIN}; script-src *`)],
    ['with a header behind', inFrame(`${HOST_ORIGIN}\r\nset-cookie: a=b`)],
    ['with a path', inFrame(`${HOST_ORIGIN}/`)],
    ['named second', `/embed?origin=https%3A%2F%2Fevil.test&origin=${encodeURIComponent(HOST_ORIGIN)}`],
    ['on another screen', `/?origin=${encodeURIComponent(HOST_ORIGIN)}`],
    ['below the frame', `/embed/nope?origin=${encodeURIComponent(HOST_ORIGIN)}`],
    ['in a problem', `/embed/nope.js?origin=${encodeURIComponent(HOST_ORIGIN)}`],
  ])('is framed by nobody else: a page %s', async (_, path) => {
    askedOf.length = 0
    const response = await page.request(path)
    expect(headersOf(response)).toMatchObject(guarded)
    expect(response.headers.has('set-cookie')).toBe(false)
    for (const origin of askedOf) expect(new URL(origin).origin).toBe(origin)
  })

  test('has a script that pages of any origin may load, and ask each time whether it is another', async () => {
    const response = await page.request('/embed/latchkey.js')
    const etag = response.headers.get('etag') ?? ''
    const open = {
      ...guarded,
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'no-cache',
      etag: expect.stringMatching(/^"[^"]+"$/u),
    }
    expect([response.status, headersOf(response)]).toMatchObject([
      200,
      { ...open, 'content-type': expect.stringMatching(/^text\/javascript/u) },
    ])
    const again = await page.request('/embed/latchkey.js', { headers: { 'if-none-match': etag } })
    expect([again.status, await again.text(), headersOf(again)]).toMatchObject([304, '', open])
    for (const path of ['/assets/index-1a2b3c.js', '/embed/nope.js', '/embed']) {
      expect((await page.request(path)).headers.has('access-control-allow-origin'), path).toBe(false)
    }
  })

  test('can only be read', async () => {
    const response = await page.request('/new/source/select', { method: 'POST' })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD')
  })

  test('that is not built says how to build it', async () => {
    const unbuilt = new Hono().use(securityHeaders).route('/', pageRoutes(join(folder, 'nowhere'), { mayFrame }))
    const response = await unbuilt.request('/new/source/select')
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('npm run build')
    expect(headersOf(await unbuilt.request(inFrame(HOST_ORIGIN)))).toMatchObject(guarded)
    for (const path of ['/api/nope', '/metrics', '/foo.js']) expect((await unbuilt.request(path)).status).toBe(404)
    const accept = 'text/html,application/xhtml+xml,*/*;q=0.8'
    expect((await unbuilt.request('/', { headers: { accept } })).headers.get('content-type')).toMatch(/^text\/plain/u)
    const asked = await unbuilt.request('/', { headers: { accept: 'application/json' } })
    expect(await readProblem(asked)).toMatchObject({
      code: 'not_found',
      detail: expect.stringContaining('npm run build'),
    })
  })
})

function inFrame(origin: string): string {
  return `/embed?origin=${encodeURIComponent(origin)}`
}

/** All but `Vary`, which depends on whether the page is built. */
function headersOf(response: Response): Record<string, string> {
  const { vary: _, ...headers } = Object.fromEntries(response.headers)
  return headers
}
