import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import {
  createTestHome,
  get,
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

describe.each(engines)('S26 on %s', (engine) => {
  let sandbox: RunningSandbox
  let home: TestHome
  let latchkey: Latchkey

  beforeAll(async () => {
    sandbox = await createSandbox()
    home = await createTestHome(engine, sandbox.origins)
    latchkey = await openTestLatchkey(home)
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
    await sandbox.close()
  })

  function bodyFor(behaviour: string, own: Record<string, unknown> = {}): Record<string, unknown> {
    return toCredentialBody({ secret: { accessToken: sampleToken(sandbox.tokens, behaviour) }, ...own })
  }

  test.each([
    ['invalid', 'token_rejected'],
    ['revoked', 'token_rejected'],
    ['suspended', 'token_rejected'],
    ['restricted', 'token_restricted'],
    ['throttled', 'provider_throttled'],
    ['server_error', 'provider_unreachable'],
    ['html_403', 'provider_unreachable'],
    ['garbage', 'provider_unreachable'],
    ['redirect', 'provider_unreachable'],
  ])('%s makes no credential: %s, and an audit event without the token', async (behaviour, code) => {
    const before = await countRows(home.config.store, 'credential')
    const problem = await readProblem(await post(latchkey, '/api/credentials', bodyFor(behaviour)))
    expect(problem).toMatchObject({ code, verdict: { kind: expectedKind(sandbox, behaviour) } })
    expect(await countRows(home.config.store, 'credential')).toBe(before)
    expect(await lastAuditEvent(home)).toMatchObject({ action: 'credential.refused', credential_id: null })
  })

  test.each(['invalid', 'revoked', 'suspended'])('%s makes none whatever is accepted', async (behaviour) => {
    const body = bodyFor(behaviour, { acceptUnverified: true, acceptRestricted: true })
    expect(await readProblem(await post(latchkey, '/api/credentials', body))).toMatchObject({ code: 'token_rejected' })
  })

  test('to accept what is unchecked is not to accept what is restricted, nor the other way round', async () => {
    const restricted = await post(latchkey, '/api/credentials', bodyFor('restricted', { acceptUnverified: true }))
    expect(await readProblem(restricted)).toMatchObject({ code: 'token_restricted' })
    const garbage = await post(latchkey, '/api/credentials', bodyFor('garbage', { acceptRestricted: true }))
    expect(await readProblem(garbage)).toMatchObject({ code: 'provider_unreachable' })
  })

  test.each([
    ['accepted', {}, { status: 'verified', statusReason: null, account: { workspaceName: 'Northwind Outfitters' } }],
    ['null_account', {}, { status: 'verified', statusReason: null, account: null, region: 'auto' }],
    ['restricted', { acceptRestricted: true }, { status: 'verified', statusReason: 'scope', account: null }],
    ['throttled', { acceptUnverified: true }, { status: 'unverified', statusReason: 'throttled', checkedAt: null }],
    [
      'garbage',
      { acceptUnverified: true },
      { status: 'unverified', statusReason: 'unexpected_answer', checkedAt: null },
    ],
    [
      'server_error',
      { acceptUnverified: true },
      { status: 'unverified', statusReason: 'server_error', region: 'auto' },
    ],
  ])('%s with %j is saved as it stands', async (behaviour, accepting, expected) => {
    const credential = await readCredential(await post(latchkey, '/api/credentials', bodyFor(behaviour, accepting)))
    expect(credential).toMatchObject(expected)
    expect(await (await get(latchkey, `/api/credentials/${credential.id}`)).json()).toEqual(credential)
    expect(await lastAuditEvent(home)).toMatchObject({ action: 'credential.created', credential_id: credential.id })
  })

  test('what is accepted unchecked is asked about first', async () => {
    const before = sandbox.requests.length
    const body = toCredentialBody({ acceptUnverified: true, acceptRestricted: true })
    expect(await readCredential(await post(latchkey, '/api/credentials', body))).toMatchObject({ status: 'verified' })
    expect(sandbox.requests.length).toBe(before + 1)
  })

  test('a conflict costs the provider no call', async () => {
    const taken = await readCredential(await post(latchkey, '/api/credentials', toCredentialBody()))
    const before = sandbox.requests.length
    const again = await post(latchkey, '/api/credentials', toCredentialBody({ name: taken.name.toUpperCase() }))
    const existing = { id: taken.id, name: taken.name }
    expect(await readProblem(again)).toMatchObject({ code: 'name_taken', existing })
    expect(sandbox.requests.length).toBe(before)
  })

  test.each(['credential', 'credential_total'])(
    'a store that fails at %s after the check keeps nothing',
    async (table) => {
      const allow = await refuseInserts(home.config.store, table)
      const body = toCredentialBody({ connector: 'intercom' })
      // A total that is there already is updated, which no insert's trigger sees.
      await runOnStore(home.config.store, 'delete from credential_total')
      const before = await countRows(home.config.store, 'credential')
      const key = { 'idempotency-key': crypto.randomUUID() }
      const failed = await post(latchkey, '/api/credentials', body, key)
      expect([failed.status, (await readProblem(failed)).code]).toEqual([503, 'store_unavailable'])
      expect(await countRows(home.config.store, 'credential')).toBe(before)
      await allow()
      expect((await post(latchkey, '/api/credentials', body, key)).status).toBe(201)
    },
  )

  test('whoever leaves during the check leaves nothing behind, and the key is free', { timeout: 20_000 }, async () => {
    const before = await countRows(home.config.store, 'credential')
    for (const own of [{}, { acceptUnverified: true, acceptRestricted: true }]) {
      const body = bodyFor('hanging', own)
      const key = { 'idempotency-key': crypto.randomUUID() }
      const leaving = new AbortController()
      const asked = sandbox.requests.length
      const answer = post(latchkey, '/api/credentials', body, key, leaving.signal)
      await expect.poll(() => sandbox.requests.length).toBeGreaterThan(asked)
      leaving.abort()
      expect((await answer).status).toBe(499)
      expect(await countRows(home.config.store, 'credential')).toBe(before)
      const other = toCredentialBody({ name: body['name'] })
      const again = await post(latchkey, '/api/credentials', { ...other, name: `${String(other['name'])} again` }, key)
      expect(again.status).toBe(201)
      await runOnStore(home.config.store, "delete from credential where name like '% again'")
    }
  })
})

function expectedKind({ tokens }: RunningSandbox, behaviour: string): string | undefined {
  return tokens.find((sample) => sample.behaviour === behaviour)?.expects
}

async function lastAuditEvent(home: TestHome): Promise<Record<string, unknown> | undefined> {
  const [event] = await runOnStore(home.config.store, 'select * from audit_event order by id desc limit 1')
  return event
}
