import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Verdict } from '../../contract/verdict.ts'
import { latchkeyPrincipal } from '../access/principal.ts'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { toNewCredential } from '../fixture/new-credential.ts'
import { engines } from '../fixture/postgres.ts'
import { refuseInserts } from '../fixture/raw-store.ts'
import { insertCredential, type NewCredential } from '../store/credentials.ts'
import { openStore, type Store } from '../store/database.ts'
import type { StatusChange } from '../webhook/status-changes.ts'
import { recordVerdict, type RecordVerdictRequest } from './record-verdict.ts'

const MINUTE = 60_000
const start = Date.parse('2026-03-01T12:00:00.000Z')
const nobody = { workspaceName: null, workspaceId: null, region: null, adminName: null, adminEmail: null }

describe.each(engines)('a verdict on %s', (engine) => {
  let home: TestHome
  let store: Store
  let saved: NewCredential
  const noted: StatusChange[] = []

  beforeAll(async () => {
    home = await createTestHome(engine)
    store = await openStore(home.config.store)
  })
  afterAll(async () => {
    await store.database.destroy()
    await home.remove()
  })
  beforeEach(async () => {
    noted.length = 0
    const account = { ...nobody, workspaceName: 'Northwind', workspaceId: 'abc' }
    saved = toNewCredential({ name: `Support ${crypto.randomUUID()}`, account, statusSince: at(-9), checkedAt: at(-9) })
    await store.write((transaction) => insertCredential(transaction, saved))
  })

  /** `minutes` after the start, by the watch. */
  function record(verdict: Verdict, minutes: number, own: Partial<RecordVerdictRequest> = {}) {
    return store.write((transaction) =>
      recordVerdict(transaction, {
        credentialId: saved.id,
        secretVersion: 1,
        verdict,
        actor: latchkeyPrincipal('local'),
        confirms: 'twice',
        now: new Date(at(minutes)),
        checkSchedule: ({ isConfirming, now }) => `${isConfirming ? 'confirm' : 'ordinary'} from ${now.toISOString()}`,
        statusChanges: {
          note: (_, change) => {
            noted.push(change)
            return Promise.resolve()
          },
        },
        ...own,
      }),
    )
  }

  function readRow() {
    return store.database.selectFrom('credential').selectAll().where('id', '=', saved.id).executeTakeFirstOrThrow()
  }

  async function readEvents() {
    const rows = await store.database
      .selectFrom('audit_event')
      .selectAll()
      .where('credential_id', '=', saved.id)
      .orderBy('id')
      .execute()
    return rows.map(({ action, actor_name: actor, detail }) => ({ action, actor, detail: JSON.parse(detail) }))
  }

  test('that accepts is what the credential then reads, what finds it, and what its history tells', async () => {
    const account = { ...nobody, workspaceName: 'Südwind', workspaceId: 'xyz' }
    const verdict: Verdict = { kind: 'accepted', account, region: 'eu', requestId: 'r-1', checkedAt: at(0) }
    const change = await record(verdict, 0)
    expect(change).toMatchObject({ statusBefore: 'verified', credential: { account, region: 'eu', checkedAt: at(0) } })
    expect(await readRow()).toMatchObject({
      account: JSON.stringify(account),
      workspace_id: 'xyz',
      region: 'eu',
      status_since: at(-9),
      checked_at: at(0),
      check_due_at: `ordinary from ${at(0)}`,
      updated_at: saved.updatedAt,
      revision: 1,
    })
    expect((await readRow()).search_folded).toContain('südwind')
    const detail = { verdict: 'accepted', requestId: 'r-1' }
    expect(await readEvents()).toEqual([{ action: 'credential.checked', actor: 'Latchkey', detail }])
    expect(noted).toEqual([change])
  })

  test('that rejects makes it failed the second time, five minutes on, and is told once', async () => {
    await record(rejected(0), 0)
    expect(await readRow()).toMatchObject({
      status: 'verified',
      rejected_at: at(0),
      check_due_at: `confirm from ${at(0)}`,
    })
    await record(rejected(2), 2)
    expect(await readRow()).toMatchObject({ status: 'verified', check_due_at: `confirm from ${at(0)}` })
    const change = await record(rejected(5), 5)
    expect(change).toMatchObject({
      statusBefore: 'verified',
      credential: { status: 'failed', statusReason: 'revoked' },
    })
    expect(await readRow()).toMatchObject({
      status: 'failed',
      status_since: at(5),
      rejected_at: null,
      check_due_at: `ordinary from ${at(5)}`,
    })
    await record(rejected(9), 9)
    expect(await readRow()).toMatchObject({ status_since: at(5), checked_at: at(9) })
    expect((await readEvents()).map(({ detail }) => detail.status)).toEqual([undefined, undefined, 'failed', undefined])
  })

  test('that accepts between two rejections begins the count anew', async () => {
    await record(rejected(0), 0)
    await record({ kind: 'accepted', account: null, region: 'us', checkedAt: at(5) }, 5)
    await record(rejected(10), 10)
    expect(await readRow()).toMatchObject({ status: 'verified', rejected_at: at(10) })
  })

  test('that a person asked for needs no second one', async () => {
    expect(await record(rejected(0), 0, { confirms: 'at_once' })).toMatchObject({ credential: { status: 'failed' } })
  })

  test.each<Verdict>([
    { kind: 'throttled', retryAt: '2026-03-01T12:00:09.000Z', checkedAt: '2026-03-01T12:00:00.000Z' },
    { kind: 'unreachable', reason: 'timeout', checkedAt: '2026-03-01T12:00:00.000Z' },
  ])('S29 of $kind changes when it is asked again, and leaves an event only where a person asked', async (verdict) => {
    await record(rejected(-20), -20)
    const before = await readRow()
    await record(verdict, 0)
    expect(await readRow()).toEqual({ ...before, check_due_at: `ordinary from ${at(0)}` })
    expect(await readEvents()).toHaveLength(1)
    await record(verdict, 1, { confirms: 'at_once' })
    expect(await readRow()).toEqual({ ...before, check_due_at: `ordinary from ${at(1)}` })
    expect(await readEvents()).toHaveLength(2)
  })

  test('on a secret that was replaced, of another tenant, or of a credential that is gone, writes nothing', async () => {
    const before = await readRow()
    expect(await record(rejected(0), 0, { secretVersion: 2 })).toBeNull()
    expect(await record(rejected(0), 0, { actor: latchkeyPrincipal('other') })).toBeNull()
    expect(await record(rejected(0), 0, { credentialId: crypto.randomUUID() })).toBeNull()
    expect([await readRow(), await readEvents(), noted]).toEqual([before, [], []])
  })

  test('S24 is not recorded where its event, or who has to hear of it, fails', async () => {
    const before = await readRow()
    const allow = await refuseInserts(home.config.store, 'audit_event')
    await expect(record(rejected(0), 0)).rejects.toThrow('no')
    await allow()
    const deaf = { note: () => Promise.reject(new Error('deaf')) }
    await expect(record(rejected(0), 0, { statusChanges: deaf })).rejects.toThrow('deaf')
    expect([await readRow(), await readEvents()]).toEqual([before, []])
  })

  test('keeps what people change at the same time, and what finds it', async () => {
    const verdict: Verdict = { kind: 'restricted', reason: 'scope', region: 'us', checkedAt: at(0) }
    let recording: Promise<unknown> = Promise.resolve()
    await store.write(async (transaction) => {
      const renamed = { name: 'Renamed', search_folded: 'renamed', revision: 2 }
      await transaction.updateTable('credential').set(renamed).where('id', '=', saved.id).execute()
      recording = record(verdict, 0)
      // Long enough for it to read what is about to be changed, if nothing stopped it.
      await setTimeout(30)
    })
    await recording
    expect(await readRow()).toMatchObject({ name: 'Renamed', revision: 2, status_reason: 'scope' })
    expect((await readRow()).search_folded).toContain('renamed')
  })
})

function at(minutes: number): string {
  return new Date(start + minutes * MINUTE).toISOString()
}

function rejected(minutes: number): Verdict {
  return { kind: 'rejected', reason: 'revoked', checkedAt: at(minutes) }
}
