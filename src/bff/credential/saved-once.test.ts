import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import {
  createTestHome,
  freshToken,
  openTestLatchkey,
  post,
  readCredential,
  readProblem,
  sampleToken,
  type TestHome,
  toCredentialBody,
} from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { countRows, runOnStore } from '../fixture/raw-store.ts'
import type { Latchkey } from '../latchkey.ts'

const path = '/api/credentials'

describe.each(engines)('on %s', (engine) => {
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

  test('S27 the same request again gets the same answer, and asks the provider no more', async () => {
    const [body, key] = [toCredentialBody(), freshKey()]
    const first = await post(latchkey, path, body, key)
    const calls = sandbox.requests.length
    const second = await post(latchkey, path, body, key)
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.headers.get('location')).toBe(first.headers.get('location'))
    expect(await second.text()).toBe(await first.text())
    expect(sandbox.requests.length).toBe(calls)
  })

  test('S27 another body, or another route, under the key is 422', async () => {
    const [body, key] = [toCredentialBody(), freshKey()]
    const { id } = await readCredential(await post(latchkey, path, body, key))
    const other = await post(latchkey, path, { ...body, description: 'another' }, key)
    const source = { kind: 'source', connector: 'intercom', credentialId: id, name: 'Source' }
    const elsewhere = await post(latchkey, '/api/resources', source, key)
    for (const answer of [other, elsewhere]) {
      expect([answer.status, (await readProblem(answer)).code]).toEqual([422, 'idempotency_key_reused'])
    }
    expect(await countRows(home.config.store, 'resource')).toBe(0)
  })

  test('S27 twenty at once make one', async () => {
    const [body, key] = [toCredentialBody(), freshKey()]
    const before = await countRows(home.config.store, 'credential')
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(latchkey, path, body, key)))
    const made = answers.filter(({ status }) => status === 201)
    const inFlight = answers.filter(({ status }) => status === 409)
    expect(made.length).toBeGreaterThanOrEqual(1)
    expect(made.length + inFlight.length).toBe(20)
    expect(new Set(await Promise.all(made.map((answer) => answer.text()))).size).toBe(1)
    for (const answer of inFlight) {
      expect(answer.headers.get('retry-after')).toBe('1')
      expect(await readProblem(answer)).toMatchObject({ code: 'idempotency_in_flight' })
    }
    expect(await countRows(home.config.store, 'credential')).toBe(before + 1)
  })

  test('S27 a failure frees the key, for the same body and for another', async () => {
    const key = freshKey()
    const name = `Once refused ${crypto.randomUUID()}`
    const refused = toCredentialBody({ name, secret: { accessToken: sampleToken(sandbox.tokens, 'revoked') } })
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(await readProblem(await post(latchkey, path, refused, key))).toMatchObject({ code: 'token_rejected' })
    }
    expect((await post(latchkey, path, toCredentialBody({ name }), key)).status).toBe(201)
  })

  test('of twenty at once with one name, one is saved and the others are told of it', async () => {
    const name = `Contested ${crypto.randomUUID()}`
    const bodies = Array.from({ length: 20 }, (_, index) =>
      toCredentialBody({ name: index % 2 === 0 ? name : name.toUpperCase() }),
    )
    await expectOneWinner(latchkey, bodies, 'name_taken')
  })

  test('of twenty at once with one token, one is saved and the others are told of it', async () => {
    const secret = { accessToken: freshToken() }
    const bodies = Array.from({ length: 20 }, () => toCredentialBody({ secret }))
    await expectOneWinner(latchkey, bodies, 'duplicate_credential')
  })

  test('the total is the rows’, whatever raced', async () => {
    const [row] = await runOnStore(home.config.store, 'select sum(total) as total from credential_total')
    expect(Number(row?.['total'])).toBe(await countRows(home.config.store, 'credential'))
  })
})

function freshKey(): Record<string, string> {
  return { 'idempotency-key': crypto.randomUUID() }
}

async function expectOneWinner(latchkey: Latchkey, bodies: unknown[], code: string): Promise<void> {
  const answers = await Promise.all(bodies.map((body) => post(latchkey, path, body)))
  const [winner, ...others] = answers.toSorted((one, other) => one.status - other.status)
  if (!winner) throw new Error('Nobody answered')
  const { id, name } = await readCredential(winner)
  for (const answer of others) {
    expect(answer.status).toBe(409)
    expect(await readProblem(answer)).toMatchObject({ code, existing: { id, name } })
  }
}
