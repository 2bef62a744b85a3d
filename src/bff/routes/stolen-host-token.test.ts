import { Writable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { HOST_ORIGIN, type MadeHostKey, makeHostKey, makeHostSession } from '../fixture/host-key.ts'
import { createTestHome, openTestLatchkey, post, readProblem, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { runOnStore } from '../fixture/raw-store.ts'
import type { Latchkey } from '../latchkey.ts'
import { createLog } from '../log.ts'

const EVIL = 'https://evil.test'

describe.each(engines)('S22 a host’s token that was stolen, on %s,', (engine) => {
  let home: TestHome
  /** Of two instances. */
  let latchkeys: [Latchkey, Latchkey]
  let key: MadeHostKey
  let logged = ''
  let now = Date.parse('2026-03-04T05:06:07.890Z')
  const clock = (): Date => new Date(now)
  const log = createLog(
    'warn',
    new Writable({
      write(chunk, _, done) {
        logged += String(chunk)
        done()
      },
    }),
  )
  beforeAll(async () => {
    home = await createTestHome(engine)
    latchkeys = [await openTestLatchkey(home, { clock, log }), await openTestLatchkey(home, { clock, log })]
    key = await makeHostKey(home.config)
  })
  afterAll(async () => {
    for (const latchkey of latchkeys) await latchkey.close()
    await home.remove()
  })
  beforeEach(async () => {
    logged = ''
    await runOnStore(home.config.store, 'delete from audit_event')
  })

  const exchange = (token: string, { origin = HOST_ORIGIN, at = 0 } = {}) =>
    post(latchkeys[at] ?? latchkeys[0], '/api/embed/session', { token, origin })

  async function expectRefused(answer: Response, token: string, why: string, origin = HOST_ORIGIN): Promise<void> {
    expect([answer.status, await readProblem(answer)]).toMatchObject([401, { code: 'sign_in_refused' }])
    expect(logged).toContain(`"why":"${why}"`)
    expect(logged).not.toContain(token.slice(14, 57))
    const refused = `select tenant_id, actor_id, outcome, detail from audit_event where action = 'session.refused'`
    const detail = JSON.stringify({ session: { signIn: 'host', origin, why } })
    expect(await runOnStore(home.config.store, refused)).toEqual([
      { tenant_id: 'acme', actor_id: 'ada', outcome: 'refused', detail },
    ])
  }

  test('is refused when it was used before, on another instance, and in the log', async () => {
    const { token } = await makeHostSession(latchkeys[0], key)
    expect((await exchange(token)).status).toBe(201)
    await expectRefused(await exchange(token, { at: 1 }), token, 'used')
  })

  test('is refused from another origin, in the log, and of no use to its own page after that', async () => {
    const { token } = await makeHostSession(latchkeys[0], key)
    await expectRefused(await exchange(token, { origin: EVIL }), token, 'other_origin', EVIL)
    expect((await exchange(token)).status).toBe(401)
  })

  test('is refused after five minutes, and in the log', async () => {
    const [inTime, late] = [await makeHostSession(latchkeys[0], key), await makeHostSession(latchkeys[0], key)]
    now += 5 * 60_000 - 1
    expect((await exchange(inTime.token)).status).toBe(201)
    now += 1
    await expectRefused(await exchange(late.token), late.token, 'expired')
  })

  test('opens one session when a hundred come at once with it, to two instances', { timeout: 30_000 }, async () => {
    const { token } = await makeHostSession(latchkeys[0], key)
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => exchange(token, { at: index % 2 })))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(1)
    // 503: on a busy machine some wait for a connection to PostgreSQL for too long.
    for (const status of new Set(statuses)) expect([201, 401, 429, 503]).toContain(status)
    const started = `select id from audit_event where action = 'session.started'`
    expect(await runOnStore(home.config.store, started)).toHaveLength(1)
  })
})
