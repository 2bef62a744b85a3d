import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestHome, freshToken, openTestLatchkey, post, type TestHome } from '../fixture/latchkey.ts'
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

test('a key may be quoted, and is the same key bare', async () => {
  const body = { connector: 'intercom', name: 'Acme', secret: { accessToken: freshToken() } }
  const bare = await post(latchkey, '/api/credentials', body, { 'idempotency-key': 'one key' })
  const quoted = await post(latchkey, '/api/credentials', body, { 'idempotency-key': '"one key"' })
  expect(quoted.status).toBe(201)
  expect(await quoted.json()).toEqual(await bare.json())
})
