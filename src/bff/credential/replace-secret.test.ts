import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Credential } from '../../contract/credential.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import {
  createTestHome,
  freshToken,
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
import { runOnStore } from '../fixture/raw-store.ts'
import { replace, saveFresh, servedWorkspace, siblingOf } from '../fixture/replace-secret.ts'
import type { Latchkey } from '../latchkey.ts'

describe.each(engines)('S26 on %s, a secret that replaces another', (engine) => {
  let sandbox: RunningSandbox
  let home: TestHome
  let latchkey: Latchkey
  let saved: Credential & { token: string }

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
  beforeEach(async () => {
    saved = await saveFresh(latchkey)
  })

  async function readRow(): Promise<Record<string, unknown>> {
    const [row] = await runOnStore(home.config.store, `select * from credential where id = '${saved.id}'`)
    // The watch's own; a refused replacement says nothing of when it is to look.
    return { ...row, check_due_at: undefined }
  }

  async function lastEvent(): Promise<{ action: unknown; detail: unknown }> {
    const [event] = await runOnStore(
      home.config.store,
      `select action, detail from audit_event where credential_id = '${saved.id}' order by id desc limit 1`,
    )
    return { action: event?.['action'], detail: JSON.parse(String(event?.['detail'])) }
  }

  /** The old one is what the row holds, what opens, and what the provider sees. */
  async function expectOldServes(before: Record<string, unknown>): Promise<void> {
    expect(await readRow()).toEqual(before)
    expect(await servedWorkspace(latchkey, saved.id)).toBe(saved.account?.workspaceId)
  }

  test('is what the provider sees from then on, and the old one is free and leads nowhere', async () => {
    const answer = await replace(latchkey, saved, siblingOf(saved.token))
    const replaced = await readCredential(answer)
    const { token: _token, ...before } = saved
    expect(replaced).toEqual({
      ...before,
      etag: '"2"',
      fingerprint: replaced.fingerprint,
      statusSince: replaced.statusSince,
      checkedAt: replaced.checkedAt,
      updatedAt: replaced.updatedAt,
    })
    expect(replaced.fingerprint).not.toBe(saved.fingerprint)
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, '"2"'])
    expect(await (await get(latchkey, `/api/credentials/${saved.id}`)).json()).toEqual(replaced)

    sandbox.revoke(saved.token)
    expect(await servedWorkspace(latchkey, saved.id)).toBe(saved.account?.workspaceId)
    const again = toCredentialBody({ secret: { accessToken: saved.token } })
    expect((await post(latchkey, '/api/credentials', again)).status).toBe(422)
  })

  test('does not inherit a rejection of the old one that waits for its second', async () => {
    await runOnStore(home.config.store, `update credential set rejected_at = created_at where id = '${saved.id}'`)
    await readCredential(await replace(latchkey, saved, siblingOf(saved.token)))
    expect(await readRow()).toMatchObject({ rejected_at: null })
  })

  test('leaves an event that tells the workspaces, and neither secret', async () => {
    await readCredential(await replace(latchkey, saved, siblingOf(saved.token)))
    const name = saved.account?.workspaceName
    const workspace = { before: name, after: name }
    expect(await lastEvent()).toEqual({
      action: 'secret.replaced',
      detail: { verdict: 'accepted', requestId: expect.any(String), status: 'verified', workspace },
    })
  })

  test.each([
    ['invalid', 422, 'token_rejected'],
    ['revoked', 422, 'token_rejected'],
    ['restricted', 422, 'token_restricted'],
    ['throttled', 429, 'provider_throttled'],
    ['server_error', 503, 'provider_unreachable'],
    ['garbage', 503, 'provider_unreachable'],
  ])('is refused where it is %s: %i %s', async (behaviour, status, code) => {
    const before = await readRow()
    const accepting = { acceptAccountChange: true }
    const answer = await replace(latchkey, saved, sampleToken(sandbox.tokens, behaviour), accepting)
    const problem = await readProblem(answer)
    expect([answer.status, problem.code]).toEqual([status, code])
    expect(await lastEvent()).toMatchObject({
      action: 'secret.replacement_refused',
      detail: { verdict: problem.verdict?.kind },
    })
    await expectOldServes(before)
  })

  test('of another workspace is refused until that is accepted, and the provider is asked once for both', async () => {
    const before = await readRow()
    const other = freshToken()
    const asked = sandbox.requests.length
    const problem = await readProblem(await replace(latchkey, saved, other))
    expect(problem).toMatchObject({ status: 409, code: 'account_mismatch', verdict: { kind: 'accepted' } })
    const { detail } = await lastEvent()
    expect(detail).toMatchObject({ workspace: { before: saved.account?.workspaceName } })
    const replaced = await readCredential(await replace(latchkey, saved, other, { acceptAccountChange: true }))
    expect(sandbox.requests.length).toBe(asked + 1)
    expect(replaced.account?.workspaceId).not.toBe(saved.account?.workspaceId)
    expect(await servedWorkspace(latchkey, saved.id)).toBe(replaced.account?.workspaceId)
    expect(before['sealed_secret']).not.toBe((await readRow())['sealed_secret'])
    expect((await readRow())['search_folded']).toContain(replaced.account?.workspaceName?.toLowerCase())
  })

  test('that does not say whose it is, is refused where the old one did, and only there', async () => {
    const nobodys = sampleToken(sandbox.tokens, 'null_account')
    expect(await readProblem(await replace(latchkey, saved, nobodys))).toMatchObject({ code: 'account_mismatch' })
    const accepting = { acceptAccountChange: true }
    const replaced = await readCredential(await replace(latchkey, saved, nobodys, accepting))
    expect(replaced).toMatchObject({ account: null, region: 'auto' })
    expect(await readCredential(await replace(latchkey, replaced, freshToken()))).toMatchObject({ status: 'verified' })
  })

  test('that is restricted takes both acceptances, since it does not say whose it is', async () => {
    const restricted = sampleToken(sandbox.tokens, 'restricted')
    const half = await replace(latchkey, saved, restricted, { acceptRestricted: true })
    expect(await readProblem(half)).toMatchObject({ code: 'account_mismatch', verdict: { kind: 'restricted' } })
    const whole = { acceptRestricted: true, acceptAccountChange: true }
    const replaced = await readCredential(await replace(latchkey, saved, restricted, whole))
    expect(replaced).toMatchObject({ status: 'verified', statusReason: 'scope', account: null })
    await readCredential(await replace(latchkey, replaced, freshToken()))
  })

  test('that another credential has is refused, and the provider is not asked', async () => {
    const other = await saveFresh(latchkey)
    const asked = sandbox.requests.length
    const problem = await readProblem(await replace(latchkey, saved, other.token, { acceptAccountChange: true }))
    expect(problem).toMatchObject({ code: 'duplicate_credential', existing: { id: other.id, name: other.name } })
    expect(sandbox.requests.length).toBe(asked)
  })

  test('that is the one already there is checked again, and nothing is replaced', async () => {
    const before = await readRow()
    expect(await readCredential(await replace(latchkey, saved, saved.token))).toMatchObject({ etag: '"1"' })
    expect(await readRow()).toMatchObject({ sealed_secret: before['sealed_secret'], secret_version: 1 })
    expect(await lastEvent()).toMatchObject({ action: 'credential.checked', detail: { verdict: 'accepted' } })
    sandbox.revoke(saved.token)
    expect(await readProblem(await replace(latchkey, saved, saved.token))).toMatchObject({ code: 'token_rejected' })
    expect(await readRow()).toMatchObject({ status: 'failed', status_reason: 'revoked', secret_version: 1 })
  })

  test.each([[undefined], ['us']])(
    'that is the one already there leaves the wrong region, asked for %s',
    async (region) => {
      await runOnStore(
        home.config.store,
        `update credential set region = 'eu', status = 'unverified', account = null where id = '${saved.id}'`,
      )
      const moved = await readCredential(await replace(latchkey, saved, saved.token, { region }))
      expect(moved).toMatchObject({ region: 'us', status: 'verified', account: saved.account, etag: '"2"' })
      expect(moved.fingerprint).toBe(saved.fingerprint)
      const again = await readCredential(await replace(latchkey, saved, saved.token, { region }))
      expect([again.region, again.etag]).toEqual(['us', '"2"'])
    },
  )

  test('that is the one already there stays where it works, whatever region is asked for', async () => {
    const before = await readRow()
    const problem = await readProblem(await replace(latchkey, saved, saved.token, { region: 'eu' }))
    expect(problem).toMatchObject({ code: 'token_rejected', verdict: { reason: 'invalid_or_other_region' } })
    await expectOldServes(before)
  })

  test('brings a failed credential back', async () => {
    sandbox.revoke(saved.token)
    await servedWorkspace(latchkey, saved.id)
    expect(await readRow()).toMatchObject({ status: 'failed' })
    const replaced = await readCredential(await replace(latchkey, saved, siblingOf(saved.token)))
    expect(replaced).toMatchObject({ status: 'verified', statusReason: null })
  })

  test('is refused where somebody else changed the credential, and the provider is not asked', async () => {
    await readCredential(await replace(latchkey, saved, siblingOf(saved.token)))
    const asked = sandbox.requests.length
    const late = await replace(latchkey, saved, freshToken(), { acceptAccountChange: true })
    expect([late.status, (await readProblem(late)).code]).toEqual([412, 'changed_meanwhile'])
    expect(sandbox.requests.length).toBe(asked)
  })

  test('whose answer was lost can be sent again, and is answered as it stands', async () => {
    const next = siblingOf(saved.token)
    const lost = await readCredential(await replace(latchkey, saved, next))
    const again = await readCredential(await replace(latchkey, saved, next))
    expect([again.etag, again.fingerprint]).toEqual([lost.etag, lost.fingerprint])
    expect(again.fingerprint).not.toBe(saved.fingerprint)
  })

  test('is the only one of ten that come at once, and the others are told', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => replace(latchkey, saved, freshToken(), { acceptAccountChange: true })),
    )
    const [winner, ...others] = answers.toSorted((one, other) => one.status - other.status)
    if (!winner) throw new Error('Nobody answered')
    const replaced = await readCredential(winner)
    expect(new Set(others.map(({ status }) => status))).toEqual(new Set([412]))
    expect(await servedWorkspace(latchkey, saved.id)).toBe(replaced.account?.workspaceId)
  })

  test('becomes one of two credentials that take it at once, and the other is told of it', async () => {
    const other = await saveFresh(latchkey)
    const contested = freshToken()
    const answers = await Promise.all(
      [saved, other].map((each) => replace(latchkey, each, contested, { acceptAccountChange: true })),
    )
    const [winner, loser] = answers.toSorted((one, two) => one.status - two.status)
    if (!winner || !loser) throw new Error('Nobody answered')
    const { id, name } = await readCredential(winner)
    expect(await readProblem(loser)).toMatchObject({ code: 'duplicate_credential', existing: { id, name } })
  })

  test('S10 is 404 for a credential that is not there, is no id, or is another tenant’s', async () => {
    for (const id of [crypto.randomUUID(), 'none', '\0']) {
      expect(await readProblem(await replace(latchkey, { ...saved, id }, freshToken()))).toMatchObject({ status: 404 })
    }
    await runOnStore(home.config.store, `update credential set tenant_id = 'other' where id = '${saved.id}'`)
    expect(await readProblem(await replace(latchkey, saved, freshToken()))).toMatchObject({ status: 404 })
    expect(await readProblem(await replace(latchkey, saved, saved.token))).toMatchObject({ status: 404 })
  })

  test.each([
    ['no secret', { secret: undefined }, '/secret', 'required'],
    ['a field of a save', { name: 'Support' }, '/name', 'unknown_field'],
    ['a connector', { connector: 'intercom' }, '/connector', 'unknown_field'],
    ['an acceptance of what cannot be had', { acceptUnverified: true }, '/acceptUnverified', 'unknown_field'],
    ['another field of the secret', { secret: { apiKey: 'a' } }, '/secret/accessToken', 'required'],
    ['a token with a line break', { secret: { accessToken: 'a\nb' } }, '/secret/accessToken', 'white_space_inside'],
  ])('is refused for %s', async (_, own, pointer, code) => {
    const problem = await readProblem(await replace(latchkey, saved, freshToken(), own))
    expect(problem).toMatchObject({ status: 422, code: 'invalid_input' })
    expect(problem.errors?.[0]).toMatchObject({ pointer, code })
  })
})

test('S26 on SQLite, a secret that replaces another leaves nothing of that in the store’s files', async () => {
  const sandbox = await createSandbox()
  const home = await createTestHome('sqlite', sandbox.origins)
  const latchkey = await openTestLatchkey(home)
  const saved = await saveFresh(latchkey)
  const [row] = await runOnStore(home.config.store, 'select sealed_secret from credential')
  const { ciphertext } = JSON.parse(String(row?.['sealed_secret'])) as { ciphertext: string }
  expect(readFiles(home)).toContain(ciphertext)
  await readCredential(await replace(latchkey, saved, siblingOf(saved.token)))
  expect(readFiles(home)).not.toContain(ciphertext)
  await latchkey.close()
  await home.remove()
  await sandbox.close()
})

function readFiles({ folder }: TestHome): string {
  return ['', '-wal'].map((suffix) => readFileSync(join(folder, `data/latchkey.db${suffix}`), 'latin1')).join('')
}
