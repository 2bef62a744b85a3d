import type { KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { oauthEndpoints } from '../../contract/oauth.ts'
import { change } from '../fixture/change.ts'
import { leave, pathOf } from '../fixture/authorization.ts'
import { callAsHost, makeHostKey, makeHostSession } from '../fixture/host-key.ts'
import {
  createTestHome,
  freshToken,
  get,
  openTestLatchkey,
  post,
  type TestHome,
  toCredentialBody,
} from '../fixture/latchkey.ts'
import { runOnStore } from '../fixture/raw-store.ts'
import { type ScriptedProvider, startScriptedProvider } from '../fixture/scripted-provider.ts'
import type { Latchkey } from '../latchkey.ts'
import { type Database, openStore, type Store } from '../store/database.ts'
import { Secret } from '../vault/secret.ts'

/** What says who is asking: until it is known there is no tenant to ask by. */
const DOORS = new Set(['session', 'one_time_token', 'host_key', 'data_plane_key', 'sign_in_attempt'])

/** And what is of no tenant. */
const SHARED = new Set(['keyring_check', 'lease', 'rate_budget', 'webhook_delivery'])

/** The tables that were asked for every tenant's rows. */
const asked = new Set<string>()

let provider: ScriptedProvider
let home: TestHome
let latchkey: Latchkey
beforeAll(async () => {
  provider = await startScriptedProvider()
  const client = { connector: 'intercom', clientId: 'latchkey', clientSecret: new Secret(crypto.randomUUID()) }
  home = await createTestHome('sqlite', provider.origins)
  home.config.oauthClients.push(client)
  latchkey = await openTestLatchkey(home, { open: async (location) => listen(await openStore(location)) })
  await runOnStore(home.config.store, "insert into person values ('local', 'bob', 'Bob', 'bob', '2026')")
})
afterAll(async () => {
  await latchkey.close()
  await home.remove()
  await provider.close()
})

test('S10 whatever is asked for somebody is asked of their tenant’s rows alone', async () => {
  const credential = await readId(await post(latchkey, '/api/credentials', toCredentialBody()))
  const erased = await readId(await post(latchkey, '/api/credentials', toCredentialBody()))
  const draft = { kind: 'source', connector: 'intercom', credentialId: credential, name: 'Contacts' }
  const resource = await readId(await post(latchkey, '/api/resources', draft))
  const hostKey = await makeHostKey(home.config, { tenantId: 'local' })
  const secret = { accessToken: freshToken() }
  asked.clear()

  const calls: [string, unknown?][] = [
    ['GET /api/credentials'],
    ['GET /api/credentials/:credential'],
    ['PATCH /api/credentials/:credential', { name: 'Another' }],
    ['POST /api/credentials/check', { connector: 'intercom', method: 'access_token', secret }],
    ['PUT /api/credentials/:credential/secret', { secret, acceptAccountChange: true }],
    ['POST /api/credentials/:credential/check'],
    ['GET /api/credentials/:credential/events'],
    ['GET /api/credentials/:credential/usage'],
    ['GET /api/credential-owners'],
    ['GET /api/people'],
    ['GET /api/credentials/:credential/access'],
    ['PUT /api/credentials/:credential/access/:kind/:grantee', { access: 'admin' }],
    ['DELETE /api/credentials/:credential/access/:kind/:grantee'],
    ['PUT /api/credentials/:credential/owner', { owner: 'bob' }],
    ['GET /api/resources'],
    ['GET /api/resources/:resource'],
    ['PATCH /api/resources/:resource', { kind: 'source', name: 'People' }],
    ['DELETE /api/resources/:resource'],
    ['DELETE /api/credentials/:credential'],
    ['GET /api/deleted-credentials'],
    ['POST /api/deleted-credentials/:credential/restore'],
    ['GET /api/events'],
    ['GET /api/events.jsonl'],
  ]
  for (const [route, body] of calls) {
    const [method = '', pattern = ''] = route.split(' ')
    const path = fill(pattern, { credential, resource, kind: 'person', grantee: 'bob' })
    const answer = await change(latchkey, method, path, { ...(body !== undefined && { body }) })
    expect(answer.status, `${route}: ${await answer.text()}`).toBeLessThan(400)
  }
  await post(latchkey, '/api/credentials', toCredentialBody())
  await post(latchkey, '/api/resources', { ...draft, name: 'Others' })
  const { id: authorization } = await leave(latchkey)
  const connecting = pathOf(oauthEndpoints.authorization, authorization)
  expect((await get(latchkey, connecting)).status).toBe(200)
  expect((await change(latchkey, 'DELETE', connecting)).status).toBe(204)
  await change(latchkey, 'DELETE', `/api/credentials/${erased}`)
  expect((await change(latchkey, 'DELETE', `/api/deleted-credentials/${erased}`)).status).toBeLessThan(400)

  const session = await makeHostSession(latchkey, hostKey, { tenant: 'local' })
  await callAsHost(latchkey, hostKey, 'GET', `/v1/tenants/local/credentials/${credential}`)
  expect([...asked]).toEqual([])

  // A call to the provider finds its credential by the id alone, and compares whose it is.
  const tested = await change(latchkey, 'POST', `/api/credentials/${credential}/test-request`, {
    body: { method: 'GET', path: '/me' },
  })
  expect(tested.status, await tested.text()).toBe(200)
  expect([...asked]).toEqual(['credential'])
  asked.clear()
  // A host's key ends a session of a tenant that only the session tells.
  await callAsHost(latchkey, hostKey, 'DELETE', `/v1/sessions/${session.id}`)
  expect([...asked]).toEqual(['audit_event'])

  const covered = new Set([...calls.map(([route]) => route), ...apart])
  const routes = latchkey.app.routes.filter(({ method, path }) => method !== 'ALL' && /^\/(?:api|v1)\//u.test(path))
  for (const { method, path } of routes) expect(covered).toContain(`${method} ${path}`)
})

/** Routes that are asked above in another way, and those that ask no store or come before anybody is known. */
const apart = [
  'POST /api/credentials/:credential/test-request',
  'POST /api/credentials',
  'POST /api/resources',
  'DELETE /api/deleted-credentials/:credential',
  'POST /v1/sessions',
  'DELETE /v1/sessions/:session',
  'GET /v1/tenants/:tenant/credentials/:credential',
  'GET /api/connectors',
  'GET /api/connectors/:connector',
  'GET /api/sandbox',
  'GET /api/openapi.json',
  'GET /api/session',
  'POST /api/session',
  'DELETE /api/session',
  'POST /api/embed/session',
  'GET /api/sign-in',
  'GET /api/sign-in/callback',
  'POST /api/oauth/:connector/start',
  'GET /api/oauth/:connector/authorizations/:authorization',
  'DELETE /api/oauth/:connector/authorizations/:authorization',
  // Only the state tells whose it is, and the workspace that an app was uninstalled from.
  'GET /api/oauth/:connector/callback',
  'POST /api/oauth/:connector/uninstalled',
]

async function readId(answer: Response): Promise<string> {
  return ((await answer.json()) as { id: string }).id
}

function fill(pattern: string, values: Record<string, string>): string {
  return pattern.replaceAll(/:(\w+)/gu, (_, name: string) => values[name] ?? '')
}

/** Notes what the half of the store that is every tenant's is asked for; the other half is left as it is. */
function listen(store: Store): Store {
  return {
    ...store,
    database: hear(store.database),
    write: (work) => store.write((transaction) => work(hear(transaction))),
    note: (work) => store.note((connection) => work(hear(connection))),
  }
}

function hear(database: Database): Database {
  return database.withPlugin(noteTables)
}

const noteTables: KyselyPlugin = {
  transformQuery({ node }) {
    for (const table of findTables(node)) if (!DOORS.has(table) && !SHARED.has(table)) asked.add(table)
    return node
  },
  transformResult: ({ result }) => Promise.resolve(result),
}

function findTables(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return []
  if ('kind' in node && node.kind === 'TableNode' && 'table' in node) {
    return [(node.table as { identifier: { name: string } }).identifier.name]
  }
  return Object.values(node).flatMap(findTables)
}
