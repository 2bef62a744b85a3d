import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Credential } from '../../contract/credential.ts'
import { verdictSchema } from '../../contract/verdict.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import {
  createTestHome,
  get,
  openTestLatchkey,
  readCredential,
  readProblem,
  sampleToken,
  type TestHome,
} from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { countRows, refuseInserts, runOnStore } from '../fixture/raw-store.ts'
import { checkNow, replace, saveFresh, siblingOf } from '../fixture/replace-secret.ts'
import { accept, type ScriptedProvider, startScriptedProvider } from '../fixture/scripted-provider.ts'
import type { Latchkey } from '../latchkey.ts'
import { createLog } from '../log.ts'
import { Secret } from '../vault/secret.ts'

describe.each(engines)('a stored secret that is checked on %s', (engine) => {
  let sandbox: RunningSandbox
  let home: TestHome
  let latchkey: Latchkey
  let saved: Credential & { token: string }
  const lines: string[] = []

  beforeAll(async () => {
    sandbox = await createSandbox()
    home = await createTestHome(engine, sandbox.origins)
    latchkey = await openTestLatchkey(home, { log: createLog('trace', { write: (line) => lines.push(line) }) })
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
    await sandbox.close()
  })
  beforeEach(async () => {
    saved = await saveFresh(latchkey)
  })

  async function read(id = saved.id): Promise<Credential> {
    return readCredential(await get(latchkey, `/api/credentials/${id}`))
  }

  test('and accepted is told so, and was checked just now', async () => {
    const answer = await checkNow(latchkey, saved.id)
    const verdict = verdictSchema.parse(await answer.json())
    expect([answer.status, verdict.kind]).toEqual([200, 'accepted'])
    const { token: _token, ...before } = saved
    expect(await read()).toEqual({ ...before, checkedAt: verdict.checkedAt })
  })

  test('and revoked meanwhile makes its credential failed at once, from then on', async () => {
    sandbox.revoke(saved.token)
    const answer = await checkNow(latchkey, saved.id)
    expect(await answer.json()).toMatchObject({ kind: 'rejected', reason: 'revoked' })
    const failed = await read()
    expect(failed).toMatchObject({
      status: 'failed',
      statusReason: 'revoked',
      account: saved.account,
      etag: saved.etag,
    })
    await checkNow(latchkey, saved.id)
    expect(await read()).toMatchObject({ status: 'failed', statusSince: failed.statusSince })
    const events = await runOnStore(
      home.config.store,
      `select actor_id, detail from audit_event where credential_id = '${saved.id}' and action = 'credential.checked' order by id`,
    )
    expect(events.map(({ actor_id: actor }) => actor)).toEqual(['local', 'local'])
    expect(JSON.parse(String(events[0]?.['detail']))).toMatchObject({ verdict: 'rejected', status: 'failed' })
  })

  test('S29 in an outage stays what it was, be that good or bad', async () => {
    const bad = await saveFresh(latchkey)
    sandbox.revoke(bad.token)
    await checkNow(latchkey, bad.id)
    const before = [await read(), await read(bad.id)]
    sandbox.setOutage(true)
    const answers = await Promise.all([saved, bad].map(({ id }) => checkNow(latchkey, id)))
    sandbox.setOutage(false)
    for (const answer of answers) expect(await answer.json()).toMatchObject({ reason: 'server_error' })
    expect([await read(), await read(bad.id)]).toEqual(before)
  })

  test.each(['throttled', 'html_403', 'garbage', 'redirect', 'server_error'])(
    'S29 and met with %s is not counted against the token',
    async (behaviour) => {
      const accessToken = sampleToken(sandbox.tokens, behaviour)
      const own = await saveFresh(latchkey, { secret: { accessToken }, acceptUnverified: true })
      const good = `status = 'verified', status_reason = null, checked_at = created_at`
      await runOnStore(home.config.store, `update credential set ${good} where id = '${own.id}'`)
      const before = await read(own.id)
      expect((await checkNow(latchkey, own.id)).status).toBe(200)
      expect(await read(own.id)).toEqual(before)
    },
  )

  test('and does not open is Latchkey’s own failure: no status, no event, and nothing of it in the log', async () => {
    const other = await saveFresh(latchkey)
    await runOnStore(
      home.config.store,
      `update credential set sealed_secret = (select sealed_secret from credential where id = '${other.id}') where id = '${saved.id}'`,
    )
    const [before, events, asked] = [
      await read(),
      await countRows(home.config.store, 'audit_event'),
      sandbox.requests.length,
    ]
    lines.length = 0
    const answer = await checkNow(latchkey, saved.id)
    expect([answer.status, (await readProblem(answer)).code]).toEqual([500, 'internal_error'])
    expect([await read(), await countRows(home.config.store, 'audit_event')]).toEqual([before, events])
    expect(sandbox.requests.length).toBe(asked)
    expect(lines.join('')).toContain('SealBrokenError')
    for (const secret of [saved.token, other.token, 'ciphertext']) expect(lines.join('')).not.toContain(secret)
  })

  test('S24 moves nothing where the audit takes nothing', async () => {
    sandbox.revoke(saved.token)
    const before = await read()
    const allow = await refuseInserts(home.config.store, 'audit_event')
    const answer = await checkNow(latchkey, saved.id)
    await allow()
    expect(await readProblem(answer)).toMatchObject({ code: 'store_unavailable' })
    expect(await read()).toEqual(before)
  })

  test('S10 is 404 where there is none, no id, or another tenant’s', async () => {
    for (const id of [crypto.randomUUID(), 'none', '\0']) expect((await checkNow(latchkey, id)).status).toBe(404)
    await runOnStore(home.config.store, `update credential set tenant_id = 'other' where id = '${saved.id}'`)
    expect((await checkNow(latchkey, saved.id)).status).toBe(404)
  })
})

