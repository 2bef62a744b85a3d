import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { oauthEndpoints } from '../../contract/oauth.ts'
import type { Credential } from '../../contract/credential.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import { connect, pathOf, toAuthorizedBody, withOAuth } from '../fixture/authorization.ts'
import { change } from '../fixture/change.ts'
import {
  createTestHome,
  get,
  openTestLatchkey,
  post,
  PUBLIC_URL,
  readCredential,
  type TestHome,
  toCredentialBody,
} from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { runOnStore } from '../fixture/raw-store.ts'
import type { Latchkey } from '../latchkey.ts'

const HOUR = 3_600_000

describe.each(engines)('a notice that an app was uninstalled on %s', (engine) => {
  let sandbox: RunningSandbox
  let home: TestHome
  let latchkey: Latchkey
  let saved: Credential
  let now: number
  beforeAll(async () => {
    sandbox = await createSandbox()
    home = withOAuth(await createTestHome(engine, sandbox.origins), sandbox)
    now = Date.now()
    latchkey = await openTestLatchkey(home, { clock: () => new Date(now) })
  })
  beforeEach(async () => {
    now += HOUR
    saved = await save()
    now += HOUR
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
    await sandbox.close()
  })

  async function save(workspaceName = 'Northwind Outfitters'): Promise<Credential> {
    const held = await connect(latchkey, {}, { workspace: workspaceName })
    return readCredential(await post(latchkey, '/api/credentials', toAuthorizedBody(held)))
  }

  /** As a provider's server sends it: no cookie, no header of the page's, an origin of its own or none. */
  async function notify(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return latchkey.app.request(new URL(pathOf(oauthEndpoints.uninstalled), PUBLIC_URL), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  }

  async function read({ id }: Pick<Credential, 'id'>) {
    const [row] = await runOnStore(home.config.store, `select * from credential where id = '${id}'`)
    return row
  }

  const workspace = () => ({ app_id: saved.account?.workspaceId, topic: 'whatever else is in it' })

  test('brings the next check of what works by it forward, and changes nothing else, whoever sends it', async () => {
    const typed = await readCredential(await post(latchkey, '/api/credentials', toCredentialBody()))
    const elsewhere = await save('Northwind Outfitters [Test]')
    now += HOUR
    const before = await read(saved)
    const others = [await read(typed), await read(elsewhere)]
    expect((await notify(workspace(), { origin: 'https://evil.test' })).status).toBe(202)
    expect(await read(saved)).toEqual({ ...before, check_due_at: new Date(now).toISOString() })
    expect([await read(typed), await read(elsewhere)]).toEqual(others)
  })

  test('says nothing of whether there is such a workspace', async () => {
    const answers = await Promise.all([notify(workspace()), notify({ app_id: 'nobodys' }), notify({ app_id: 'a\0b' })])
    for (const answer of answers) {
      expect([answer.status, await answer.text()]).toEqual([202, ''])
      expect(answer.headers.getSetCookie()).toEqual([])
    }
  })

  test('says nothing new for a minute, nor of what was just checked', async () => {
    await notify(workspace())
    await runOnStore(home.config.store, `update credential set check_due_at = '2099-01-01' where id = '${saved.id}'`)
    now += 59_000
    await notify(workspace())
    expect(await read(saved)).toMatchObject({ check_due_at: '2099-01-01' })
    now += 1_000
    await change(latchkey, 'POST', `/api/credentials/${saved.id}/check`)
    const checked = await read(saved)
    await notify(workspace())
    expect(await read(saved)).toEqual(checked)
  })

  test.each([[{}], [{ app_id: '' }], [{ app_id: 7 }], [[]]])('that is none (%j) is refused', async (body) => {
    expect((await notify(body)).status).toBe(422)
  })

  test('of a connector that there is not, or as a form, is refused', async () => {
    const url = new URL('/api/oauth/zendesk/uninstalled', PUBLIC_URL)
    const headers = { 'content-type': 'application/json' }
    const unknown = await latchkey.app.request(url, { method: 'POST', headers, body: '{"app_id":"a"}' })
    expect(unknown.status).toBe(404)
    expect((await notify(workspace(), { 'content-type': 'text/plain' })).status).toBe(415)
  })

  test('is a hint: the watch asks, and one rejection is not enough', async () => {
    await endAtProvider()
    await notify(workspace())
    const stopping = new AbortController()
    const running = latchkey.run(stopping.signal)
    await expect.poll(async () => (await read(saved))?.['rejected_at'], { timeout: 5_000 }).not.toBeNull()
    stopping.abort()
    await running
    const answer = await get(latchkey, `/api/credentials/${saved.id}`)
    expect(await readCredential(answer)).toMatchObject({ status: 'verified' })
  })

  /** Another of the workspace is deleted, as if it were the only one that works by the installation. */
  async function endAtProvider(): Promise<void> {
    const twin = await save()
    const others = `update credential set method = 'M' where id <> '${twin.id}'`
    await runOnStore(home.config.store, others.replace('M', 'access_token'))
    await change(latchkey, 'DELETE', `/api/credentials/${twin.id}`)
    await runOnStore(home.config.store, others.replace('M', 'oauth'))
  }
})
