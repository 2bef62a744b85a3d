import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createTestHome, freshToken } from './fixture/latchkey.ts'
import { startProcess, toEnvironment } from './fixture/process.ts'

test('a check goes through the proxy that the environment names', { timeout: 30_000 }, async () => {
  const tunnels: string[] = []
  const proxy = createServer().on('connect', ({ url = '' }, socket) => {
    tunnels.push(url)
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const home = await createTestHome('sqlite')
  const latchkey = await startProcess({
    ...toEnvironment(home.folder, home.config),
    HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
  })
  expect(await latchkey.ready, latchkey.output.stderr).toBe(true)
  const answer = await latchkey.fetch('/api/credentials/check', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'latchkey-client': 'test' },
    body: JSON.stringify({ connector: 'intercom', secret: { accessToken: freshToken() } }),
  })
  expect(await answer.json()).toMatchObject({ kind: 'unreachable' })
  expect(new Set(tunnels)).toEqual(new Set(['api.intercom.io:443']))
  await latchkey.kill()
  proxy.close()
  await home.remove()
})
