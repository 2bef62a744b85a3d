import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { startPostgres } from '../scripts/test/postgres.ts'
import { readWindows } from './counted-windows.ts'
import type { Figure } from './figure.ts'
import { createHome, startLatchkey, startScript } from './process.ts'
import { createKey, makeToken, saveCredential } from './proxied-latchkey.ts'

const WINDOW = 10_000
const WINDOWS = 10
const QUOTA = 167
const LEAST = 160
const CALLERS = 10

/** Two instances on one PostgreSQL, whose callers all want more than there is: what the provider counts in each window. */
export async function measureBudget(): Promise<Figure[]> {
  const postgres = await startPostgres()
  const home = createHome()
  const provider = await startScript('budget-provider.ts', { QUOTA: String(QUOTA) })
  const environment = { LATCHKEY_DATABASE_URL: postgres.url, LATCHKEY_INTERCOM_API_US: provider.origin }
  // One after the other: the first makes the tables and the keyring.
  const first = await startLatchkey(home, environment)
  const instances = [first, await startLatchkey(home, environment)]
  try {
    const key = await createKey(home, environment)
    const id = await saveCredential(first, makeToken())
    await sleep(WINDOW - (Date.now() % WINDOW) + 500)
    await readWindows(provider.origin)
    const ending = new AbortController()
    const answers: number[] = []
    const calling = instances.map(({ origin }) => callAtOnce(origin, { id, key, answers, signal: ending.signal }))
    await sleep(WINDOWS * WINDOW - 1_000)
    ending.abort()
    await Promise.all(calling)

    const windows = await readWindows(provider.origin)
    const counts = windows.map(({ calls }) => calls.length)
    const [least, most] = [Math.min(...counts), Math.max(...counts)]
    const refused = answers.filter((status) => status !== 200).length
    return [
      {
        what: `calls a window of ${QUOTA}, two instances with ${CALLERS} callers each, ${counts.length} windows`,
        value: `${least} to ${most}`,
        must: `${LEAST} to ${QUOTA}`,
        holds: counts.length === WINDOWS && least >= LEAST && most <= QUOTA,
        baseline: `${answers.length} answers, ${refused} of them refusals; in turn ${counts.join(', ')}`,
      },
    ]
  } finally {
    await Promise.all(instances.map((instance) => instance.stop()))
    await provider.stop()
    await postgres.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

async function callAtOnce(
  origin: string,
  { id, key, answers, signal }: { id: string; key: string; answers: number[]; signal: AbortSignal },
): Promise<void> {
  const pool = new Pool(origin, { connections: CALLERS })
  const headers = { authorization: `Bearer ${key}`, prefer: 'wait=20' }
  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      while (!signal.aborted) {
        const call = { method: 'GET', path: `/proxy/${id}/contacts`, headers, signal } as const
        const answer = await pool.request(call).catch(() => null)
        // Only the end breaks a call off.
        if (!answer) continue
        await answer.body.dump()
        answers.push(answer.statusCode)
      }
    }),
  )
  await pool.close()
}
