import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLoopbackServer } from '../../sandbox/loopback-server.ts'
import { type Certificate, makeAuthority, makeCertificate, startTlsServer } from '../fixture/tls-server.ts'
import type { OutboundResult } from './outbound.ts'

describe('S17 a server whose certificate', () => {
  let folder: string
  let authority: Certificate
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
    authority = await makeAuthority()
    writeFileSync(join(folder, 'authority.pem'), authority.cert)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const anHourAgo = new Date(Date.now() - 3_600_000)
  const anHourFromNow = new Date(Date.now() + 3_600_000)

  test.each([
    ['is signed by itself', () => makeCertificate('localhost')],
    ['is another host’s', () => makeCertificate('evil.test', { authority })],
    ['is expired', () => makeCertificate('localhost', { authority, notAfterDate: anHourAgo })],
    ['is not valid yet', () => makeCertificate('localhost', { authority, notBeforeDate: anHourFromNow })],
    ['is of an authority nobody knows', async () => makeCertificate('localhost', { authority: await makeAuthority() })],
  ])('%s is refused, and sees no request', async (_, make) => {
    expect(await askServerWith(await make())).toEqual({ result: { kind: 'failed', reason: 'tls' }, requests: 0 })
  })

  test('is the host’s own, by an authority that NODE_EXTRA_CA_CERTS names, is taken', async () => {
    const certificate = await makeCertificate('localhost', { authority })
    const { result, requests } = await askServerWith(certificate)
    expect(result).toMatchObject({ kind: 'answered', status: 200, body: '{}' })
    expect(requests).toBe(1)
  })

  test('is none, since it speaks no TLS, is refused', async () => {
    const server = await startLoopbackServer((_request, response) => response.end('{}'))
    try {
      expect(await ask(server.origin.replace('http:', 'https:'))).toEqual({ kind: 'failed', reason: 'tls' })
    } finally {
      await server.close()
    }
  })

  async function askServerWith(certificate: Certificate) {
    let requests = 0
    const server = await startTlsServer(certificate, (_request, response) => {
      requests += 1
      response.end('{}')
    })
    try {
      return { result: await ask(`https://localhost:${server.port}`), requests }
    } finally {
      await server.close()
    }
  }

  /** In a process of its own, as the variable counts at its start only. */
  async function ask(origin: string): Promise<OutboundResult> {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module-typescript', '-e', program], {
      env: {
        NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem'),
        MODULE: new URL('outbound.ts', import.meta.url).href,
        ORIGIN: origin,
      },
      timeout: 10_000,
    })
    return JSON.parse(stdout) as OutboundResult
  }
})

const program = `
  const { createOutbound } = await import(process.env.MODULE)
  const outbound = createOutbound({ origins: [], operatorOrigins: [process.env.ORIGIN] })
  const signal = AbortSignal.timeout(5_000)
  const request = { url: process.env.ORIGIN + '/me', method: 'GET', headers: {}, signal, maxBytes: 1_000 }
  process.stdout.write(JSON.stringify(await outbound.request(request)))
  await outbound.close()
`
