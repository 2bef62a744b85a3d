import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { createSandbox, type RunningSandbox } from '../sandbox/sandbox.ts'
import { CLIENT_HEADER, IDEMPOTENCY_KEY_HEADER } from '../contract/endpoints.ts'
import { leave, withOAuth } from './fixture/authorization.ts'
import { makeAuthorization } from './fixture/data-plane-key.ts'
import { HOST_ORIGIN, type MadeHostKey, makeHostKey, makeHostSession, toHostSession } from './fixture/host-key.ts'
import {
  createTestHome,
  freshToken,
  post,
  PUBLIC_URL,
  readCredential,
  type TestHome,
  toCredentialBody,
} from './fixture/latchkey.ts'
import { toNewCredential } from './fixture/new-credential.ts'
import { openForPeople, type Person, showing, signIn } from './fixture/person.ts'
import { engines } from './fixture/postgres.ts'
import { share } from './fixture/shared-credential.ts'
import type { Latchkey } from './latchkey.ts'
import { insertCredential, lockCredential } from './store/credentials.ts'
import { openStore, type Store } from './store/database.ts'
import { moveToDeleted } from './store/deleted-credentials.ts'
import { insertResource } from './store/resources.ts'

/**
 * Who asks. A stranger is of the tenant, and nothing is shared with them; a collaborator and an admin have the credential
 * shared with them; the host session is its owner's, in a product's frame.
 */
const askers = [
  'no session',
  'another tenant',
  'stranger',
  'collaborator',
  'admin',
  'owner',
  'tenant admin',
  'host session',
  'data-plane key',
  'host key',
] as const
type Asker = (typeof askers)[number]

