import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CredentialEventPage, credentialEventPageSchema } from '../../contract/credential-event.ts'
import { latchkeyPrincipal, type Principal } from '../access/principal.ts'
import { change } from '../fixture/change.ts'
import { createTestHome, get, openTestLatchkey, post, type TestHome } from '../fixture/latchkey.ts'
import { toPrincipal } from '../fixture/principal.ts'
import { engines } from '../fixture/postgres.ts'
import { runOnStore } from '../fixture/raw-store.ts'
import { storeCredentials } from '../fixture/stored-credentials.ts'
import type { Latchkey } from '../latchkey.ts'
import { addAuditEvent, type AuditEvent } from '../store/audit-events.ts'
import { openStore } from '../store/database.ts'

const ada = toPrincipal()
const at = '2026-01-01T00:00:00.000Z'

describe.each(engines)('what became of a credential on %s', (engine) => {
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

  async function make(): Promise<string> {
    const [made] = await storeCredentials(home, {})
    return made?.id ?? ''
  }

  async function note(events: [Principal, Partial<AuditEvent>][], credentialId: string): Promise<void> {
    const { database } = await openStore(home.config.store)
    for (const [principal, event] of events) {
      const whole = { action: 'credential.checked', connector: 'intercom', credentialId, detail: {}, ...event } as const
      await addAuditEvent(database, principal, at, whole)
    }
    await database.destroy()
  }

  async function list(id: string, query = ''): Promise<CredentialEventPage> {
    const answer = await get(latchkey, `/api/credentials/${id}/events${query}`)
    expect(answer.status).toBe(200)
    return credentialEventPageSchema.parse(await answer.json())
  }

  test('is told newest first, by whom, and what a person did through the API is among it', async () => {
    const id = await make()
    await note([[ada, { action: 'credential.created', detail: { verdict: 'accepted', status: 'verified' } }]], id)
    await change(latchkey, 'PATCH', `/api/credentials/${id}`, { body: { description: 'New' } })
    const source = { kind: 'source', connector: 'intercom', credentialId: id, name: 'Contacts' }
    await post(latchkey, '/api/resources', source)
    await note([[latchkeyPrincipal('local'), { detail: { verdict: 'rejected', reason: 'revoked' } }]], id)
    const { events, nextCursor } = await list(id)
    expect(nextCursor).toBeNull()
    expect(events.map(({ action, detail }) => [action, detail])).toEqual([
      ['credential.checked', { verdict: 'rejected', reason: 'revoked' }],
      ['resource.created', { resource: { kind: 'source', name: 'Contacts' } }],
      ['credential.edited', { description: true }],
      ['credential.created', { verdict: 'accepted', status: 'verified' }],
    ])
    expect(events.map(({ actor }) => actor?.id)).toEqual([undefined, 'local', 'local', 'ada'])
    expect(events[0]).toMatchObject({ actor: null, at })
  })

  test('can be narrowed to what asked the provider', async () => {
    const id = await make()
    const checks = [
      'credential.created',
      'credential.checked',
      'secret.replaced',
      'secret.replacement_refused',
    ] as const
    const others = ['credential.edited', 'credential.deleted', 'credential.restored', 'resource.created'] as const
    const events = [...checks, ...others].map((action): [Principal, Partial<AuditEvent>] => [ada, { action }])
    await note(events, id)
    const told = await list(id, '?about=checks')
    expect(told.events.map(({ action }) => action)).toEqual(checks.toReversed())
    expect((await list(id)).events).toHaveLength(8)
  })

  test('is told by pages, each event once', async () => {
    const id = await make()
    const events = Array.from({ length: 7 }, (): [Principal, Partial<AuditEvent>] => [ada, {}])
    await note([...events, [ada, { action: 'credential.edited' }]], id)
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null && seen.length < 20) {
      const page: CredentialEventPage = await list(id, `?about=checks&limit=3${cursor && `&cursor=${cursor}`}`)
      seen.push(...page.events.map((event) => event.id))
      cursor = page.nextCursor
    }
    expect(seen).toEqual((await list(id, '?about=checks')).events.map((event) => event.id))
    expect(new Set(seen).size).toBe(7)
    const { nextCursor } = await list(id, '?limit=3')
    const other = await make()
    for (const path of [`${id}/events?about=checks&cursor=`, `${other}/events?cursor=`, `${id}/events?cursor=x`]) {
      expect((await get(latchkey, `/api/credentials/${path}${nextCursor}`)).status).toBe(422)
    }
  })

  test('is told of a deleted one until it is erased', async () => {
    const id = await make()
    await change(latchkey, 'DELETE', `/api/credentials/${id}`)
    expect((await list(id)).events.map(({ action }) => action)).toEqual(['credential.deleted'])
    await change(latchkey, 'DELETE', `/api/deleted-credentials/${id}`)
    expect((await get(latchkey, `/api/credentials/${id}/events`)).status).toBe(404)
  })

  test('is told without what this release does not know of it', async () => {
    const id = await make()
    const [known, later, odd] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
    const detail = { verdict: 'accepted', status: 'paused', reason: 7, name: { before: 'a' }, colour: 'red' }
    for (const [eventId, action, text] of [
      [known, 'credential.checked', JSON.stringify(detail)],
      [later, 'credential.shared', '{}'],
      [odd, 'credential.edited', '[]'],
    ]) {
      await runOnStore(
        home.config.store,
        `insert into audit_event (id, tenant_id, at, actor_id, actor_name, action, connector, credential_id, detail)
         values ('${eventId}', 'local', '${at}', 'ada', 'Ada', '${action}', 'intercom', '${id}', '${text}')`,
      )
    }
    const { events } = await list(id)
    expect(new Map(events.map((event) => [event.id, event.detail]))).toEqual(
      new Map([
        [known, { verdict: 'accepted' }],
        [odd, {}],
      ]),
    )
  })

  test.each(['?about=everything', '?limit=0', '?colour=red'])('is not told for %s', async (query) => {
    expect((await get(latchkey, `/api/credentials/${await make()}/events${query}`)).status).toBe(422)
  })
})
