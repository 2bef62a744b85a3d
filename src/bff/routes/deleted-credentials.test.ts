import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  credentialPageSchema,
  type DeletedCredential,
  type DeletedCredentialPage,
  deletedCredentialPageSchema,
  deletedCredentialSchema,
  ownerListSchema,
} from '../../contract/credential.ts'
import { change } from '../fixture/change.ts'
import {
  createTestHome,
  get,
  openTestLatchkey,
  post,
  readCredential,
  readProblem,
  type TestHome,
} from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { runOnStore } from '../fixture/raw-store.ts'
import { storeCredentials } from '../fixture/stored-credentials.ts'
import type { Latchkey } from '../latchkey.ts'
import type { NewCredential } from '../store/credentials.ts'

const WEEK = 7 * 24 * 60 * 60 * 1_000

describe.each(engines)('a deleted credential on %s', (engine) => {
  let home: TestHome
  let latchkey: Latchkey
  beforeAll(async () => {
    home = await createTestHome(engine)
    latchkey = await openTestLatchkey(home)
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
  })

  async function make(own: Partial<NewCredential> = {}): Promise<NewCredential> {
    const [made] = await storeCredentials(home, own)
    if (!made) throw new Error('Nothing was stored')
    return made
  }

  async function remove(id: string): Promise<DeletedCredential> {
    const answer = await change(latchkey, 'DELETE', `/api/credentials/${id}`)
    expect(answer.status).toBe(200)
    return deletedCredentialSchema.parse(await answer.json())
  }

  function restore(id: string): Promise<Response> {
    return change(latchkey, 'POST', `/api/deleted-credentials/${id}/restore`)
  }

  function erase(id: string): Promise<Response> {
    return change(latchkey, 'DELETE', `/api/deleted-credentials/${id}`)
  }

  async function list(query = ''): Promise<DeletedCredentialPage> {
    return deletedCredentialPageSchema.parse(await (await get(latchkey, `/api/deleted-credentials${query}`)).json())
  }

  async function count(connector: string): Promise<[number, unknown]> {
    const page = await get(latchkey, `/api/credentials?connector=${connector}`)
    const owners = await get(latchkey, `/api/credential-owners?connector=${connector}`)
    return [credentialPageSchema.parse(await page.json()).total, ownerListSchema.parse(await owners.json()).owners]
  }

  test('is out of sight, out of the totals, and listed until a week later', async () => {
    const connector = `own ${engine}`
    const { id, name } = await make({ connector })
    const before = await readCredential(await get(latchkey, `/api/credentials/${id}`))
    expect(await count(connector)).toEqual([1, [{ id: 'local', name: 'somebody', credentials: 1 }]])
    const deleted = await remove(id)
    expect(deleted).toEqual({
      ...before,
      deletedAt: deleted.deletedAt,
      deletedBy: { id: 'local', name: deleted.deletedBy.name },
      erasedAt: new Date(Date.parse(deleted.deletedAt) + WEEK).toISOString(),
    })
    expect((await get(latchkey, `/api/credentials/${id}`)).status).toBe(404)
    expect((await change(latchkey, 'DELETE', `/api/credentials/${id}`)).status).toBe(404)
    expect(await count(connector)).toEqual([0, []])
    expect((await list(`?connector=${connector}`)).credentials).toEqual([deleted])
    expect(await actionsOf(home, id)).toEqual(['credential.deleted'])
    expect(name).toBe(deleted.name)
  })

  test('comes back as it was, its sealed secret and its standing included, and is due for a check', async () => {
    const account = { workspaceName: 'W', workspaceId: 'w1', region: 'US', adminName: null, adminEmail: null }
    const { id, connector } = await make({
      connector: `back ${engine}`,
      status: 'failed',
      statusReason: 'revoked',
      account,
      sealedSecret: '{"iv":"kept"}',
      secretVersion: 3,
      checkDueAt: '2099-01-01T00:00:00.000Z',
    })
    const before = await readCredential(await get(latchkey, `/api/credentials/${id}`))
    const [row] = await runOnStore(home.config.store, `select * from credential where id = '${id}'`)
    await remove(id)
    const answer = await restore(id)
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, before.etag])
    expect(await readCredential(answer)).toEqual(before)
    const [after] = await runOnStore(home.config.store, `select * from credential where id = '${id}'`)
    expect(after).toEqual({ ...row, check_due_at: after?.['check_due_at'] })
    expect(Math.abs(Date.parse(String(after?.['check_due_at'])) - Date.now())).toBeLessThan(60_000)
    expect((await count(connector))[0]).toBe(1)
    expect((await list(`?connector=${connector}`)).credentials).toEqual([])
    expect((await restore(id)).status).toBe(404)
    expect(await actionsOf(home, id)).toEqual(['credential.deleted', 'credential.restored'])
  })

  test('does not come back once its name or its secret is taken, and stays where it is', async () => {
    const one = await make()
    const two = await make()
    for (const { id } of [one, two]) await remove(id)
    const sameName = await make({ name: one.name.toUpperCase() })
    const sameSecret = await make({ secretHash: two.secretHash })
    const answers = [await restore(one.id), await restore(two.id)]
    expect(await Promise.all(answers.map(readProblem))).toMatchObject([
      { status: 409, code: 'name_taken', existing: { id: sameName.id, name: sameName.name } },
      { status: 409, code: 'duplicate_credential', existing: { id: sameSecret.id, name: sameSecret.name } },
    ])
    const ids = (await list('?limit=100')).credentials.map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining([one.id, two.id]))
    await remove(sameName.id)
    expect((await restore(one.id)).status).toBe(200)
  })

  test('comes back once, however many ask for it at once', async () => {
    const { id } = await make()
    await remove(id)
    const answers = await Promise.all([restore(id), restore(id), restore(id)])
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '404', '404'])
  })

  test('is erased at once where that is wanted, and nothing of its row is left', async () => {
    const { id } = await make()
    expect((await erase(id)).status).toBe(404)
    await remove(id)
    const budget = `insert into rate_budget values ('${id}', 167, '2026-05-01T00:00:00.000Z', 1, 1)`
    await runOnStore(home.config.store, budget)
    const answer = await erase(id)
    expect([answer.status, await answer.text()]).toEqual([204, ''])
    const left = `select quota from rate_budget where credential_id = '${id}'`
    expect(await runOnStore(home.config.store, left)).toEqual([])
    for (const table of ['credential', 'deleted_credential']) {
      expect(await runOnStore(home.config.store, `select id from ${table} where id = '${id}'`)).toEqual([])
    }
    expect([(await erase(id)).status, (await restore(id)).status]).toEqual([404, 404])
    expect((await get(latchkey, `/api/credentials/${id}/events`)).status).toBe(404)
    expect(await actionsOf(home, id)).toEqual(['credential.deleted', 'credential.erased'])
  })

  test('is listed by pages, the last deleted first', async () => {
    const connector = `pages ${engine}`
    const made = await storeCredentials(home, ...Array.from({ length: 7 }, () => ({ connector })))
    for (const { id } of made) await remove(id)
    const seen: string[] = []
    let cursor = ''
    do {
      const page = await list(`?connector=${connector}&limit=3${cursor && `&cursor=${cursor}`}`)
      seen.push(...page.credentials.map(({ id }) => id))
      cursor = page.nextCursor ?? ''
    } while (cursor !== '' && seen.length < 20)
    const byTime = (await list(`?connector=${connector}`)).credentials.map(({ deletedAt }) => deletedAt)
    expect(seen.toSorted()).toEqual(made.map(({ id }) => id).toSorted())
    expect(byTime).toEqual(byTime.toSorted().toReversed())
    const { nextCursor } = await list(`?connector=${connector}&limit=3`)
    expect((await get(latchkey, `/api/deleted-credentials?limit=3&cursor=${nextCursor}`)).status).toBe(422)
  })

  test('is none that something uses: what does is named, up to fifty', async () => {
    const { id, connector } = await make()
    const names = Array.from({ length: 52 }, (_, index) => `Source ${index}`)
    for (const name of names) await post(latchkey, '/api/resources', toResource(id, name))
    const answer = await change(latchkey, 'DELETE', `/api/credentials/${id}`)
    const { usedBy = [], ...problem } = await readProblem(answer)
    expect(problem).toMatchObject({ status: 409, code: 'credential_in_use' })
    expect(usedBy.map(({ name }) => name).toSorted()).toEqual(names.slice(2).toSorted())
    expect(usedBy.every(({ kind }) => kind === 'source')).toBe(true)
    expect((await get(latchkey, `/api/credentials/${id}`)).status).toBe(200)
    expect(connector).toBe('intercom')
    expect(await actionsOf(home, id)).not.toContain('credential.deleted')
  })

  test('was used by nothing that was made at the same moment', async () => {
    const made = await storeCredentials(home, ...Array.from({ length: 12 }, () => ({})))
    for (const { id } of made) {
      const [using, deleting] = await Promise.all([
        post(latchkey, '/api/resources', toResource(id, 'Race')),
        change(latchkey, 'DELETE', `/api/credentials/${id}`),
      ])
      expect([
        [201, 409],
        [422, 200],
      ]).toContainEqual([using.status, deleting.status])
    }
  })
})

function toResource(credentialId: string, name: string): unknown {
  return { kind: 'source', connector: 'intercom', credentialId, name }
}

async function actionsOf(home: TestHome, id: string): Promise<unknown[]> {
  const rows = await runOnStore(
    home.config.store,
    `select * from audit_event where credential_id = '${id}' order by id`,
  )
  return rows.map((row) => row['action'])
}
