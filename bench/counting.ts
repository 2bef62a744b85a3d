import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { Client } from 'undici'
import { toNewCredential } from '../src/bff/fixture/new-credential.ts'
import { insertCredential } from '../src/bff/store/credentials.ts'
import { openStore, type Store } from '../src/bff/store/database.ts'
import type { CredentialUse } from '../src/bff/usage/credential-use.ts'
import { createMetrics } from '../src/bff/usage/metrics.ts'
import { createUseCounter } from '../src/bff/usage/use-counter.ts'
import { wait } from '../src/bff/wait.ts'
import { type Figure, median } from './figure.ts'
import { createHome, startScript } from './process.ts'

const CREDENTIALS = 10
/** What each of them may call in ten seconds, Intercom's usual limit: what is counted until it is written. */
const CALLS = CREDENTIALS * 1_667
const ROUNDS = 15
/** What of a call's time counting it may take. */
const MOST = 0.01

/**
 * Counts calls of one hour, writing included, against a call through a bare relay to a provider on this machine, one at a
 * time and 1 kB each. One through Latchkey takes longer, and one to a real provider a thousand times as long.
 */
export async function measureCounting(): Promise<Figure[]> {
  const home = createHome()
  const store = await openStore({ engine: 'sqlite', path: join(home, 'latchkey.db') })
  const provider = await startScript('proxy-provider.ts', {})
  const relay = await startScript('proxy-relay.ts', { PROVIDER: provider.origin })
  const client = new Client(relay.origin)
  try {
    const uses = await storeCredentials(store)
    const counts: number[] = []
    const calls: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      counts.push(await countCalls(store, uses))
      calls.push(await makeCalls(client))
    }
    const [count, call] = [median(counts), median(calls)]
    const rows = await store.database.selectFrom('credential_usage').select('calls').execute()
    const counted = rows.reduce((sum, row) => sum + Number(row.calls), 0)
    const isWhole = counted === CALLS * ROUNDS && rows.length === CREDENTIALS
    return [
      {
        what: 'counting a call, written to the store, of the call’s time',
        value: `${((100 * count) / call).toFixed(2)} %`,
        must: `${100 * MOST} %, or less`,
        holds: count / call <= MOST,
        baseline: `${count.toFixed(2)} µs; a call through a bare relay ${call.toFixed(0)} µs`,
      },
      {
        what: `rows of ${counted.toLocaleString('en')} calls with ${CREDENTIALS} credentials in an hour`,
        value: String(rows.length),
        must: String(CREDENTIALS),
        holds: isWhole,
        baseline: `${(CALLS * ROUNDS).toLocaleString('en')} calls were made`,
      },
    ]
  } finally {
    await client.close()
    await relay.stop()
    await provider.stop()
    await store.database.destroy()
    rmSync(home, { recursive: true, force: true })
  }
}

async function storeCredentials(store: Store): Promise<CredentialUse[]> {
  const credentials = Array.from({ length: CREDENTIALS }, () => toNewCredential())
  await store.write(async (transaction) => {
    for (const credential of credentials) await insertCredential(transaction, credential)
  })
  return credentials.map(({ id, tenantId, connector }) => ({
    credentialId: id,
    tenantId,
    connector,
    keyId: crypto.randomUUID(),
    status: 200,
    bytesSent: 200,
    bytesReceived: 1_000,
    latency: 0,
    budget: { limit: 1_667, remaining: 1_000, resetsAt: 0 },
  }))
}

/** Microseconds of all processors' time a call, so that whoever else works on this machine does not matter. */
async function countCalls(store: Store, uses: readonly CredentialUse[]): Promise<number> {
  const now = new Date('2026-01-01T00:30:00.000Z')
  const clock = () => new Date(now)
  const counter = createUseCounter({ store, clock, wait, log: pino({ level: 'silent' }), metrics: createMetrics() })
  const made = Array.from({ length: CALLS }, (_, call) => {
    const use = uses[call % uses.length]
    if (!use) throw new Error('Nothing to count')
    return { ...use, latency: 80 + (call % 200) }
  })
  const began = process.cpuUsage()
  for (const each of made) counter.count(each)
  await counter.close()
  const { user, system } = process.cpuUsage(began)
  return (user + system) / CALLS
}

/** Microseconds a call. */
async function makeCalls(client: Client): Promise<number> {
  const took: number[] = []
  for (let call = 0; call < 300; call += 1) {
    const began = performance.now()
    const answer = await client.request({ method: 'GET', path: '/contacts/1000' })
    await answer.body.dump()
    took.push((performance.now() - began) * 1_000)
  }
  return median(took)
}
