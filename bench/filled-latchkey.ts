import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fillStore } from './fill-store.ts'
import { createHome, type RunningLatchkey, startLatchkey } from './process.ts'

/** A BFF with that many credentials of Intercom's; stopping it takes them away. */
export async function startFilledLatchkey(credentials: number): Promise<RunningLatchkey> {
  const home = createHome()
  const running = await startLatchkey(home)
  // Only now: a keyring is not made for a store that has rows.
  const database = await fillStore(join(home, 'data', 'latchkey.db'), credentials)
  await database.destroy()
  return {
    ...running,
    async stop(signal) {
      await running.stop(signal)
      rmSync(home, { recursive: true, force: true })
    },
  }
}
