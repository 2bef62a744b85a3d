import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkedSecretSchema } from '../../contract/credential.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import {
  createTestHome,
  freshToken,
  openTestLatchkey,
  post,
  readCredential,
  sampleToken,
  type TestHome,
  toCredentialBody,
} from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { runOnStore } from '../fixture/raw-store.ts'
import { replace, saveFresh, siblingOf } from '../fixture/replace-secret.ts'
import type { Latchkey } from '../latchkey.ts'

describe.each(engines)('a secret that is tested on %s', (engine) => {
  let sandbox: RunningSandbox
  let home: TestHome
  let latchkey: Latchkey
  let now = Date.parse('2026-03-01T12:00:00.000Z')

  beforeAll(async () => {
    sandbox = await createSandbox()
    home = await createTestHome(engine, sandbox.origins)
    latchkey = await openTestLatchkey(home, { clock: () => new Date(now) })
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
    await sandbox.close()
  })

  async function check(accessToken: string, own: Record<string, unknown> = {}) {
    const body = { connector: 'intercom', secret: { accessToken }, ...own }
    const answer = await post(latchkey, '/api/credentials/check', body)
    return checkedSecretSchema.parse(await answer.json())
  }

  async function namesOfWorkspace(accessToken: string): Promise<string[]> {
    const { sameWorkspace } = await check(accessToken)
    return sameWorkspace.map(({ name }) => name)
  }

  /** How often the provider is asked by a save. */
  async function callsToSave(accessToken: string, own: Record<string, unknown> = {}): Promise<number> {
    const before = sandbox.requests.length
    await readCredential(
      await post(latchkey, '/api/credentials', toCredentialBody({ secret: { accessToken }, ...own })),
    )
    return sandbox.requests.length - before
  }

  test('and that nobody has, nor another of its workspace, is told so', async () => {
    const checked = await check(freshToken())
    expect(checked).toMatchObject({ kind: 'accepted', sameWorkspace: [] })
    expect(checked.existing).toBeUndefined()
  })

  test('and that a credential has already is told to be that one’s, whatever the verdict', async () => {
    const { id, name, token } = await saveFresh(latchkey)
    expect(await check(token)).toMatchObject({ kind: 'accepted', existing: { id, name }, sameWorkspace: [] })
    sandbox.revoke(token)
    expect(await check(token)).toMatchObject({ kind: 'rejected', existing: { id, name }, sameWorkspace: [] })
  })

  test('is told which others belong to its workspace, ten at most, and none of another tenant’s', async () => {
    let token = freshToken()
    const names: string[] = []
    for (let index = 0; index < 12; index += 1) {
      const { name } = await saveFresh(latchkey, { secret: { accessToken: token } })
      names.push(name)
      token = siblingOf(token)
    }
    await runOnStore(home.config.store, `update credential set tenant_id = 'other' where name = '${names[0]}'`)
    expect(await namesOfWorkspace(token)).toEqual(names.slice(1, 11))
    await runOnStore(home.config.store, `update credential set tenant_id = 'other' where name <> '${names[1]}'`)
    expect(await namesOfWorkspace(token)).toEqual(names.slice(1, 2))
  })

  test('and that does not say whose it is has no others', async () => {
    const [one, other] = [sampleToken(sandbox.tokens, 'null_account'), sampleToken(sandbox.tokens, 'restricted')]
    await saveFresh(latchkey, { secret: { accessToken: one } })
    expect(await check(other)).toMatchObject({ kind: 'restricted', sameWorkspace: [] })
  })

  test('and accepted is saved without asking the provider again', async () => {
    const token = freshToken()
    const { checkedAt } = await check(token)
    now += 59_000
    const before = sandbox.requests.length
    const saved = await saveFresh(latchkey, { secret: { accessToken: token } })
    expect(sandbox.requests.length).toBe(before)
    expect(saved).toMatchObject({ status: 'verified', checkedAt })
    expect(saved.account?.workspaceName).toBeTruthy()
  })

  test('and accepted takes another’s place without asking the provider again', async () => {
    const saved = await saveFresh(latchkey)
    const token = siblingOf(saved.token)
    await check(token)
    const before = sandbox.requests.length
    await readCredential(await replace(latchkey, saved, token))
    expect(sandbox.requests.length).toBe(before)
  })

  test('is asked about again after a minute, in another region, and for another token', async () => {
    const [late, elsewhere, other] = [freshToken(), freshToken(), freshToken()]
    await check(late)
    now += 60_000
    expect(await callsToSave(late)).toBe(1)
    await check(elsewhere)
    expect(await callsToSave(elsewhere, { region: 'us' })).toBe(1)
    await check(other)
    expect(await callsToSave(freshToken())).toBe(1)
  })

  test('is asked about again where it was not accepted, be it accepted before', async () => {
    const restricted = sampleToken(sandbox.tokens, 'restricted')
    await check(restricted)
    expect(await callsToSave(restricted, { acceptRestricted: true })).toBe(1)
    const revoked = freshToken()
    await check(revoked)
    sandbox.revoke(revoked)
    await check(revoked)
    const answer = await post(latchkey, '/api/credentials', toCredentialBody({ secret: { accessToken: revoked } }))
    expect(answer.status).toBe(422)
  })
})
