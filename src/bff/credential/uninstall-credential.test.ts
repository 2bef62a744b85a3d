import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Credential, justDeletedCredentialSchema, type Uninstallation } from '../../contract/credential.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import { connect, toAuthorizedBody, withOAuth } from '../fixture/authorization.ts'
import { change } from '../fixture/change.ts'
import {
  createTestHome,
  openTestLatchkey,
  post,
  readCredential,
  type TestHome,
  toCredentialBody,
} from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { refuseInserts, runOnStore } from '../fixture/raw-store.ts'
import type { Latchkey } from '../latchkey.ts'

describe.each(engines)('deleting what was connected on %s', (engine) => {
  let sandbox: RunningSandbox
  let home: TestHome
  let latchkey: Latchkey
  beforeAll(async () => {
    sandbox = await createSandbox()
    home = withOAuth(await createTestHome(engine, sandbox.origins), sandbox)
    latchkey = await openTestLatchkey(home)
  })
  afterEach(() => sandbox.setOutage(false))
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
    await sandbox.close()
  })

  let saved: Credential
  beforeEach(async () => {
    saved = await save()
  })

  async function save(workspace?: string, region: 'us' | 'eu' = 'us'): Promise<Credential> {
    const wish = { region, ...(workspace !== undefined && { workspace }) }
    const held = await connect(latchkey, { region }, wish)
    return readCredential(await post(latchkey, '/api/credentials', toAuthorizedBody(held)))
  }

  async function remove({ id }: Pick<Credential, 'id'>, query = ''): Promise<Uninstallation | null> {
    const answer = await change(latchkey, 'DELETE', `/api/credentials/${id}${query}`)
    expect(answer.status).toBe(200)
    return justDeletedCredentialSchema.parse(await answer.json()).uninstallation
  }

  const restore = async ({ id }: Pick<Credential, 'id'>) =>
    readCredential(await change(latchkey, 'POST', `/api/deleted-credentials/${id}/restore`))

  const calls = () => sandbox.requests.filter(({ path }) => path === '/auth/uninstall')

  test('uninstalls it at the provider, says so, and a restored one is known not to work', async () => {
    const before = calls().length
    expect(await remove(saved)).toEqual({ kind: 'uninstalled' })
    expect(calls().length).toBe(before + 1)
    expect(calls().at(-1)).toMatchObject({ method: 'POST' })
    const restored = await restore(saved)
    expect(restored).toMatchObject({ status: 'failed', statusReason: 'revoked' })
    const checked = await change(latchkey, 'POST', `/api/credentials/${saved.id}/check`)
    expect(await checked.json()).toMatchObject({ kind: 'rejected', reason: 'revoked' })
    expect(await events(saved)).toEqual([
      ['credential.deleted', 'done'],
      ['credential.uninstalled', 'done'],
    ])
  })

  test('asks the host of its region', async () => {
    const eu = await save('Nordlicht Kaffee', 'eu')
    expect(await remove(eu)).toEqual({ kind: 'uninstalled' })
    const host = new URL(sandbox.origins.eu).host
    expect(calls().at(-1)?.headers['host']).toBe(host)
  })

  test('keeps the installation where somebody wants so: what is restored works as before', async () => {
    const before = calls().length
    expect(await remove(saved, '?keepInstallation=true')).toEqual({ kind: 'kept', reason: 'chosen' })
    expect(calls().length).toBe(before)
    expect(await restore(saved)).toMatchObject({ status: 'verified' })
    const checked = await change(latchkey, 'POST', `/api/credentials/${saved.id}/check`)
    expect(await checked.json()).toMatchObject({ kind: 'accepted' })
  })

  test('keeps it while another credential works by it, of whatever tenant, and the last one ends it', async () => {
    const workspace = 'Northwind Outfitters'
    const [first, second] = [await save(workspace), await save(workspace)]
    await runOnStore(home.config.store, `update credential set tenant_id = 'other' where id = '${second.id}'`)
    expect(await remove(first)).toEqual({ kind: 'kept', reason: 'used' })
    await runOnStore(home.config.store, `update credential set tenant_id = 'local' where id = '${second.id}'`)
    expect(await remove(second)).toEqual({ kind: 'uninstalled' })
  })

  test('S29 in an outage deletes it all the same, and says that the app may still be there', async () => {
    sandbox.setOutage(true)
    expect(await remove(saved)).toEqual({ kind: 'failed', reason: 'server_error' })
    expect(await events(saved)).toEqual([
      ['credential.deleted', 'done'],
      ['credential.uninstalled', 'refused'],
    ])
    sandbox.setOutage(false)
    expect(await restore(saved)).toMatchObject({ status: 'verified' })
  })

  test('whose token the provider no longer takes is said to be refused', async () => {
    await remove(saved)
    const restored = await restore(saved)
    expect(await remove(restored)).toEqual({ kind: 'failed', reason: 'rejected' })
  })

  test('of a secret that does not open says that it may still be there, and deletes it', async () => {
    await runOnStore(home.config.store, `update credential set sealed_secret = '{}' where id = '${saved.id}'`)
    expect(await remove(saved)).toEqual({ kind: 'failed', reason: 'unexpected_answer' })
  })

  test('leaves a token that was typed in alone: its app is the person’s own', async () => {
    const before = calls().length
    const typed = await readCredential(await post(latchkey, '/api/credentials', toCredentialBody()))
    expect(await remove(typed)).toBeNull()
    expect(calls().length).toBe(before)
  })

  test('S24 refused by the audit uninstalls nothing', async () => {
    const before = calls().length
    const allow = await refuseInserts(home.config.store, 'audit_event')
    expect((await change(latchkey, 'DELETE', `/api/credentials/${saved.id}`)).status).toBe(503)
    await allow()
    expect(calls().length).toBe(before)
  })

  test('refused for somebody else’s change uninstalls nothing', async () => {
    const before = calls().length
    const answer = await change(latchkey, 'DELETE', `/api/credentials/${saved.id}`, { ifMatch: '"0"' })
    expect(answer.status).toBe(412)
    expect(calls().length).toBe(before)
    expect((await change(latchkey, 'DELETE', `/api/credentials/${saved.id}?keepInstallation=1`)).status).toBe(422)
  })

  async function events({ id }: Pick<Credential, 'id'>): Promise<[unknown, unknown][]> {
    const rows = await runOnStore(
      home.config.store,
      `select action, outcome from audit_event where credential_id = '${id}' and action in ('credential.deleted', 'credential.uninstalled') order by id`,
    )
    return rows.map(({ action, outcome }) => [action, outcome])
  }
})
