import { Pool } from 'undici'
import { type Figure, median } from './figure.ts'
import { startProxiedLatchkey, type Way } from './proxied-latchkey.ts'
import { call } from './proxy-call.ts'

const AT_ONCE = 32
/** Many short ones: what else the machine does slows both sides of most of them alike. */
const ROUNDS = 15
/** Calls before anything is counted: as many as it takes to have the hot code compiled. */
const WARM_UP = 10_000
/** Calls one at a time, by each way. */
const ALONE = 4_000

const sizes = [
  { name: '1 kB', bytes: 1_000, calls: 3_000 },
  { name: '100 kB', bytes: 100_000, calls: 1_000 },
] as const

/** Calls through the proxy against a bare relay, in turns: how many a second, and how much later one is answered. */
export async function measureProxy(): Promise<Figure[]> {
  const running = await startProxiedLatchkey()
  const ways = [running.latchkey, running.relay].map((way) => ({
    way,
    pool: new Pool(way.origin, { connections: AT_ONCE }),
    alone: new Pool(way.origin, { connections: 1 }),
  }))
  try {
    for (const { way, pool } of ways) await callMany(pool, way, '/contacts/1000', WARM_UP)
    const figures: Figure[] = []
    for (const size of sizes) figures.push(await compare(ways, size))
    return [...figures, await measureAddedLatency(ways)]
  } finally {
    await Promise.all(ways.flatMap(({ pool, alone }) => [pool.close(), alone.close()]))
    await running.stop()
  }
}

type Ways = readonly { way: Way; pool: Pool; alone: Pool }[]

async function compare(ways: Ways, { name, bytes, calls }: (typeof sizes)[number]): Promise<Figure> {
  const rounds: [number, number][] = []
  for (let round = 0; round <= ROUNDS; round += 1) {
    const speeds: number[] = []
    for (const { way, pool } of ways) speeds.push(await callMany(pool, way, `/contacts/${bytes}`, calls))
    const [ours = 0, bare = 0] = speeds
    // The first is a warm-up to answers of this size.
    if (round > 0) rounds.push([ours, bare])
  }
  const ratio = median(rounds.map(([ours, bare]) => ours / bare))
  const [ours, bare] = [median(rounds.map(([each]) => each)), median(rounds.map(([, each]) => each))]
  return {
    what: `calls a second through the proxy, ${name} answers, ${AT_ONCE} at once, against a bare relay`,
    value: `${ratio.toFixed(2)} times`,
    must: '0.60 times, or more',
    holds: ratio >= 0.6,
    baseline: `${Math.round(ours)}/s, the relay ${Math.round(bare)}/s`,
  }
}

/** Makes that many calls, and answers how many a second that was. */
async function callMany(pool: Pool, way: Way, path: string, calls: number): Promise<number> {
  let left = calls
  const began = performance.now()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left > 0) {
        left -= 1
        await call(pool, way, path)
      }
    }),
  )
  return (calls * 1_000) / (performance.now() - began)
}

/** One call at a time, by one way and the other in turns, so that whatever else the machine does slows both. */
async function measureAddedLatency(ways: Ways): Promise<Figure> {
  const timed = ways.map((each) => ({ ...each, took: [] as number[] }))
  for (let count = 0; count < ALONE; count += 1) {
    for (const { way, alone, took } of timed) {
      const began = performance.now()
      await call(alone, way, '/contacts/1000')
      took.push(performance.now() - began)
    }
  }
  const [ours = 0, bare = 0] = timed.map(({ took }) => median(took))
  return {
    what: 'latency added by the proxy, p50, one call at a time',
    value: `${(ours - bare).toFixed(2)} ms`,
    must: '0.30 ms, or less',
    holds: ours - bare <= 0.3,
    baseline: `${ours.toFixed(2)} ms, by the relay ${bare.toFixed(2)} ms`,
  }
}
