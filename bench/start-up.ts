import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Figure, median } from './figure.ts'
import { createHome, readMemory, startLatchkey, startScript } from './process.ts'

const STARTS = 7

/** From process start to ready, with existing data; and the memory of one that has nothing to do. Sandbox off. */
export async function measureStartUp(): Promise<Figure[]> {
  const home = createHome()
  try {
    const first = await startLatchkey(home)
    await first.stop()

    const ready: number[] = []
    const bare: number[] = []
    for (let start = 0; start < STARTS; start += 1) {
      const latchkey = await startLatchkey(home)
      ready.push(latchkey.readyAfter)
      await latchkey.stop()
      const began = performance.now()
      const server = await startScript('bare-server.ts', {})
      bare.push(performance.now() - began)
      await server.stop()
    }

    const idle = await startLatchkey(home)
    const bareIdle = await startScript('bare-server.ts', {})
    await sleep(5_000)
    const memory = readMemory(idle.pid)
    const bareMemory = readMemory(bareIdle.pid)
    await idle.stop()
    await bareIdle.stop()

    const seconds = median(ready) / 1_000
    return [
      {
        what: 'ready, from process start, existing data',
        value: `${seconds.toFixed(2)} s`,
        must: '1.0 s, or less',
        holds: seconds <= 1,
        baseline: `a bare node:http server ${(median(bare) / 1_000).toFixed(2)} s`,
      },
      {
        what: 'memory when idle (RSS)',
        value: `${memory.toFixed(0)} MB`,
        must: '150 MB, or less',
        holds: memory <= 150,
        baseline: `a bare node:http server ${bareMemory.toFixed(0)} MB`,
      },
    ]
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}