/** What every route answers to each of them, in their order. */
const answers: Record<string, readonly number[]> = {
  'GET /healthz': [200, 200, 200, 200, 200, 200, 200, 200, 200, 200],
  'GET /readyz': [200, 200, 200, 200, 200, 200, 200, 200, 200, 200],
  'GET /metrics': [200, 200, 200, 200, 200, 200, 200, 200, 200, 200],
  'GET /api/openapi.json': [200, 200, 200, 200, 200, 200, 200, 200, 200, 200],

  'GET /api/session': [401, 200, 200, 200, 200, 200, 200, 200, 401, 401],
  'POST /api/session': [201, 201, 201, 201, 201, 201, 201, 201, 201, 201],
  'DELETE /api/session': [401, 200, 200, 200, 200, 200, 200, 200, 401, 401],
  'POST /api/embed/session': [201, 201, 201, 201, 201, 201, 201, 201, 201, 201],
  'GET /api/sign-in': [404, 404, 404, 404, 404, 404, 404, 404, 404, 404],
  'GET /api/sign-in/callback': [404, 404, 404, 404, 404, 404, 404, 404, 404, 404],

  'GET /api/oauth/:connector/callback': [303, 303, 303, 303, 303, 303, 303, 303, 303, 303],
  'POST /api/oauth/:connector/uninstalled': [202, 202, 202, 202, 202, 202, 202, 202, 202, 202],
  'POST /api/oauth/:connector/start': [401, 201, 201, 201, 201, 201, 201, 201, 401, 401],
  // Its owner's: nobody else sees it, nor learns whether there is one.
  'GET /api/oauth/:connector/authorizations/:authorization': [401, 404, 404, 404, 404, 200, 404, 200, 401, 401],
  'DELETE /api/oauth/:connector/authorizations/:authorization': [401, 204, 204, 204, 204, 204, 204, 204, 401, 401],

  'GET /api/connectors': [401, 200, 200, 200, 200, 200, 200, 200, 401, 401],
  'GET /api/connectors/:connector': [401, 200, 200, 200, 200, 200, 200, 200, 401, 401],
  'GET /api/sandbox': [401, 404, 404, 404, 404, 404, 404, 404, 401, 401],
  'GET /api/people': [401, 200, 200, 200, 200, 200, 200, 200, 401, 401],

  'GET /api/credentials': [401, 200, 200, 200, 200, 200, 200, 200, 401, 401],
  'POST /api/credentials': [401, 201, 201, 201, 201, 201, 201, 201, 401, 401],
  'POST /api/credentials/check': [401, 200, 200, 200, 200, 200, 200, 200, 401, 401],
  'GET /api/credentials/:credential': [401, 404, 404, 200, 200, 200, 200, 200, 401, 401],
  'PATCH /api/credentials/:credential': [401, 404, 404, 403, 200, 200, 200, 200, 401, 401],
  'DELETE /api/credentials/:credential': [401, 404, 404, 403, 200, 200, 200, 200, 401, 401],
  'POST /api/credentials/:credential/check': [401, 404, 404, 200, 200, 200, 200, 200, 401, 401],
  'PUT /api/credentials/:credential/secret': [401, 404, 404, 403, 200, 200, 200, 200, 401, 401],
  'GET /api/credentials/:credential/events': [401, 404, 404, 200, 200, 200, 200, 200, 401, 401],
  'GET /api/credentials/:credential/usage': [401, 404, 404, 200, 200, 200, 200, 200, 401, 401],
  'POST /api/credentials/:credential/test-request': [401, 404, 404, 200, 200, 200, 200, 403, 401, 401],
  'GET /api/credentials/:credential/access': [401, 404, 404, 200, 200, 200, 200, 200, 401, 401],
  'PUT /api/credentials/:credential/access/:kind/:grantee': [401, 404, 404, 403, 200, 200, 200, 200, 401, 401],
  'DELETE /api/credentials/:credential/access/:kind/:grantee': [401, 404, 404, 403, 204, 204, 204, 204, 401, 401],
  'PUT /api/credentials/:credential/owner': [401, 404, 404, 403, 403, 200, 200, 200, 401, 401],
  'GET /api/credential-owners': [401, 200, 200, 200, 200, 200, 200, 200, 401, 401],

  'GET /api/deleted-credentials': [401, 200, 200, 200, 200, 200, 200, 200, 401, 401],
  'POST /api/deleted-credentials/:credential/restore': [401, 404, 404, 403, 200, 200, 200, 200, 401, 401],
  'DELETE /api/deleted-credentials/:credential': [401, 404, 404, 403, 204, 204, 204, 204, 401, 401],

  // Of a source that the credential's owner made.
  'GET /api/resources': [401, 200, 200, 200, 200, 200, 200, 200, 401, 401],
  'POST /api/resources': [401, 422, 422, 201, 201, 201, 201, 403, 401, 401],
  'GET /api/resources/:resource': [401, 404, 404, 200, 200, 200, 200, 200, 401, 401],
  'PATCH /api/resources/:resource': [401, 404, 404, 403, 403, 200, 200, 403, 401, 401],
  'DELETE /api/resources/:resource': [401, 404, 404, 403, 403, 200, 200, 403, 401, 401],

  'GET /api/events': [401, 403, 403, 403, 403, 403, 200, 403, 401, 401],
  'GET /api/events.jsonl': [401, 403, 403, 403, 403, 403, 200, 403, 401, 401],

  'POST /v1/sessions': [401, 401, 401, 401, 401, 401, 401, 401, 401, 201],
  'DELETE /v1/sessions/:session': [401, 401, 401, 401, 401, 401, 401, 401, 401, 204],
  'GET /v1/tenants/:tenant/credentials/:credential': [401, 401, 401, 401, 401, 401, 401, 401, 401, 200],
}

const ada = { id: 'ada', name: 'Ada' }

test('S10 another tenant’s id is 404 on every route, and so is what is shared with others', () => {
  const naming = Object.entries(answers).filter(([route]) => /^\w+ \/api\/.*:(?:credential|resource)\b/u.test(route))
  expect(naming.length).toBeGreaterThan(15)
  for (const [route, row] of naming) expect(row.slice(1, 3), route).toEqual([404, 404])
})

