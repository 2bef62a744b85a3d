import { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type AuditEventPage, auditEventPageSchema, auditEventSchema } from '../../contract/audit-event.ts'
import { problemSchema } from '../../contract/problem.ts'
import { latchkeyPrincipal, type Principal } from '../access/principal.ts'
import { createTestHome, openTestLatchkey, post, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { askedBy, toPrincipal } from '../fixture/principal.ts'
import { storeCredentials } from '../fixture/stored-credentials.ts'
import { addAuditEvent, type AuditEvent } from '../store/audit-events.ts'
import { openStore, type Store } from '../store/database.ts'
import { eventRoutes } from './events.ts'

const now = '2026-03-01T00:00:00.000Z'

describe.each(engines)('what was done in a tenant on %s', (engine) => {
  let home: TestHome
  let store: Store
  let ada: Principal
  beforeAll(async () => {
    home = await createTestHome(engine)
    store = await openStore(home.config.store)
  })
  beforeEach(() => {
    ada = toPrincipal({ tenantId: crypto.randomUUID(), role: 'admin', address: '192.0.2.7' })
  })
  afterAll(async () => {
    await store.database.destroy()
    await home.remove()
  })

  const ask = (path: string, principal = ada) =>
    new Hono()
      .use(askedBy(principal))
      .route('/', eventRoutes({ store, clock: () => new Date(now) }))
      .onError((_, c) => c.text('', 503))
      .request(path)

  async function note(events: readonly [at: string, Partial<AuditEvent>, Principal?][]): Promise<void> {
    await store.database.transaction().execute(async (transaction) => {
      for (const [at, event, principal = ada] of events) {
        await addAuditEvent(transaction, principal, at, { action: 'key.created', detail: {}, ...event })
      }
    })
  }

  async function list(query = ''): Promise<AuditEventPage> {
    const answer = await ask(`/api/events${query}`)
    expect(answer.status).toBe(200)
    return auditEventPageSchema.parse(await answer.json())
  }

  async function readLines(query = ''): Promise<string[]> {
    const answer = await ask(`/api/events.jsonl${query}`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/jsonl')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="latchkey-events-2026-03-01.jsonl"')
    const text = await answer.text()
    expect(text === '' || text.endsWith('\n')).toBe(true)
    return text.split('\n').filter(Boolean)
  }

  test('is told with who, what, which, from where, when and how it ended', async () => {
    const [credential] = await storeCredentials(home, { tenantId: ada.tenantId, name: 'Support' })
    const about = { connector: 'intercom', credentialId: credential?.id ?? '' }
    const gone = crypto.randomUUID()
    await note([
      ['2026-02-01T00:00:00.000Z', { ...about, action: 'credential.created', detail: { verdict: 'accepted' } }],
      ['2026-02-02T00:00:00.000Z', { action: 'credential.erased', connector: 'intercom', credentialId: gone }],
      ['2026-02-03T00:00:00.000Z', { ...about, action: 'credential.checked' }, latchkeyPrincipal(ada.tenantId)],
      [
        '2026-02-04T00:00:00.000Z',
        { action: 'session.refused', outcome: 'refused', detail: { session: { signIn: 'host', why: 'used' } } },
      ],
    ])
    const { events, nextCursor } = await list()
    expect(nextCursor).toBeNull()
    const known = { connector: 'intercom', credential: { id: credential?.id, name: 'Support' } }
    const actor = { id: 'ada', name: 'Ada' }
    expect(events.map(({ id: _id, ...event }) => event)).toEqual([
      {
        at: '2026-02-04T00:00:00.000Z',
        action: 'session.refused',
        outcome: 'refused',
        actor,
        connector: null,
        credential: null,
        resource: null,
        address: '192.0.2.7',
        detail: { session: { signIn: 'host', why: 'used' } },
      },
      expect.objectContaining({ ...known, action: 'credential.checked', actor: null, address: null }),
      expect.objectContaining({ action: 'credential.erased', credential: { id: gone, name: null } }),
      expect.objectContaining({ ...known, action: 'credential.created', outcome: 'done', actor, address: '192.0.2.7' }),
    ])
  })

  test('a real change of the API is among it, with the address it was asked from', async () => {
    const latchkey = await openTestLatchkey(home)
    const [credential] = await storeCredentials(home, {})
    const source = { kind: 'source', connector: 'intercom', credentialId: credential?.id, name: 'Contacts' }
    expect((await post(latchkey, '/api/resources', source)).status).toBe(201)
    await latchkey.close()
    ada = { ...ada, tenantId: 'local' }
    const { events } = await list('?action=resource.created')
    expect(events).toMatchObject([{ actor: { id: 'local' }, resource: { name: 'Contacts' } }])
  })

  test('S10 another tenant’s is not there, in no page and no export', async () => {
    const other = toPrincipal({ tenantId: 'another' })
    await note([
      ['2026-02-01T00:00:00.000Z', {}, other],
      ['2026-02-01T00:00:00.000Z', { action: 'key.revoked' }],
    ])
    expect((await list()).events.map(({ action }) => action)).toEqual(['key.revoked'])
    expect(await readLines()).toHaveLength(1)
  })

  test.each([
    ['?actor=bob', ['key.revoked']],
    ['?action=session.ended', ['session.ended']],
    ['?outcome=refused', ['session.refused']],
    ['?from=2026-02-02T00:00:00Z', ['session.refused', 'session.ended']],
    ['?to=2026-02-02T00:00:00.000Z', ['key.revoked', 'key.created']],
    ['?from=2026-02-01T00:00:00.001Z&to=2026-02-03T00:00:00Z', ['session.ended', 'key.revoked']],
    ['?actor=nobody', []],
  ])('can be narrowed by %s, in pages and exports alike', async (query, actions) => {
    await note([
      ['2026-02-01T00:00:00.000Z', { action: 'key.created' }],
      ['2026-02-01T12:00:00.000Z', { action: 'key.revoked' }, { ...ada, id: 'bob' }],
      ['2026-02-02T00:00:00.000Z', { action: 'session.ended' }],
      ['2026-02-03T00:00:00.000Z', { action: 'session.refused', outcome: 'refused' }],
    ])
    expect((await list(query)).events.map(({ action }) => action)).toEqual(actions)
    const exported = (await readLines(query)).map((line) => auditEventSchema.parse(JSON.parse(line)).action)
    expect(exported).toEqual(actions.toReversed())
  })

  test('comes by pages, each event once, those of one moment as well', async () => {
    const at = '2026-02-01T00:00:00.000Z'
    await note(Array.from({ length: 7 }, () => [at, {}] as const))
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null && seen.length < 20) {
      const page: AuditEventPage = await list(`?limit=3${cursor && `&cursor=${cursor}`}`)
      seen.push(...page.events.map(({ id }) => id))
      cursor = page.nextCursor
    }
    expect(seen).toHaveLength(7)
    expect(new Set(seen).size).toBe(7)
  })

  test('is exported whole, the oldest first, line by line as pages have it', async () => {
    const events = Array.from({ length: 1_203 }, (_, index): [string, Partial<AuditEvent>] => [
      new Date(Date.parse('2026-02-01T00:00:00.000Z') + Math.floor(index / 3)).toISOString(),
      {},
    ])
    await note([...events, ['2026-03-01T00:00:00.001Z', { action: 'key.revoked' }]])
    const lines = await readLines()
    const exported = lines.map((line) => auditEventSchema.parse(JSON.parse(line)))
    // What comes after it was asked for is for the next one.
    expect(exported).toHaveLength(1_203)
    expect(new Set(exported.map(({ id }) => id)).size).toBe(1_203)
    expect(exported.map(({ at }) => at)).toEqual(exported.map(({ at }) => at).toSorted())
    expect((await list('?limit=1&to=2026-03-01T00:00:00Z')).events[0]).toEqual(exported.at(-1))
    expect(await readLines('?actor=nobody')).toEqual([])
  })

  test.each(['?cursor=nonsense', '?limit=0', '?from=yesterday', '?action=everything', '?tenant=another', '?actor=%00'])(
    'refuses %s',
    async (query) => {
      const answer = await ask(`/api/events${query}`)
      expect(answer.status).toBe(422)
      expect(problemSchema.parse(await answer.json()).code).toBe('invalid_input')
    },
  )

  test('an export of a store that is down is a failure from the start, not half an answer', async () => {
    await store.database.destroy()
    expect((await ask('/api/events.jsonl')).status).toBe(503)
    store = await openStore(home.config.store)
  })
})
