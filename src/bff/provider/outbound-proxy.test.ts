import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { makeCertificate, startTlsServer } from '../fixture/tls-server.ts'
import { createOutbound, type OutboundProxy } from './outbound.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(closing.splice(0).map((close) => close()))
})

describe('HTTPS_PROXY', () => {
  test('takes a connector’s calls through a tunnel to its host, though the proxy is on a private address', async () => {
    const proxy = await startProxy()
    const result = await ask('https://api.intercom.io', proxy)
    expect(proxy.tunnels).toEqual(['api.intercom.io:443'])
    expect(result).toMatchObject({ kind: 'failed' })
  })

  test('changes nothing of what may be called, nor of whose certificate is taken', async () => {
    const certificate = await makeCertificate('api.intercom.io')
    let requests = 0
    const impostor = await startTlsServer(certificate, (_request, response) => {
      requests += 1
      response.end('{}')
    })
    closing.push(() => impostor.close())
    const proxy = await startProxy(impostor.port)
    expect(await ask('https://evil.test', proxy)).toEqual({ kind: 'failed', reason: 'forbidden' })
    expect(proxy.tunnels).toEqual([])
    expect(await ask('https://api.intercom.io', proxy)).toEqual({ kind: 'failed', reason: 'tls' })
    expect(proxy.tunnels).toEqual(['api.intercom.io:443'])
    expect(requests).toBe(0)
  })

  test('does not hold for what NO_PROXY names', async () => {
    const proxy = await startProxy()
    const through = { url: proxy.url, except: '.eu.intercom.io,api.intercom.io' }
    expect(await ask('https://api.intercom.io', through)).toEqual({ kind: 'failed', reason: 'dns' })
    expect(proxy.tunnels).toEqual([])
  })

  test('holds for what the operator put in a host’s place, but not for this machine', async () => {
    const proxy = await startProxy()
    expect(await ask('https://gateway.test', proxy)).toMatchObject({ kind: 'failed' })
    expect(proxy.tunnels).toEqual(['gateway.test:443'])
    for (const origin of ['http://127.0.0.1:9', 'https://localhost:9']) {
      expect(await ask(origin, proxy)).toEqual({ kind: 'failed', reason: 'refused' })
    }
    expect(proxy.tunnels).toHaveLength(1)
  })

  test('comes from the configuration, which parsed it, not from the environment', async () => {
    const proxy = await startProxy()
    vi.stubEnv('HTTPS_PROXY', proxy.url.href)
    expect(await ask('https://api.intercom.io')).toEqual({ kind: 'failed', reason: 'dns' })
    expect(proxy.tunnels).toEqual([])
  })
})

/** Records where it is asked to go; goes to `target` instead, or refuses. */
async function startProxy(target?: number) {
  const tunnels: string[] = []
  const server = createServer()
  server.on('connect', ({ url = '' }, socket) => {
    tunnels.push(url)
    if (target === undefined) {
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
      return
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    const beyond = connect(target, '127.0.0.1')
    for (const end of [socket, beyond]) end.on('error', () => undefined)
    socket.pipe(beyond).pipe(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(async () => {
    server.closeAllConnections()
    server.close()
  })
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), except: '', tunnels }
}

async function ask(origin: string, proxy: OutboundProxy | null = null) {
  const outbound = createOutbound({
    origins: ['https://api.intercom.io'],
    operatorOrigins: ['https://gateway.test', 'http://127.0.0.1:9', 'https://localhost:9'],
    proxy,
    lookup: (_name, _options, callback) => callback(Object.assign(new Error('none'), { code: 'ENOTFOUND' }), '', 4),
  })
  closing.push(() => outbound.close())
  const signal = AbortSignal.timeout(5_000)
  return outbound.request({ url: `${origin}/me`, method: 'GET', headers: {}, signal, maxBytes: 1_000 })
}
