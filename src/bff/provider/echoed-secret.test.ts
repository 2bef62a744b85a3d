import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestHome, freshToken, get, openTestLatchkey, post, type TestHome } from '../fixture/latchkey.ts'
import type { Latchkey } from '../latchkey.ts'

let provider: Server
let answer: (token: string) => { status: number; body: unknown; headers?: Record<string, string> }
let home: TestHome
let latchkey: Latchkey
beforeEach(async () => {
  provider = createServer((request, response) => {
    const { status, body, headers } = answer(request.headers.authorization?.slice('Bearer '.length) ?? '')
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(provider, 'listening')
  const address = provider.address()
  const origin = typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : ''
  home = await createTestHome('sqlite', { us: origin, eu: origin, au: origin })
  latchkey = await openTestLatchkey(home)
})
afterEach(async () => {
  await latchkey.close()
  provider.closeAllConnections()
  provider.close()
  await home.remove()
})

test.each<[string, typeof answer]>([
  ['the workspace’s name', (token) => ({ status: 200, body: { type: 'admin', app: { name: token } } })],
  ['a part of the admin’s name', (token) => ({ status: 200, body: { type: 'admin', name: `I am ${token}!` } })],
  ['the region', (token) => ({ status: 200, body: { type: 'admin', app: { name: 'Acme', region: token } } })],
  [
    'the request id of a refusal',
    (token) => ({
      status: 401,
      body: { type: 'error.list', request_id: token, errors: [{ code: 'unauthorized' }] },
    }),
  ],
  ['a header', (token) => ({ status: 503, body: {}, headers: { 'x-request-id': token } })],
])('S1 S2 a provider that says the token back as %s is not believed', async (_, echo) => {
  answer = echo
  const token = freshToken()
  const body = { connector: 'intercom', name: 'Echo', secret: { accessToken: token } }
  const checked = await post(latchkey, '/api/credentials/check', { connector: 'intercom', secret: body.secret })
  const checkedText = await checked.text()
  expect(checkedText).not.toContain(token)
  expect(JSON.parse(checkedText)).toMatchObject({ kind: 'unreachable', reason: 'unexpected_answer' })

  const saved = await post(latchkey, '/api/credentials', { ...body, acceptUnverified: true })
  expect(saved.status).toBe(201)
  expect(await saved.text()).not.toContain(token)
  expect(await (await get(latchkey, '/api/credentials')).text()).not.toContain(token)
})

test('an account’s texts are kept short, in one line, and without what no store takes', async () => {
  const name = `Acme\u0000 Inc\n${'x'.repeat(100_000)}`
  answer = () => ({ status: 200, body: { type: 'admin', app: { name, id_code: 7, region: 'US\ud800' } } })
  const body = { connector: 'intercom', name: 'Long', secret: { accessToken: freshToken() } }
  const response = await post(latchkey, '/api/credentials', body)
  expect(response.status).toBe(201)
  const { account } = (await response.json()) as { account: Record<string, string | null> }
  expect(account['workspaceName']).toMatch(/^Acme Inc x{100,}$/u)
  expect(account['workspaceName']).toHaveLength(200)
  expect(account).toMatchObject({ workspaceId: null, region: 'US\ufffd', adminName: null })
})

test('an answer that says nothing of an account is accepted without one', async () => {
  answer = () => ({ status: 200, body: {} })
  const body = { connector: 'intercom', secret: { accessToken: freshToken() } }
  const response = await post(latchkey, '/api/credentials/check', body)
  expect(await response.json()).toMatchObject({ kind: 'accepted', account: null, region: 'auto' })
})

test('a 200 that carries errors is no answer', async () => {
  answer = () => ({ status: 200, body: { errors: [{ code: 'unauthorized' }] } })
  const body = { connector: 'intercom', secret: { accessToken: freshToken() } }
  const response = await post(latchkey, '/api/credentials/check', body)
  expect(await response.json()).toMatchObject({ kind: 'unreachable', reason: 'unexpected_answer' })
})
