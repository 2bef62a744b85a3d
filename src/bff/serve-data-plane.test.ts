import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { makeAuthorization } from './fixture/data-plane-key.ts'
import { createTestHome, freshToken, readCredential, readProblem, toCredentialBody } from './fixture/latchkey.ts'
import { type LatchkeyProcess, startProcess, toEnvironment } from './fixture/process.ts'
import { startScriptedProvider } from './fixture/scripted-provider.ts'

test('a stop lets what is streamed end, and tells whoever is held', { timeout: 30_000 }, async () => {
  const provider = await startScriptedProvider()
  const home = await createTestHome('sqlite', provider.origins)
  // Before the start, whose first sweep wants the store's files for itself.
  const authorization = await makeAuthorization(home.config)
  const latchkey = await startProcess(toEnvironment(home.folder, home.config))
  expect(await latchkey.ready, latchkey.output.stderr).toBe(true)
  const { id } = await save(latchkey)
  const call = (headers = {}): Promise<Response> =>
    fetch(`${latchkey.origin}/proxy/${id}/contacts`, { headers: { authorization, ...headers } })

  const { promise: streaming, resolve } = Promise.withResolvers<ServerResponse>()
  provider.next((response) => {
    response.writeHead(200, spent()).write('before the stop')
    resolve(response)
  })
  const streamed = await call()
  expect(streamed.status).toBe(200)
  const held = call({ prefer: 'wait=60' })
  const asking = connect(Number(new URL(latchkey.origin).port), '127.0.0.1')
  await once(asking, 'connect')
  asking.write('GET /proxy/none HTTP/1.1\r\n')
  // Whoever cannot wait is told meanwhile: the one that can is in line by then.
  const refused = await call()
  expect(refused.headers.get('ratelimit')).toMatch(/^"intercom";r=0;t=\d+$/u)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(20)
  expect(await readProblem(refused)).toMatchObject({ code: 'rate_budget_spent' })

  process.kill(latchkey.pid, 'SIGTERM')
  const told = await held
  expect([told.status, told.headers.get('retry-after')]).toEqual([503, '5'])
  expect(told.headers.get('proxy-status')).toBe('latchkey; error=connection_limit_reached')
  expect(await readProblem(told)).toMatchObject({ code: 'shutting_down' })
  asking.write('\r\n')
  expect(String(await once(asking, 'data')), 'nobody calls on for ever').toMatch(/^connection: close\r$/imu)
  ;(await streaming).end(', and after it')
  expect(await streamed.text()).toBe('before the stop, and after it')
  const ended = performance.now()
  expect(await latchkey.exited).toBe(0)
  expect(performance.now() - ended, 'connections that are kept alive are not waited for').toBeLessThan(2_000)
  expect(latchkey.output.stderr).toBe('')
  await provider.close()
  await home.remove()
})

/** Of a window that is used up, and ends in half a minute. */
function spent(): Record<string, string> {
  return {
    'x-ratelimit-limit': '10',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Math.ceil(Date.now() / 1_000) + 30),
  }
}

async function save(latchkey: LatchkeyProcess) {
  const answer = await latchkey.fetch('/api/credentials', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'latchkey-client': 'test', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify(toCredentialBody({ secret: { accessToken: freshToken() } })),
  })
  return readCredential(answer)
}
