import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verdictSchema } from '../../contract/verdict.ts'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import { createTestHome, openTestLatchkey, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { runOnStore } from '../fixture/raw-store.ts'
import { checkNow, saveFresh } from '../fixture/replace-secret.ts'
import type { Latchkey } from '../latchkey.ts'

describe.each(engines)('a person’s check and the rate budget on %s', (engine) => {
  let sandbox: RunningSandbox
  let home: TestHome
  let latchkey: Latchkey
  beforeAll(async () => {
    sandbox = await createSandbox()
    home = await createTestHome(engine, sandbox.origins)
    latchkey = await openTestLatchkey(home)
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
    await sandbox.close()
  })

  async function check(id: string): Promise<string> {
    return verdictSchema.parse(await (await checkNow(latchkey, id)).json()).kind
  }

  test('it is counted, and what its answer tells is learned', async () => {
    const { id } = await saveFresh(latchkey)
    expect(await check(id)).toBe('accepted')
    expect(await check(id)).toBe('accepted')
    const [row] = await runOnStore(home.config.store, `select * from rate_budget where credential_id = '${id}'`)
    expect(row).toMatchObject({ quota: 1_667 })
    expect(row?.['granted']).toBeGreaterThanOrEqual(2)
  })

  test('it goes ahead where data flows used up the window', async () => {
    const { id } = await saveFresh(latchkey)
    const endsAt = new Date(Date.now() + 60_000).toISOString()
    await runOnStore(home.config.store, `insert into rate_budget values ('${id}', 1, '${endsAt}', 1, 1)`)
    expect(await check(id)).toBe('accepted')
  })
})
