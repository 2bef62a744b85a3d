import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AuditAction } from '../../contract/audit-event.ts'
import { latchkeyPrincipal } from '../access/principal.ts'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { toPrincipal } from '../fixture/principal.ts'
import { forgetOldChecks } from './audit-event-list.ts'
import { addAuditEvent, type AuditEvent } from './audit-events.ts'
import { openStore, type Store } from './database.ts'

const DAY = 24 * 60 * 60 * 1_000
const now = new Date('2026-06-01T00:00:00.000Z')
const before = (days: number) => new Date(now.getTime() - days * DAY).toISOString()

describe.each(engines)('on %s the sweep', (engine) => {
  let home: TestHome
  let store: Store
  beforeEach(async () => {
    home = await createTestHome(engine)
    store = await openStore(home.config.store)
  })
  afterEach(async () => {
    await store.database.destroy()
    await home.remove()
  })

  async function note(
    days: number,
    detail: AuditEvent['detail'],
    action: AuditAction,
    who = latchkeyPrincipal('local'),
  ) {
    await addAuditEvent(store.database, who, before(days), { action, connector: 'intercom', detail })
  }

  const left = async () => {
    const rows = await store.database.selectFrom('audit_event').select(['action', 'at', 'actor_id']).execute()
    return new Set(rows.map(({ action, at, actor_id: actor }) => `${action} ${at} ${actor}`))
  }

  test('forgets what the watch found unchanged 90 days ago, and nothing else', async () => {
    await note(91, { verdict: 'accepted' }, 'credential.checked')
    await note(89, { verdict: 'accepted' }, 'credential.checked')
    await note(400, { verdict: 'rejected', status: 'failed' }, 'credential.checked')
    await note(400, {}, 'credential.erased')
    await note(400, { verdict: 'accepted' }, 'credential.checked', toPrincipal())
    await forgetOldChecks(store, now)
    expect(await left()).toEqual(
      new Set([
        `credential.checked ${before(89)} latchkey:watch`,
        `credential.checked ${before(400)} latchkey:watch`,
        `credential.erased ${before(400)} latchkey:watch`,
        `credential.checked ${before(400)} ada`,
      ]),
    )
  })

  test('forgets more than one statement takes', async () => {
    await store.database.transaction().execute(async (transaction) => {
      for (let row = 0; row < 1_001; row += 1) {
        const event = { action: 'credential.checked', connector: 'intercom', detail: {} } as const
        await addAuditEvent(transaction, latchkeyPrincipal('local'), before(100), event)
      }
    })
    await forgetOldChecks(store, now)
    expect(await left()).toEqual(new Set())
  })
})
