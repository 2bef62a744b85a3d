import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { change } from '../fixture/change.ts'
import { callAsHost, type MadeHostKey, makeHostKey } from '../fixture/host-key.ts'
import { createTestHome, freshToken, openTestLatchkey, post, PUBLIC_URL, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { runOnStore } from '../fixture/raw-store.ts'
import { storeCredentials } from '../fixture/stored-credentials.ts'
import type { Latchkey } from '../latchkey.ts'

/** Bodies that every route takes, were it asked for one's own. */
const bodies: Record<string, unknown> = {
  'PATCH /api/credentials/:credential': { name: 'Mine now' },
  'PUT /api/credentials/:credential/secret': { secret: { accessToken: freshToken() }, acceptAccountChange: true },
  'PUT /api/credentials/:credential/access/:kind/:grantee': { access: 'admin' },
  'PUT /api/credentials/:credential/owner': { owner: 'ada' },
  'PATCH /api/resources/:resource': { kind: 'source', name: 'Mine now' },
  'POST /api/credentials/:credential/test-request': {
    method: 'DELETE',
    path: '/contacts/1',
    contentType: 'application/json',
    body: '',
  },
}

describe.each(engines)('S10 on %s', (engine) => {
  let home: TestHome
  let latchkey: Latchkey
  let hostKey: MadeHostKey
  let ids: { credential: string; deleted: string; resource: string }
  beforeAll(async () => {
    home = await createTestHome(engine)
    latchkey = await openTestLatchkey(home)
    hostKey = await makeHostKey(home.config, { tenantId: 'local' })
    ids = await makeEverything(home, latchkey)
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
  })

  test('every route that names a credential or a resource finds one’s own', async () => {
    for (const route of readingRoutes(latchkey)) expect(await ask(route), `${route.method} ${route.path}`).toBe(200)
  })

  test('and says 404 of another tenant’s, on every route, and changes nothing', async () => {
    await giveToAnother(home)
    const before = await readEverything(home)
    const routes = namingRoutes(latchkey)
    expect(routes.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining([
        ...Object.keys(bodies),
        'GET /api/credentials/:credential',
        'DELETE /api/credentials/:credential',
        'POST /api/credentials/:credential/check',
        'GET /api/credentials/:credential/events',
        'GET /api/credentials/:credential/usage',
        'GET /api/credentials/:credential/access',
        'DELETE /api/credentials/:credential/access/:kind/:grantee',
        'POST /api/deleted-credentials/:credential/restore',
        'DELETE /api/deleted-credentials/:credential',
        'GET /api/resources/:resource',
        'DELETE /api/resources/:resource',
      ]),
    )
    for (const route of routes) expect(await ask(route), `${route.method} ${route.path}`).toBe(404)
    expect(await readEverything(home)).toEqual(before)
  })

  test('and lists nothing of another tenant’s', async () => {
    for (const path of ['/api/credentials', '/api/deleted-credentials', '/api/resources', '/api/credential-owners']) {
      const answer = await latchkey.app.request(new URL(path, PUBLIC_URL))
      const text = await answer.text()
      for (const id of Object.values(ids)) expect(text).not.toContain(id)
      expect(text).not.toContain('somebody')
    }
  })

  async function ask({ method, path }: Route): Promise<number> {
    const id = path.includes('deleted-credentials') ? ids.deleted : ids.credential
    const body = bodies[`${method} ${path}`]
    const filled = path
      .replace(':credential', id)
      .replace(':resource', ids.resource)
      .replace(':tenant', 'local')
      .replace(':kind/:grantee', 'person/ada')
    if (path.startsWith('/v1/')) return (await callAsHost(latchkey, hostKey, method, filled)).status
    return (await change(latchkey, method, filled, { ...(body !== undefined && { body }) })).status
  }
})

interface Route {
  method: string
  path: string
}

/** The app's own table. */
function namingRoutes({ app }: Latchkey): Route[] {
  const named = app.routes.filter(({ method, path }) => method !== 'ALL' && /:(?:credential|resource)\b/u.test(path))
  const unique = new Map(named.map(({ method, path }) => [`${method} ${path}`, { method, path }]))
  return [...unique.values()]
}

function readingRoutes(latchkey: Latchkey): Route[] {
  return namingRoutes(latchkey).filter(({ method }) => method === 'GET')
}

async function makeEverything(home: TestHome, latchkey: Latchkey) {
  const [kept, deleted] = await storeCredentials(home, {}, {})
  if (!kept || !deleted) throw new Error('Nothing was stored')
  const source = { kind: 'source', connector: 'intercom', credentialId: kept.id, name: 'Contacts' }
  const made = await post(latchkey, '/api/resources', source)
  const { id: resource } = (await made.json()) as { id: string }
  expect((await change(latchkey, 'DELETE', `/api/credentials/${deleted.id}`)).status).toBe(200)
  return { credential: kept.id, deleted: deleted.id, resource }
}

const tables = ['credential', 'deleted_credential', 'credential_total', 'resource', 'audit_event']

async function giveToAnother(home: TestHome): Promise<void> {
  for (const table of tables) await runOnStore(home.config.store, `update ${table} set tenant_id = 'another'`)
}

async function readEverything(home: TestHome): Promise<unknown> {
  return Promise.all(tables.map((table) => runOnStore(home.config.store, `select * from ${table}`)))
}
