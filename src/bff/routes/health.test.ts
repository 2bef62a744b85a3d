import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestHome, get, openTestLatchkey, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import type { Latchkey } from '../latchkey.ts'

let home: TestHome | undefined
let latchkey: Latchkey | undefined
beforeEach(() => {
  home = undefined
})
afterEach(() => home?.remove())

test.each(engines)('on %s, the process and its store both answer', async (engine) => {
  const { app } = await open(engine)
  for (const path of ['/healthz', '/readyz']) {
    const response = await get({ app }, path)
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ status: 'ok' })
  }
  await latchkey?.close()
})

test.each(engines)('on %s, a closed store leaves the process well and not ready', async (engine) => {
  const { app } = await open(engine)
  await latchkey?.close()
  expect((await get({ app }, '/healthz')).status).toBe(200)
  for (const path of ['/readyz', '/api/credentials', '/api/resources']) {
    const response = await get({ app }, path)
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ status: 503, code: 'store_unavailable' })
  }
})

async function open(engine: (typeof engines)[number]): Promise<Latchkey> {
  home = await createTestHome(engine)
  latchkey = await openTestLatchkey(home)
  return latchkey
}
