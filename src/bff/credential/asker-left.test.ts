import { afterAll, beforeAll, expect, test } from 'vitest'
import { CLIENT_HEADER, IDEMPOTENCY_KEY_HEADER } from '../../contract/endpoints.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import { createTestHome, sampleToken, type TestHome, toCredentialBody } from '../fixture/latchkey.ts'
import { type LatchkeyProcess, startProcess, toEnvironment } from '../fixture/process.ts'
import { countRows } from '../fixture/raw-store.ts'

let sandbox: RunningSandbox
let home: TestHome
let latchkey: LatchkeyProcess

beforeAll(async () => {
  sandbox = await createSandbox()
  home = await createTestHome('sqlite', sandbox.origins)
  latchkey = await startProcess(toEnvironment(home.folder, home.config))
  await latchkey.ready
}, 30_000)
afterAll(async () => {
  await latchkey.kill('SIGTERM')
  await home.remove()
  await sandbox.close()
})

test('S26 a connection that breaks during the check ends it: nothing is saved, and the key is free', async () => {
  const key = crypto.randomUUID()
  const leaving = new AbortController()
  const secret = { accessToken: sampleToken(sandbox.tokens, 'hanging') }
  const left = save(toCredentialBody({ secret, acceptUnverified: true }), key, leaving.signal)
  await expect.poll(() => sandbox.requests.length).toBe(1)
  leaving.abort()
  await expect(left).rejects.toThrow('aborted')
  // The check alone would have gone on for ten seconds.
  const other = toCredentialBody()
  await expect.poll(() => save(other, key), { timeout: 3_000 }).toBe(201)
  expect(await countRows(home.config.store, 'credential')).toBe(1)
})

async function save(body: unknown, key: string, signal?: AbortSignal): Promise<number> {
  const answer = await latchkey.fetch('/api/credentials', {
    method: 'POST',
    headers: { 'content-type': 'application/json', [CLIENT_HEADER]: 'test', [IDEMPOTENCY_KEY_HEADER]: key },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  })
  return answer.status
}