describe.each(engines)('who may what on %s', (engine) => {
  let sandbox: RunningSandbox
  let home: TestHome
  let latchkey: Latchkey
  let store: Store
  let hostKey: MadeHostKey
  let dataPlaneKey: string
  /** What the next route is asked about. */
  let ids: Record<string, string>
  let everybody: Record<Asker, Pick<Latchkey, 'app'>>
  beforeAll(async () => {
    sandbox = await createSandbox()
    home = withOAuth(await createTestHome(engine, sandbox.origins), sandbox)
    latchkey = await openForPeople(home)
    store = await openStore(home.config.store)
    hostKey = await makeHostKey(home.config, { tenantId: 'local' })
    dataPlaneKey = await makeAuthorization(home.config)
    everybody = await signInAll()
    ids = await setUp()
  })
  afterAll(async () => {
    await store.database.destroy()
    await latchkey.close()
    await home.remove()
    await sandbox.close()
  })

  test('the table has every route, and no other', () => {
    // What is for every method is middleware, and the page.
    const routes = latchkey.app.routes.filter(({ method }) => method !== 'ALL')
    expect(Object.keys(answers).toSorted()).toEqual(
      [...new Set(routes.map(({ method, path }) => `${method} ${path}`))].toSorted(),
    )
  })

  test.each(Object.entries(answers))('%s', async (route, expected) => {
    // A session that is ended, or another put in its place, is nobody's afterwards.
    const signedIn = route.endsWith('/session') ? await signInAll() : everybody
    const answered = new Map<Asker, number>()
    for (const asker of askers) {
      const status = await ask(signedIn[asker], route, ids)
      answered.set(asker, status)
      // What was refused has changed nothing, or whoever asks next is answered otherwise.
      if (status < 400 && !route.startsWith('GET')) ids = await setUp()
    }
    expect(Object.fromEntries(answered)).toEqual(Object.fromEntries(askers.map((asker, at) => [asker, expected[at]])))
  })

  async function signInAll(): Promise<Record<Asker, Pick<Latchkey, 'app'>>> {
    const [other, stranger, collaborator, admin, owner, tenantAdmin, frame] = (await signIn(
      home,
      latchkey,
      { ...ada, tenantId: 'another' },
      { id: 'eve' },
      { id: 'bob' },
      { id: 'cleo', teams: ['Data'] },
      ada,
      { id: 'root', role: 'admin' },
      { ...ada, signIn: 'host', pageOrigin: HOST_ORIGIN, hostKeyId: hostKey.id },
    )) as [Person, Person, Person, Person, Person, Person, Person]
    return {
      'no session': latchkey,
      'another tenant': other,
      stranger,
      collaborator,
      admin,
      owner,
      'tenant admin': tenantAdmin,
      'host session': frame,
      'data-plane key': { app: showing(latchkey, { authorization: dataPlaneKey }) },
      'host key': { app: showing(latchkey, { authorization: hostKey.authorization }) },
    }
  }

  /** Everything that a route may name, new. */
  async function setUp(): Promise<Record<string, string>> {
    const made = await readCredential(await post(everybody.owner, '/api/credentials', toCredentialBody()))
    const [used, deleted] = [toNewCredential({ owner: ada }), toNewCredential({ owner: ada })]
    const resource = uuidv7()
    await store.write(async (transaction) => {
      for (const each of [used, deleted]) await insertCredential(transaction, each)
      for (const { id } of [made, used, deleted]) {
        await share(transaction, id, { kind: 'person', id: 'bob' })
        await share(transaction, id, { kind: 'team', id: 'Data' }, { access: 'admin' })
        await share(transaction, id, { kind: 'person', id: 'dan' })
      }
      const common = { tenantId: 'local', connector: 'intercom', owner: ada, region: null, configuration: null }
      const { createdAt, updatedAt } = used
      const source = {
        id: resource,
        kind: 'source',
        credentialId: used.id,
        name: 'Contacts',
        createdAt,
        updatedAt,
      } as const
      await insertResource(transaction, { ...common, ...source })
      const principal = {
        tenantId: 'local',
        ...ada,
        role: 'member',
        teams: [],
        connectors: null,
        session: null,
      } as const
      const locked = await lockCredential(transaction, principal, deleted.id)
      if (!locked) throw new Error('It is not there')
      await moveToDeleted(transaction, locked, { by: ada, at: new Date().toISOString() })
    })
    const hostSession = await makeHostSession(latchkey, hostKey, { tenant: 'local', user: ada })
    const link = await latchkey.sessions.issue({ ...frameless, signIn: 'link', pageOrigin: null, hostKeyId: null })
    return {
      authorization: (await leave(everybody.owner)).id,
      credential: made.id,
      deleted: deleted.id,
      resource,
      session: hostSession.id,
      oneTimeToken: hostSession.token,
      linkToken: link.token.reveal(),
    }
  }
})

