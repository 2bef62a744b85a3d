import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSandbox, type RunningSandbox } from '../../sandbox/sandbox.ts'
import { freshToken, sampleToken } from '../fixture/latchkey.ts'
import { Secret } from '../vault/secret.ts'
import { createOutbound, type Outbound } from './outbound.ts'

const origins = ['https://api.intercom.io', 'https://api.eu.intercom.io']

describe('S14 a URL that is not exactly of a connector’s origin', () => {
  const names: string[] = []
  const outbound = createOutbound({
    origins,
    operatorOrigins: ['http://127.0.0.1:9'],
    lookup: (name, _options, callback) => {
      names.push(name)
      callback(Object.assign(new Error('refused by the test'), { code: 'ENOTFOUND' }), '', 4)
    },
  })
  afterAll(() => outbound.close())

  test.each([
    'https://api.intercom.io@evil.test/me',
    'https://api.intercom.io:443@evil.test/me',
    'https://user@api.intercom.io/me',
    'https://user:word@api.intercom.io/me',
    'https://:word@api.intercom.io/me',
    'https://api.intercom.io:444/me',
    'https://api.intercom.io:80/me',
    'https://api.intercom.io./me',
    'https://api.intercom.io.evil.test/me',
    'https://evil.api.intercom.io/me',
    'https://intercom.io/me',
    'https://api.intercom.io%2eevil.test/me',
    'https://api.intercom.io%00.evil.test/me',
    'https://\\api.intercom.io.evil.test/me',
    'https://evil.test/https://api.intercom.io/me',
    'https://evil.test#https://api.intercom.io/me',
    'https://xn--api-intercom-io.evil.test/me',
    'https://\u0430pi.intercom.io/me',
    'https://api.intercom.\u0456o/me',
    'http://api.intercom.io/me',
    'ws://api.intercom.io/me',
    'file:///etc/passwd',
    'data:application/json,{}',
    '//api.intercom.io/me',
    'api.intercom.io/me',
    '',
    'http://127.0.0.1:99/me',
    'http://127.0.0.1/me',
    'https://127.0.0.1:9/me',
    'http://localhost:9/me',
  ])('is forbidden, and nothing is looked up: %s', async (url) => {
    names.length = 0
    expect(await send(outbound, url)).toEqual({ kind: 'failed', reason: 'forbidden' })
    expect(names).toEqual([])
  })

  test('is forbidden whatever it is made of, and what is looked up is a connector’s host alone', async () => {
    await fc.assert(
      fc.asyncProperty(urls, async (url) => {
        names.length = 0
        const result = await send(outbound, url)
        const target = URL.canParse(url) ? new URL(url) : null
        const isTheirs = target !== null && origins.includes(target.origin) && !url.includes('@')
        expect(result).toEqual({ kind: 'failed', reason: isTheirs ? 'dns' : 'forbidden' })
        expect(names).toEqual(isTheirs ? [target.hostname] : [])
      }),
      { numRuns: 1_000 },
    )
  })

  test('is told from one that is: capitals, the default port and a tab say the same origin', async () => {
    for (const url of [
      'HTTPS://API.Intercom.IO/me',
      'https://api.intercom.io:443/me',
      'https://api.inter\tcom.io/me',
    ]) {
      names.length = 0
      expect(await send(outbound, url)).toEqual({ kind: 'failed', reason: 'dns' })
      expect(names).toEqual(['api.intercom.io'])
    }
  })
})

describe('S15 a redirect', () => {
  let sandbox: RunningSandbox
  let outbound: Outbound
  beforeAll(async () => {
    sandbox = await createSandbox()
    // Even where the operator allows the origin that it points to.
    const operatorOrigins = [...Object.values(sandbox.origins), sandbox.redirectTarget.origin]
    outbound = createOutbound({ origins, operatorOrigins })
  })
  afterAll(async () => {
    await outbound.close()
    await sandbox.close()
  })

  test('is an answer like any other, and where it points nobody goes', async () => {
    const token = sampleToken(sandbox.tokens, 'redirect')
    const result = await send(outbound, `${sandbox.origins.us}/me`, token)
    expect(result).toMatchObject({ kind: 'answered', status: 302 })
    expect(sandbox.requests).toHaveLength(1)
    expect(sandbox.redirectTarget.requests).toEqual([])
  })

  test('nothing is asked for compressed', () => {
    expect(sandbox.requests[0]?.headers).toMatchObject({ accept: 'application/json', 'accept-encoding': 'identity' })
  })
})

/** Pieces that belong to a URL, in any order that could pass for one. */
const hosts = fc.oneof(
  fc.constantFrom('api.intercom.io', 'API.INTERCOM.IO', 'api.eu.intercom.io', 'api.intercom.io.', 'evil.test'),
  fc.constantFrom('127.1', '0x7f000001', '[::1]', '[::ffff:10.0.0.1]', 'xn--pi-6ia.intercom.io', 'app.intercom.com'),
  fc.domain(),
)
const urls = fc
  .record({
    scheme: fc.constantFrom('https://', 'http://', 'HTTPS://', 'https:/', 'https:', 'ftp://', '//', 'https:\\\\'),
    userinfo: fc.constantFrom('', '', 'a@', 'api.intercom.io@', 'api.intercom.io:443@', ':b@'),
    before: fc.constantFrom('', '', 'evil.', '\t', '%61', '.'),
    host: hosts,
    after: fc.constantFrom('', '', '.', '.evil.test', '%2eevil.test', '\u3002evil.test', '\u00ad'),
    port: fc.constantFrom('', '', ':443', ':80', ':8443', ':', ':0443'),
    rest: fc.constantFrom('/me', '', '/\\evil.test', '?api.intercom.io', '#api.intercom.io', '/../../me'),
  })
  .map(({ scheme, userinfo, before, host, after, port, rest }) =>
    [scheme, userinfo, before, host, after, port, rest].join(''),
  )

function send(outbound: Outbound, url: string, token = freshToken()) {
  return outbound.request({
    url,
    method: 'GET',
    headers: { authorization: new Secret(`Bearer ${token}`) },
    signal: AbortSignal.timeout(5_000),
    maxBytes: 1_000,
  })
}
