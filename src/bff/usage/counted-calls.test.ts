import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { credentialPageSchema } from '../../contract/credential.ts'
import { credentialUsageSchema } from '../../contract/credential-usage.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import {
  createTestHome,
  get,
  openTestLatchkey,
  post,
  readCredential,
  type TestHome,
  toCredentialBody,
} from '../fixture/latchkey.ts'
import { runOnStore } from '../fixture/raw-store.ts'
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

test('a call is in its credential’s hour and in the metrics at once, and sorts the tiles after a clean stop', async () => {
  const used = await readCredential(await post(latchkey, '/api/credentials', toCredentialBody()))
  await readCredential(await post(latchkey, '/api/credentials', toCredentialBody()))
  const asked = await post(latchkey, `/api/credentials/${used.id}/test-request`, {
    method: 'GET',
    path: '/contacts',
    query: [],
    headers: [],
  })
  expect(asked.status).toBe(200)

  const answer = await get(latchkey, `/api/credentials/${used.id}/usage`)
  const { hours, budget } = credentialUsageSchema.parse(await answer.json())
  expect(hours).toEqual([expect.objectContaining({ calls: 1, errors: 0, throttled: 0 })])
  expect(hours[0]?.bytesReceived).toBeGreaterThan(100)
  expect(hours[0]?.p50).toBeGreaterThan(0)
  expect(hours[0]?.budget?.leastRemaining).toBe(budget?.remaining)
  const metrics = await (await get(latchkey, '/metrics')).text()
  expect(metrics).toContain('latchkey_proxy_call_duration_seconds_count{connector="intercom",status="2xx"} 1')

  await latchkey.close()
  latchkey = await openTestLatchkey(home)
  const list = await get(latchkey, '/api/credentials?sort=-lastUsedAt')
  const { credentials } = credentialPageSchema.parse(await list.json())
  expect(credentials.map(({ id }) => id)[0]).toBe(used.id)
  expect(credentials.map(({ lastUsedAt }) => lastUsedAt === null)).toEqual([false, true])
  expect(credentials[0]).toMatchObject({ updatedAt: used.updatedAt, etag: used.etag })
})

test('an hour of thirty days ago is forgotten as soon as Latchkey runs, and no other', async () => {
  const { store } = home.config
  const read = () => runOnStore(store, 'select hour from credential_usage')
  const kept = await read()
  const [old] = await runOnStore(store, 'select * from credential_usage')
  const hour = new Date(Date.now() - 30 * 24 * 60 * 60 * 1_000).toISOString().replace(/:.*/u, ':00:00.000Z')
  const columns = Object.keys(old ?? {}).join(', ')
  const copied = columns.replace(/\bhour\b/u, `'${hour}'`)
  await runOnStore(store, `insert into credential_usage (${columns}) select ${copied} from credential_usage`)
  expect(await read()).toHaveLength(2)
  const stopping = new AbortController()
  const running = latchkey.run(stopping.signal)
  await vi.waitFor(async () => expect(await read()).toEqual(kept))
  stopping.abort()
  await running
})
