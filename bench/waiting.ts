import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { readWindows } from './counted-windows.ts'
import type { Figure } from './figure.ts'
import { createHome, startLatchkey, startScript } from './process.ts'
import { createKey, makeToken, saveCredential } from './proxied-latchkey.ts'

const CALLERS = 1_000
/** Callers that come together: who of them is first, nobody can say. */
const TOGETHER = 50
/** Milliseconds of a window of the provider's. */
const WINDOW = 10_000
/** Calls a window: a thousand callers are served in three of them. */
const QUOTA = 400

/** A thousand callers that wait at one instance: who is served when, and what becomes of them when it is stopped. */
export async function measureWaiting(): Promise<Figure[]> {
  const home = createHome()
  const provider = await startScript('budget-provider.ts', { QUOTA: String(QUOTA) })
  const latchkey = await startLatchkey(home, { LATCHKEY_INTERCOM_API_US: provider.origin })
  const pool = new Pool(latchkey.origin, { connections: CALLERS })
  try {
    const id = await saveCredential(latchkey, makeToken())
    const headers = { authorization: `Bearer ${await createKey(home)}`, prefer: 'wait=60' }

    async function call(caller: number): Promise<number | null> {
      const request = { method: 'GET', path: `/proxy/${id}/contacts/${caller}`, headers } as const
      const answer = await pool.request(request).catch(() => null)
      await answer?.body.dump()
      return answer?.statusCode ?? null
    }

    async function callAll(): Promise<(number | null)[]> {
      const callers = Array.from({ length: CALLERS }, (_, caller) => caller)
      await sleep(WINDOW - (Date.now() % WINDOW) + 500)
      // Connected beforehand, so that who calls first is heard first.
      await Promise.all(callers.map(() => knock()))
      const answers: Promise<number | null>[] = []
      while (answers.length < CALLERS) {
        const from = answers.length
        answers.push(...callers.slice(from, from + TOGETHER).map(call))
        // Answered after these were heard.
        await fetch(`${latchkey.origin}/healthz`)
      }
      return Promise.all(answers)
    }

    async function knock(): Promise<void> {
      await (await pool.request({ method: 'GET', path: '/healthz' })).body.dump()
    }

    await readWindows(provider.origin)
    const served = await callAll()
    const windows = await readWindows(provider.origin)
    const order = windows.map(({ calls }) => calls.map((caller) => Math.floor(Number(caller) / TOGETHER)))
    const passed = countPassed(order)

    const stopped = callAll()
    await sleep(WINDOW + 5_000)
    const began = performance.now()
    await latchkey.stop('SIGTERM')
    const took = performance.now() - began
    const told = await stopped
    return [
      {
        what: `callers waiting at once that were answered, of ${CALLERS}`,
        value: String(count(served, 200)),
        must: String(CALLERS),
        holds: count(served, 200) === CALLERS,
        baseline: `by window ${order.map((callers) => callers.length).join(', ')} of ${QUOTA}`,
      },
      {
        what: 'callers served in a later window than somebody who came after them',
        value: String(passed),
        must: '0',
        holds: passed === 0,
        baseline: `they came by ${TOGETHER}`,
      },
      {
        what: `callers lost when the instance is stopped, of ${CALLERS}`,
        value: String(CALLERS - count(told, 200) - count(told, 503)),
        must: '0',
        holds: count(told, 200) + count(told, 503) === CALLERS && count(told, 503) > 0,
        baseline: `${count(told, 200)} served, ${count(told, 503)} told; stopped in ${took.toFixed(0)} ms`,
      },
    ]
  } finally {
    await pool.destroy()
    await latchkey.stop()
    await provider.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

function count(answers: readonly (number | null)[], status: number): number {
  return answers.filter((each) => each === status).length
}

/** By who came together. Within a window calls go out together, and may pass each other on their way. */
function countPassed(windows: readonly (readonly number[])[]): number {
  let passed = 0
  let last = -1
  for (const callers of windows) {
    passed += callers.filter((caller) => caller < last).length
    last = Math.max(last, ...callers)
  }
  return passed
}
