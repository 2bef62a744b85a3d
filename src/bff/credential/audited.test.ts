import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import {
  createTestHome,
  openTestLatchkey,
  post,
  readCredential,
  readProblem,
  sampleToken,
  type TestHome,
  toCredentialBody,
} from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { countRows, refuseInserts, runOnStore } from '../fixture/raw-store.ts'
import type { Latchkey } from '../latchkey.ts'

describe.each(engines)('S24 on %s, while the audit takes nothing,', (engine) => {
  let sandbox: RunningSandbox
  let home: TestHome
  let latchkey: Latchkey
  let credentialId: string
  let allow: () => Promise<void>

  beforeAll(async () => {
    sandbox = await createSandbox()
    home = await createTestHome(engine, sandbox.origins)
    latchkey = await openTestLatchkey(home)
    credentialId = (await readCredential(await post(latchkey, '/api/credentials', toCredentialBody()))).id
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
    await sandbox.close()
  })

  test.each<[string, string, () => unknown]>([
    ['credential', '/api/credentials', () => toCredentialBody()],
    ['source', '/api/resources', () => toResourceBody(credentialId)],
  ])('a %s is not made, and is under the same key once it does', async (_, path, toBody) => {
    const body = toBody()
    const key = { 'idempotency-key': crypto.randomUUID() }
    const before = await countEverything(home)
    allow = await refuseInserts(home.config.store, 'audit_event')
    const failed = await post(latchkey, path, body, key)
    expect([failed.status, await readProblem(failed)]).toMatchObject([503, { code: 'store_unavailable' }])
    expect(await countEverything(home)).toEqual(before)
    await allow()

    const made = await post(latchkey, path, body, key)
    expect(made.status).toBe(201)
    const after = await countEverything(home)
    expect(after['audit_event']).toBe((before['audit_event'] ?? 0) + 1)
    expect(after['idempotency_key']).toBe((before['idempotency_key'] ?? 0) + 1)
  })

  test('what is refused, or only checked, is answered 503', async () => {
    allow = await refuseInserts(home.config.store, 'audit_event')
    const secret = { accessToken: sampleToken(sandbox.tokens, 'revoked') }
    const refused = await post(latchkey, '/api/credentials', toCredentialBody({ secret }))
    const checked = await post(latchkey, '/api/credentials/check', { connector: 'intercom', secret })
    expect([refused.status, checked.status]).toEqual([503, 503])
    await allow()
  })

  test('the total is the rows’', async () => {
    const [row] = await runOnStore(home.config.store, 'select sum(total) as total from credential_total')
    expect(Number(row?.['total'])).toBe(await countRows(home.config.store, 'credential'))
  })
})

function toResourceBody(credentialId: string): unknown {
  return { kind: 'source', connector: 'intercom', credentialId, name: `Source ${crypto.randomUUID()}` }
}

const tables = ['credential', 'credential_total', 'resource', 'idempotency_key', 'audit_event']

async function countEverything(home: TestHome): Promise<Record<string, number>> {
  const counts = await Promise.all(tables.map((table) => countRows(home.config.store, table)))
  const [total] = await runOnStore(home.config.store, 'select coalesce(sum(total), 0) as total from credential_total')
  return {
    ...Object.fromEntries(tables.map((table, index) => [table, counts[index] ?? 0])),
    total: Number(total?.['total']),
  }
}