test('an operator’s webhook is to be told that a credential began to fail, and that a new secret works again', async () => {
  const sandbox = await createSandbox()
  const home = await createTestHome('sqlite', sandbox.origins)
  const webhook = { url: new URL('https://hooks.example'), secret: new Secret(randomBytes(32).toString('base64')) }
  const latchkey = await openTestLatchkey({ ...home, config: { ...home.config, webhook } })
  const saved = await saveFresh(latchkey)
  await checkNow(latchkey, saved.id)
  sandbox.revoke(saved.token)
  await checkNow(latchkey, saved.id)
  await checkNow(latchkey, saved.id)
  await readCredential(await replace(latchkey, saved, siblingOf(saved.token)))
  const messages = await runOnStore(home.config.store, 'select payload from webhook_delivery order by id')
  const told = messages.map(({ payload }) => JSON.parse(String(payload)) as { type: string })
  expect(told.map(({ type }) => type)).toEqual(['credential.failed', 'credential.verified'])
  await latchkey.close()
  await home.remove()
  await sandbox.close()
})

describe('while a stored secret is checked', () => {
  let provider: ScriptedProvider
  let home: TestHome
  let latchkey: Latchkey

  beforeAll(async () => {
    provider = await startScriptedProvider()
    home = await createTestHome('sqlite', provider.origins)
    latchkey = await openTestLatchkey(home)
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
    await provider.close()
  })

  test('whoever asked may leave: nothing is recorded', async () => {
    const saved = await saveFresh(latchkey)
    const events = await countRows(home.config.store, 'audit_event')
    provider.next(() => undefined)
    const leaving = new AbortController()
    const left = checkNow(latchkey, saved.id, leaving.signal)
    await provider.asked()
    leaving.abort()
    expect((await left).status).toBe(499)
    expect(await countRows(home.config.store, 'audit_event')).toBe(events)
  })

  test('it may be replaced: what is told, and counts, is of the new one', async () => {
    const saved = await saveFresh(latchkey)
    provider.next(async (response) => {
      await readCredential(await replace(latchkey, saved, siblingOf(saved.token)))
      const revoked = { type: 'error.list', errors: [{ code: 'token_revoked' }] }
      response.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify(revoked))
    })
    expect(await (await checkNow(latchkey, saved.id)).json()).toMatchObject({ kind: 'accepted' })
    const answer = await get(latchkey, `/api/credentials/${saved.id}`)
    expect(await readCredential(answer)).toMatchObject({ status: 'verified', etag: '"2"' })
  })

  test('its credential may go: there is none to check', async () => {
    const saved = await saveFresh(latchkey)
    provider.next(async (response) => {
      await runOnStore(home.config.store, `delete from credential where id = '${saved.id}'`)
      accept(response)
    })
    expect((await checkNow(latchkey, saved.id)).status).toBe(404)
  })
})
