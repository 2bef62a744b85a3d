import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSandbox, type RunningSandbox } from '../sandbox/sandbox.ts'
import { change } from './fixture/change.ts'
import {
  createTestHome,
  freshToken,
  get,
  openTestLatchkey,
  post,
  readCredential,
  type TestHome,
  toCredentialBody,
} from './fixture/latchkey.ts'
import { countRows, runOnStore } from './fixture/raw-store.ts'
import { storeCredentials } from './fixture/stored-credentials.ts'
import { createVirtualTime } from './fixture/virtual-time.ts'
import { startWebhookReceiver, type WebhookReceiver } from './fixture/webhook-receiver.ts'
import type { Latchkey } from './latchkey.ts'
import { KEPT } from './store/deleted-credentials.ts'

const MINUTE = 60_000

/** Four checks take a fraction of a second, and much longer on a machine that does something else. */
const PATIENCE = 15_000

let sandbox: RunningSandbox
let home: TestHome
let receiver: WebhookReceiver
let latchkeys: [Latchkey, Latchkey]
let passed = 0
const stopping = new AbortController()
let running: Promise<unknown>

beforeAll(async () => {
  sandbox = await createSandbox()
  home = await createTestHome('sqlite', sandbox.origins)
  receiver = await startWebhookReceiver()
  home.config.webhook = receiver.target
  const hasty = {
    clock: () => new Date(Date.now() + passed),
    wait: (milliseconds: number, signal: AbortSignal) =>
      sleep(milliseconds > MINUTE ? milliseconds : Math.min(milliseconds / 20, 10), undefined, { signal }).catch(
        () => undefined,
      ),
  }
  latchkeys = [await openTestLatchkey(home, hasty), await openTestLatchkey(home, hasty)]
  running = Promise.all(latchkeys.map((latchkey) => latchkey.run(stopping.signal)))
})
afterAll(async () => {
  stopping.abort()
  await running
  for (const latchkey of latchkeys) await latchkey.close()
  await receiver.close()
  await sandbox.close()
  await home.remove()
})

test('S29 two that run at once find a revoked token out, ask about each credential once, and tell the webhook once', async () => {
  const [latchkey] = latchkeys
  const tokens = Array.from({ length: 4 }, freshToken)
  const ids: string[] = []
  for (const accessToken of tokens) {
    const saved = await post(latchkey, '/api/credentials', toCredentialBody({ secret: { accessToken } }))
    ids.push((await readCredential(saved)).id)
  }
  const [revoked = ''] = tokens
  sandbox.revoke(revoked)

  const checks = await countChecks()
  await makeDue()
  await expect.poll(countChecks, { interval: 10, timeout: PATIENCE }).toBe(checks + 4)
  expect(sandbox.requests.length).toBe(2 * 4)
  expect(await statuses(ids)).toEqual(['verified', 'verified', 'verified', 'verified'])
  passed += 6 * MINUTE
  await expect.poll(() => receiver.received.length, { timeout: PATIENCE }).toBe(1)
  expect(await statuses(ids)).toEqual(['failed', 'verified', 'verified', 'verified'])

  sandbox.setOutage(true)
  const asked = sandbox.requests.length
  await makeDue()
  // Each once more, since what answers with 503 is asked a second time.
  await expect.poll(() => sandbox.requests.length, { interval: 10, timeout: PATIENCE }).toBe(asked + 2 * 4)
  expect(await statuses(ids)).toEqual(['failed', 'verified', 'verified', 'verified'])
  expect(receiver.received).toHaveLength(1)

  const { type, data } = JSON.parse(receiver.received[0]?.body ?? '') as { type: string; data: object }
  expect(type).toBe('credential.failed')
  expect(data).toMatchObject({
    id: ids[0],
    connector: 'intercom',
    status: 'failed',
    statusReason: 'revoked',
    usedBy: 0,
  })
  expect(Object.keys(data).toSorted()).toEqual([
    'connector',
    'id',
    'name',
    'status',
    'statusReason',
    'statusSince',
    'usedBy',
  ])
  const all = JSON.stringify(receiver.received)
  for (const token of tokens) expect(all, 'S1').not.toContain(token)
}, 30_000)

test('what is past its time is erased as soon as Latchkey runs, and as long as it does', async () => {
  const time = createVirtualTime(1)
  const own = await createTestHome('sqlite')
  own.config.watchInterval = 0
  const saved = await storeCredentials(own, {}, {})
  const latchkey = await openTestLatchkey(own, time)
  const ending = new AbortController()
  let run: Promise<void> | undefined
  for (const { id } of saved) {
    await change(latchkey, 'DELETE', `/api/credentials/${id}`)
    expect(await countRows(own.config.store, 'deleted_credential')).toBe(1)
    time.leap(KEPT)
    run ??= latchkey.run(ending.signal)
    await time.advance(10 * MINUTE)
    expect(await countRows(own.config.store, 'deleted_credential')).toBe(0)
  }
  ending.abort()
  await run
  await latchkey.close()
  await own.remove()
})

async function makeDue(): Promise<void> {
  await runOnStore(home.config.store, "update credential set check_due_at = ''")
}

async function countChecks(): Promise<number> {
  const [row] = await runOnStore(
    home.config.store,
    "select count(*) as checks from audit_event where action = 'credential.checked'",
  )
  return Number(row?.['checks'])
}

async function statuses(ids: readonly string[]): Promise<string[]> {
  const credentials = await Promise.all(
    ids.map((id) => get(latchkeys[1], `/api/credentials/${id}`).then(readCredential)),
  )
  return credentials.map(({ status }) => status)
}
