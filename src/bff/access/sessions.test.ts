import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { countRows, runOnStore } from '../fixture/raw-store.ts'
import { openStore, type Store } from '../store/database.ts'
import { type SessionHolder, sweepSessions } from '../store/sessions.ts'
import { createSessions, type Sessions } from './sessions.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const holder: SessionHolder = {
  tenantId: 'acme',
  id: 'ada',
  name: 'Ada',
  role: 'member',
  teams: ['data'],
  connectors: ['intercom'],
  purpose: 'source',
  signIn: 'link',
  pageOrigin: null,
  hostKeyId: null,
}

describe.each(engines)('a session on %s', (engine) => {
  let home: TestHome
  let store: Store
  let now = Date.parse('2026-03-04T05:06:07.890Z')
  const clock = (): Date => new Date(now)
  /** Two instances'. */
  let sessions: [Sessions, Sessions]
  beforeAll(async () => {
    home = await createTestHome(engine)
    store = await openStore(home.config.store)
    sessions = [createSessions({ store, clock }), createSessions({ store, clock })]
  })
  afterAll(async () => {
    await store.database.destroy()
    await home.remove()
  })

  async function start(signIn: SessionHolder['signIn'] = 'link') {
    const { token, principal } = await sessions[0].start({ ...holder, signIn }, '192.0.2.1')
    return { principal, find: () => sessions[1].find(token.reveal(), '192.0.2.2'), text: token.reveal() }
  }

  test('is started for somebody whose host names a team twice', async () => {
    const { token } = await sessions[0].start({ ...holder, teams: ['twice', 'data', 'twice'] }, null)
    expect(await sessions[1].find(token.reveal(), null)).not.toBeNull()
    const rows = await runOnStore(home.config.store, "select id from team where id = 'twice'")
    expect(rows).toHaveLength(1)
  })

  test('is good where its use cannot be noted, as on a full disk', async () => {
    const { principal, text } = await start()
    now += HOUR
    const full = { ...store, note: () => Promise.reject(new Error('full')) }
    expect(await createSessions({ store: full, clock }).find(text, '192.0.2.1')).toEqual(principal)
  })

  async function readSeen(): Promise<unknown> {
    const rows = await runOnStore(home.config.store, 'select seen_at from session order by created_at desc limit 1')
    return rows[0]?.['seen_at']
  }

  test('is found by its token, as whom it was started for, from wherever it is shown', async () => {
    const { principal, find, text } = await start()
    const { signIn, pageOrigin: _page, hostKeyId: _key, ...who } = holder
    const expiresAt = new Date(now + 7 * DAY).toISOString()
    expect(principal).toEqual({ ...who, session: { id: expect.any(String), signIn, expiresAt }, address: '192.0.2.1' })
    expect(await find()).toEqual({ ...principal, address: '192.0.2.2' })
    for (const other of ['', text.slice(0, -1), `${text}=`, text.replace('session', 'once')]) {
      expect(await sessions[1].find(other, null)).toBeNull()
    }
    const rows = JSON.stringify(await runOnStore(home.config.store, 'select * from session'))
    expect(rows, 'S1').not.toContain(text.slice(17))
  })

  test('is had by all of several teams’ people who sign in at once, in whatever order they are told', async () => {
    const teams = Array.from({ length: 40 }, (_, index) => `team ${index}`)
    const starting = Array.from({ length: 8 }, (_, index) =>
      sessions[0].start(
        { ...holder, id: `colleague ${index}`, teams: index % 2 === 0 ? teams : teams.toReversed() },
        null,
      ),
    )
    expect((await Promise.allSettled(starting)).map(({ status }) => status)).toEqual(starting.map(() => 'fulfilled'))
  })

  test.each<[SessionHolder['signIn'], { idle: number; whole: number }]>([
    ['link', { idle: 7 * DAY, whole: 30 * DAY }],
    ['openid', { idle: 2 * HOUR, whole: 12 * HOUR }],
    ['host', { idle: 15 * MINUTE, whole: 15 * MINUTE }],
  ])('of the kind %s is over when it was not used for long enough, and some time in any case', async (signIn, life) => {
    const unused = await start(signIn)
    now += life.idle - 1
    expect(await unused.find()).not.toBeNull()
    const used = await start(signIn)
    const began = now
    now += life.idle
    expect(await used.find()).toBeNull()

    now = began
    const kept = await start(signIn)
    while (now - began < life.whole - life.idle / 2) {
      expect(await kept.find(), String(now - began)).not.toBeNull()
      now += life.idle / 2
    }
    now = began + life.whole - 1
    expect(await kept.find()).not.toBeNull()
    now = began + life.whole
    expect(await kept.find()).toBeNull()
  })

  test('tells the store to the minute that it is used, and not each time', async () => {
    const { find } = await start()
    const began = new Date(now).toISOString()
    now += MINUTE - 1
    await find()
    expect(await readSeen()).toBe(began)
    now += 1
    await find()
    expect(await readSeen()).toBe(new Date(now).toISOString())
  })

  test('is over everywhere once it is ended, and is ended once', async () => {
    const { principal, find } = await start()
    const other = await start()
    const events = await countRows(home.config.store, 'audit_event')
    await sessions[0].end(principal)
    expect([await find(), (await other.find())?.id]).toEqual([null, 'ada'])
    await sessions[1].end(principal)
    expect(await countRows(home.config.store, 'audit_event')).toBe(events + 1)
  })

  test('that is over is swept away, and a one-time token a day after its time', async () => {
    await runOnStore(home.config.store, 'delete from session')
    await start()
    await sessions[0].issue(holder)
    now += DAY
    await sweepSessions(store, clock())
    expect(await countRows(home.config.store, 'one_time_token')).toBe(1)
    now += HOUR
    await sweepSessions(store, clock())
    expect(await countRows(home.config.store, 'one_time_token')).toBe(0)
    expect(await countRows(home.config.store, 'session')).toBe(1)
    now += 7 * DAY
    await sweepSessions(store, clock())
    expect(await countRows(home.config.store, 'session')).toBe(0)
  })
})
