import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CLIENT_HEADER, IDEMPOTENCY_KEY_HEADER } from '../../contract/endpoints.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import { createTestHome, freshToken, type TestHome, toCredentialBody } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { type LatchkeyProcess, startProcess, toEnvironment } from '../fixture/process.ts'
import { countRows, runOnStore } from '../fixture/raw-store.ts'

// Processes, since SQLite's waiting for its file stops the one thread of a process: two in one could only wait.
describe.each(engines)('two Latchkeys on one %s', (engine) => {
  let sandbox: RunningSandbox
  let home: TestHome
  let pair: LatchkeyProcess[]

  beforeAll(async () => {
    sandbox = await createSandbox()
    home = await createTestHome(engine, sandbox.origins)
    const environment = toEnvironment(home.folder, home.config)
    pair = [await startProcess(environment), await startProcess(environment)]
    await Promise.all(pair.map((latchkey) => latchkey.ready))
  }, 30_000)
  afterAll(async () => {
    await Promise.all(pair.map((latchkey) => latchkey.kill('SIGTERM')))
    await home.remove()
    await sandbox.close()
  })

  /** Twenty at once, every other one to the other process. */
  async function saveByTwo(toBody: () => unknown, toKey = freshKey, path = '/api/credentials'): Promise<number[]> {
    const requests = Array.from({ length: 20 }, (_, index) => save(pair[index % 2], toBody(), toKey(), path))
    return Promise.all(requests)
  }

  test('S27 make one credential of one key', async () => {
    const before = await countRows(home.config.store, 'credential')
    const [body, key] = [toCredentialBody(), freshKey()]
    const statuses = await saveByTwo(
      () => body,
      () => key,
    )
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true)
    expect(await countRows(home.config.store, 'credential')).toBe(before + 1)
    for (const latchkey of pair) expect(await save(latchkey, body, key)).toBe(201)
    expect(await save(pair[1], { ...body, description: 'another' }, key)).toBe(422)
    expect(await countRows(home.config.store, 'credential')).toBe(before + 1)
  })

  test('make one of one name, and one of one token', async () => {
    const name = `Contested ${crypto.randomUUID()}`
    const secret = { accessToken: freshToken() }
    for (const own of [{ name }, { secret }]) {
      const statuses = await saveByTwo(() => toCredentialBody(own))
      expect(statuses.filter((status) => status === 201)).toHaveLength(1)
      expect(statuses.filter((status) => status === 409)).toHaveLength(19)
    }
  })

  test('keep every save that both make at once, and the right total', async () => {
    const before = await countRows(home.config.store, 'credential')
    const statuses = await saveByTwo(() => toCredentialBody())
    expect(new Set(statuses)).toEqual(new Set([201]))
    expect(await countRows(home.config.store, 'credential')).toBe(before + 20)
    const [row] = await runOnStore(home.config.store, 'select sum(total) as total from credential_total')
    expect(Number(row?.['total'])).toBe(before + 20)
  })

  test('keep every source that both make at once, although each reads before it writes', async () => {
    const [credential] = await runOnStore(home.config.store, 'select id from credential limit 1')
    const source = { kind: 'source', connector: 'intercom', credentialId: credential?.['id'], name: 'Source' }
    const statuses = await saveByTwo(() => source, freshKey, '/api/resources')
    expect(new Set(statuses)).toEqual(new Set([201]))
  })
})

function freshKey(): string {
  return crypto.randomUUID()
}

async function save(
  latchkey: LatchkeyProcess | undefined,
  body: unknown,
  key: string,
  path = '/api/credentials',
): Promise<number> {
  if (!latchkey) throw new Error('There are two')
  const answer = await latchkey.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [CLIENT_HEADER]: 'test', [IDEMPOTENCY_KEY_HEADER]: key },
    body: JSON.stringify(body),
  })
  return answer.status
}