const frameless = { ...ada, tenantId: 'local', role: 'member', teams: [], connectors: null, purpose: null } as const

/** What every route takes that takes something, were it asked by whoever may. */
const bodies: Record<string, (ids: Record<string, string>) => unknown> = {
  'POST /api/session': ({ linkToken }) => ({ token: linkToken }),
  'POST /api/embed/session': ({ oneTimeToken }) => ({ token: oneTimeToken, origin: HOST_ORIGIN }),
  'POST /api/credentials': () => toCredentialBody(),
  'POST /api/credentials/check': () => ({ connector: 'intercom', secret: { accessToken: freshToken() } }),
  'PATCH /api/credentials/:credential': () => ({ name: `Renamed ${crypto.randomUUID()}` }),
  'PUT /api/credentials/:credential/secret': () => ({
    secret: { accessToken: freshToken() },
    acceptAccountChange: true,
  }),
  'POST /api/credentials/:credential/test-request': () => ({ method: 'GET', path: '/me', query: [], headers: [] }),
  'PUT /api/credentials/:credential/access/:kind/:grantee': () => ({ access: 'collaborator' }),
  'PUT /api/credentials/:credential/owner': () => ({ owner: 'eve' }),
  'POST /api/resources': ({ credential }) => ({
    kind: 'source',
    connector: 'intercom',
    credentialId: credential,
    name: 'Contacts',
  }),
  'PATCH /api/resources/:resource': () => ({ kind: 'source', name: 'Renamed' }),
  'POST /api/oauth/:connector/start': () => ({}),
  'POST /api/oauth/:connector/uninstalled': () => ({ app_id: 'abc12345' }),
  'POST /v1/sessions': () => toHostSession({ tenant: 'local' }),
}

async function ask({ app }: Pick<Latchkey, 'app'>, route: string, ids: Record<string, string>): Promise<number> {
  const [method = '', pattern = ''] = route.split(' ')
  const credential = pattern.includes('deleted-credentials') ? ids['deleted'] : ids['credential']
  const grantee = method === 'PUT' ? 'eve' : 'dan'
  const values: Record<string, string | undefined> = {
    ...ids,
    credential,
    connector: 'intercom',
    tenant: 'local',
    kind: 'person',
    grantee,
  }
  const path = pattern.replaceAll(/:(\w+)/gu, (_, name: string) => values[name] ?? '')
  const body = bodies[route]?.(ids)
  const headers = new Headers({ origin: PUBLIC_URL.origin, [CLIENT_HEADER]: 'web' })
  if (body !== undefined) headers.set('content-type', 'application/json')
  if (method === 'POST') headers.set(IDEMPOTENCY_KEY_HEADER, crypto.randomUUID())
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
  return (await app.request(new URL(path, PUBLIC_URL), init)).status
}
