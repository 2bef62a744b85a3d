import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTestHome, freshToken, openTestLatchkey, post, sampleToken, type TestHome } from '../fixture/latchkey.ts'
import { runOnStore } from '../fixture/raw-store.ts'
import type { Latchkey } from '../latchkey.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import { openStore } from '../store/database.ts'

let sandbox: RunningSandbox
let home: TestHome
let latchkey: Latchkey
beforeEach(async () => {
  sandbox = await createSandbox()
  home = await createTestHome('sqlite', sandbox.origins)
  latchkey = await openTestLatchkey(home)
})
afterEach(async () => {
  await latchkey.close()
  await sandbox.close()
  await home.remove()
})

test('S1 a token that somebody sends as the key is not stored', async () => {
  const token = freshToken()
  const body = { connector: 'intercom', name: 'Acme', secret: { accessToken: freshToken() } }
  const response = await post(latchkey, '/api/credentials', body, { 'idempotency-key': token })
  expect(response.status).toBe(201)
  const { database } = await openStore(home.config.store)
  const rows = await database.selectFrom('idempotency_key').selectAll().execute()
  await database.destroy()
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toContain(token)
})

test('a request that lost its key to another does not call the other’s work a duplicate', async () => {
  const body = { connector: 'intercom', name: 'Acme', secret: { accessToken: sampleToken(sandbox.tokens, 'slow') } }
  const headers = { 'idempotency-key': 'lost' }
  const first = post(latchkey, '/api/credentials', body, headers)
  await vi.waitFor(() => expect(sandbox.requests).toHaveLength(1))
  // What a stall of the first does: its mark expires, and the same request, sent again, takes over.
  await runOnStore(home.config.store, "update idempotency_key set expires_at = '2000'")
  const second = post(latchkey, '/api/credentials', body, headers)
  const answers = await Promise.all([first, second])
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  const refused = answers.find(({ status }) => status === 409)
  expect(await refused?.json()).toMatchObject({ code: 'idempotency_in_flight' })
})

test.each(['"half', 'a"b', '""', '"', ''])('%j is no key', async (key) => {
  const body = { connector: 'intercom', name: 'Acme', secret: { accessToken: freshToken() } }
  const response = await post(latchkey, '/api/credentials', body, { 'idempotency-key': key })
  expect(response.status).toBe(400)
})

test('a key may be quoted, and is the same key bare', async () => {
  const body = { connector: 'intercom', name: 'Acme', secret: { accessToken: freshToken() } }
  const bare = await post(latchkey, '/api/credentials', body, { 'idempotency-key': 'one key' })
  const quoted = await post(latchkey, '/api/credentials', body, { 'idempotency-key': '"one key"' })
  expect(quoted.status).toBe(201)
  expect(await quoted.json()).toEqual(await bare.json())
})
