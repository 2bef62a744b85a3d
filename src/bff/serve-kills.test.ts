import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { killDrill } from '../../bench/kill-drill.ts'
import { createTestHome, type TestHome } from './fixture/latchkey.ts'
import { engines } from './fixture/postgres.ts'
import { startProcess, toEnvironment } from './fixture/process.ts'

const KILLS = 20

describe.each(engines)('S28 on %s', (engine) => {
  let home: TestHome | undefined

  afterEach(async () => {
    await home?.remove()
    home = undefined
  })

  test('no acknowledged save is lost to twenty kills, and none is there twice', { timeout: 120_000 }, async () => {
    const drill = await killDrill({ kills: KILLS, engine })
    const { acknowledged, unanswered, cutOff, lost, surplus, rows, total, starts } = drill
    expect({ lost, surplus, unanswered }).toEqual({ lost: [], surplus: [], unanswered: 0 })
    expect([rows, total]).toEqual([acknowledged, acknowledged])
    expect(starts).toHaveLength(KILLS)
    // Otherwise the drill has shown nothing.
    expect(cutOff).toBeGreaterThan(KILLS / 2)
  })

  test('a first start that is killed at any moment is in no later start’s way', { timeout: 60_000 }, async () => {
    home = await createTestHome(engine)
    const environment = toEnvironment(home.folder, home.config)
    for (const moment of [150, 250, 300, 350, 400, 450, 500]) {
      const killed = await startProcess(environment)
      await sleep(moment)
      await killed.kill()
    }
    const last = await startProcess(environment)
    expect(await last.ready, last.output.stderr).toBe(true)
    await last.kill()
  })
})
