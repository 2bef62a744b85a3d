import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Pool } from 'undici'
import { startSandbox } from '../src/sandbox/start-sandbox.ts'
import { type Figure, median } from './figure.ts'
import { createHome, startLatchkey, startScript } from './process.ts'

const ROUNDS = 5
const SAVES = 1_000
/** Saves before anything is counted: as many as it takes to have the hot code compiled. */
const WARM_UP = 4_000
const AT_ONCE = 8

/** Saves a second through HTTP against a bare relay that makes one GET and one synced insert, in turns. */
export async function measureSaves(): Promise<Figure[]> {
  const sandbox = await startSandbox()
  const home = createHome()
  const { us, eu, au } = sandbox.origins
  const latchkey = await startLatchkey(home, {
    LATCHKEY_INTERCOM_API_US: us,
    LATCHKEY_INTERCOM_API_EU: eu,
    LATCHKEY_INTERCOM_API_AU: au,
  })
  const relay = await startScript('relay.ts', { PROVIDER: us, DATABASE: join(home, 'relay.db') })
  try {
    await save(latchkey.origin, WARM_UP, latchkey.cookie)
    await save(relay.origin, WARM_UP)
    const rounds: { latchkey: number; relay: number }[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push({
        latchkey: await save(latchkey.origin, SAVES, latchkey.cookie),
        relay: await save(relay.origin, SAVES),
      })
    }
    const ratio = median(rounds.map((round) => round.latchkey / round.relay))
    const ours = Math.round(median(rounds.map((round) => round.latchkey)))
    const bare = Math.round(median(rounds.map((round) => round.relay)))
    return [
      {
        what: `saves a second, ${AT_ONCE} at once, against a bare relay`,
        value: `${ratio.toFixed(2)} times`,
        must: '0.50 times, or more',
        holds: ratio >= 0.5,
        baseline: `${ours}/s, the relay ${bare}/s`,
      },
    ]
  } finally {
    await relay.stop()
    await latchkey.stop()
    await sandbox.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

/** Saves that many new credentials, and answers how many a second that was. */
async function save(origin: string, saves: number, cookie = ''): Promise<number> {
  const pool = new Pool(origin, { connections: AT_ONCE })
  let left = saves
  const began = performance.now()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left > 0) {
        left -= 1
        const id = crypto.randomUUID()
        const answer = await pool.request({
          path: '/api/credentials',
          method: 'POST',
          headers: { cookie, 'content-type': 'application/json', 'latchkey-client': 'bench', 'idempotency-key': id },
          body: JSON.stringify({ connector: 'intercom', name: `Save ${id}`, secret: { accessToken: makeToken(id) } }),
        })
        const text = await answer.body.text()
        if (answer.statusCode !== 201) throw new Error(`${answer.statusCode} ${text}`)
      }
    }),
  )
  const seconds = (performance.now() - began) / 1_000
  await pool.close()
  return saves / seconds
}

/** The sandbox accepts every token of this shape, each as a workspace of its own. */
function makeToken(uuid: string): string {
  return Buffer.from(`tok:${uuid.replaceAll('-', '_')}:1:0`).toString('base64')
}
