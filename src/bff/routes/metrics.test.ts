import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import { createTestHome, get, openTestLatchkey, post, type TestHome, toCredentialBody } from '../fixture/latchkey.ts'
import type { Latchkey } from '../latchkey.ts'
import { createMetrics } from '../usage/metrics.ts'

let sandbox: RunningSandbox
let home: TestHome
let latchkey: Latchkey
beforeAll(async () => {
  sandbox = await createSandbox()
  home = await createTestHome('sqlite', sandbox.origins)
  latchkey = await openTestLatchkey(home)
})
afterAll(async () => {
  await latchkey.close()
  await sandbox.close()
  await home.remove()
})

test('what this instance does is counted by the route’s pattern, and nothing tells whom it was about', async () => {
  const name = `Name ${crypto.randomUUID()}`
  const made = await post(latchkey, '/api/credentials', toCredentialBody({ name }))
  const { id } = (await made.json()) as { id: string }
  await get(latchkey, `/api/credentials/${id}`)
  await get(latchkey, '/api/credentials/none')
  await get(latchkey, `/nowhere/${id}`)
  const text = await scrape(latchkey)
  expect(text).toContain('latchkey_http_answers_total{route="/api/credentials",method="POST",status="201"} 1')
  expect(text).toContain(
    'latchkey_http_answers_total{route="/api/credentials/:credential",method="GET",status="200"} 1',
  )
  expect(text).toContain(
    'latchkey_http_answers_total{route="/api/credentials/:credential",method="GET",status="404"} 1',
  )
  expect(text).toContain('latchkey_checks_total{verdict="accepted"} 1')
  for (const about of [id, name, '/none', 'nowhere', '"local"']) expect(text).not.toContain(about)
})

test('a method or a path that a caller made up is no label', async () => {
  const methods = ['BREW', 'get', 'X'.repeat(100)]
  for (const method of methods) {
    await latchkey.app.request(new URL(`/${crypto.randomUUID()}`, home.config.publicUrl), { method })
  }
  const text = await scrape(latchkey)
  expect(text).toContain('method="other"')
  for (const method of methods) expect(text).not.toContain(`method="${method}"`)
  expect(new Set(text.match(/route="[^"]*"/gu)).size).toBeLessThan(10)
})

test('two Latchkeys of one process count each their own, and both tell of the process', async () => {
  const other = await openTestLatchkey(home)
  const text = await scrape(other)
  expect(text).not.toContain('route="/api/credentials"')
  for (const each of [text, await scrape(latchkey)]) {
    expect(each).toMatch(/^process_resident_memory_bytes \d+$/mu)
    expect(each).toMatch(/^process_cpu_seconds_total \d/mu)
    expect(each).toMatch(/^latchkey_proxy_waiting_callers 0$/mu)
  }
  await other.close()
})

test('a store that fails is counted', async () => {
  const other = await openTestLatchkey(home)
  await other.close()
  expect((await post(other, '/api/credentials', toCredentialBody())).status).toBe(503)
  expect(await scrape(other)).toMatch(/^latchkey_store_failures_total [1-9]/mu)
})

test('a proxied call, a refusal, a breaker and those who wait have their numbers', async () => {
  const metrics = createMetrics()
  metrics.proxied({ connector: 'intercom', status: 204, latency: 100 })
  metrics.proxied({ connector: 'intercom', status: null, latency: 30_001 })
  metrics.refused('rate_budget_spent')
  metrics.breakerIs('half_open', 'https://api.intercom.io')
  metrics.delivered('put_off')
  let waiting = 3
  metrics.watchWaiting(() => waiting)
  const text = await metrics.read()
  const name = 'latchkey_proxy_call_duration_seconds'
  for (const line of [
    `${name}_count{connector="intercom",status="2xx"} 1`,
    `${name}_bucket{le="0.05",connector="intercom",status="2xx"} 0`,
    `${name}_bucket{le="0.1",connector="intercom",status="2xx"} 1`,
    `${name}_bucket{le="30",connector="intercom",status="none"} 0`,
    'latchkey_proxy_refusals_total{code="rate_budget_spent"} 1',
    'latchkey_proxy_breaker_open{origin="https://api.intercom.io"} 0.5',
    'latchkey_webhook_deliveries_total{outcome="put_off"} 1',
    'latchkey_proxy_waiting_callers 3',
  ]) {
    expect(text.split('\n')).toContain(line)
  }
  waiting = 0
  expect(await metrics.read()).toContain('latchkey_proxy_waiting_callers 0')
})

async function scrape(from: Latchkey): Promise<string> {
  const answer = await get(from, '/metrics')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  return answer.text()
}
