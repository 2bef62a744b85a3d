import { Readable } from 'node:stream'
import { Pool } from 'undici'
import type { Figure } from './figure.ts'
import { readMemory } from './process.ts'
import { startProxiedLatchkey, type Way } from './proxied-latchkey.ts'
import { call } from './proxy-call.ts'

const BYTES = 1_000_000_000
/** Milliseconds between two looks at the memory. */
const LOOK = 20
const CHUNK = Buffer.alloc(64 * 1_024, 'a')

/**
 * What a gigabyte each way makes the process grow by, at its highest while that runs. Once warm: any process of Node's
 * takes some 90 MB for its first gigabyte, the bare relay as well, since that many buffers wait to be collected.
 */
export async function measureProxyMemory(): Promise<Figure[]> {
  const running = await startProxiedLatchkey()
  try {
    const latchkey = await measureGrowth(running.latchkey)
    const relay = await measureGrowth(running.relay)
    return (['up', 'down'] as const).map((direction) => {
      const { grown, before, speed } = latchkey[direction]
      return {
        what: `memory that 1 GB ${direction} through the proxy takes, once warm`,
        value: `${grown.toFixed(0)} MB`,
        must: 'under 30 MB',
        holds: grown < 30,
        baseline: `of ${before.toFixed(0)} MB, at ${speed.toFixed(0)} MB/s; the bare relay ${relay[direction].grown.toFixed(0)} MB of ${relay[direction].before.toFixed(0)} MB`,
      }
    })
  } finally {
    await running.stop()
  }
}

interface Growth {
  /** Megabytes, as `before` is. */
  grown: number
  before: number
  /** Megabytes a second. */
  speed: number
}

async function measureGrowth(way: Way): Promise<Record<'up' | 'down', Growth>> {
  const pool = new Pool(way.origin, { connections: 1 })
  try {
    await sendUp(way, pool)
    await sendDown(way, pool)
    const up = await watchMemory(way.pid, () => sendUp(way, pool))
    const down = await watchMemory(way.pid, () => sendDown(way, pool))
    return { up, down }
  } finally {
    await pool.close()
  }
}

async function watchMemory(pid: number, transfer: () => Promise<void>): Promise<Growth> {
  const before = readMemory(pid)
  let highest = before
  const look = (): void => {
    highest = Math.max(highest, readMemory(pid))
  }
  const looking = setInterval(look, LOOK)
  const began = performance.now()
  await transfer()
  const seconds = (performance.now() - began) / 1_000
  clearInterval(looking)
  look()
  return { grown: highest - before, before, speed: BYTES / 1e6 / seconds }
}

async function sendUp(way: Way, pool: Pool): Promise<void> {
  let text = ''
  await call(pool, way, '/contacts', {
    method: 'POST',
    body: Readable.from(makeChunks()),
    onData: (chunk) => {
      text += chunk.toString()
    },
  })
  if (text !== JSON.stringify({ taken: BYTES })) throw new Error(`The provider took ${text}`)
}

async function sendDown(way: Way, pool: Pool): Promise<void> {
  const came = await call(pool, way, `/contacts/${BYTES}`)
  if (came !== BYTES) throw new Error(`${came} bytes came`)
}

function* makeChunks(): Generator<Buffer> {
  for (let left = BYTES; left > 0; left -= CHUNK.length) yield left < CHUNK.length ? CHUNK.subarray(0, left) : CHUNK
}
