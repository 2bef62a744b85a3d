import { afterEach, describe, expect, test } from 'vitest'
import { startLoopbackServer } from '../../sandbox/loopback-server.ts'
import { createOutbound, type Outbound, type OutboundOptions } from './outbound.ts'
import { isPublicAddress } from './public-address.ts'

const privateAddresses = [
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '169.254.169.254',
  '192.0.0.8',
  '192.0.2.1',
  '198.18.0.1',
  '203.0.113.9',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::7f00:1',
  '::a00:1',
  'fe80::1',
  'fe80::1%lo',
  'fec0::1',
  'fd00::1',
  'ff02::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:a00:1::1',
  '64:ff9b::a00:1',
  '::ffff:10.0.0.1',
  '::ffff:7f00:1',
]

let outbound: Outbound | undefined
afterEach(() => outbound?.close())

describe('S16 an address that is not out on the internet', () => {
  test.each(privateAddresses)('is one: %s', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  test.each(privateAddresses)('is refused when a name resolves to it: %s', async (address) => {
    expect(await askByName([address])).toEqual({ kind: 'failed', reason: 'forbidden' })
  })

  test.each([
    ['first', ['10.0.0.1', '8.8.8.8']],
    ['last', ['8.8.8.8', '2606:4700::1111', '::1']],
    ['in the middle', ['8.8.8.8', '169.254.169.254', '8.8.4.4']],
  ])('is refused though public ones stand beside it: %s', async (_, addresses) => {
    expect(await askByName(addresses)).toEqual({ kind: 'failed', reason: 'forbidden' })
  })

  test.each([
    ['one alone', '10.0.0.1'],
    ['none that is an address', 'localhost'],
  ])('is refused when the resolver gives %s', async (_, address) => {
    const result = await ask(
      { origins: [named], lookup: (_name, _options, callback) => callback(null, address, 4) },
      named,
    )
    expect(result).toEqual({ kind: 'failed', reason: 'forbidden' })
  })

  test.each([
    'https://127.1',
    'https://0x7f000001',
    'https://2130706433',
    'https://0177.0.0.1',
    'https://127.0.0.1',
    'https://10.0.0.1',
    'https://[::1]',
    'https://[::ffff:10.0.0.1]',
    'https://[::ffff:7f00:1]',
    'https://[::127.0.0.1]',
    'https://[64:ff9b::10.0.0.1]',
    'https://[fe80::1]',
  ])('is refused as a literal, which no resolver sees, even listed as a connector’s: %s', async (origin) => {
    const origins = [origin, new URL(origin).origin]
    const result = await ask({ origins, lookup: () => expect.unreachable('a literal is not looked up') }, origin)
    expect(result).toEqual({ kind: 'failed', reason: 'forbidden' })
  })

  test('is where the operator’s exact origin may be, and no other port of it', async () => {
    const server = await startLoopbackServer((_request, response) => response.end('{}'))
    try {
      const operatorOrigins = [server.origin]
      expect(await ask({ operatorOrigins }, server.origin)).toMatchObject({ kind: 'answered', status: 200, body: '{}' })
      const other = await ask({ operatorOrigins: ['http://127.0.0.1:9'] }, server.origin)
      expect(other).toEqual({ kind: 'failed', reason: 'forbidden' })
    } finally {
      await server.close()
    }
  })
})

test.each(['8.8.8.8', '52.1.2.3', '2606:4700::1111', '2a00:1450:4001::1', '::ffff:8.8.8.8'])(
  'an address out on the internet is public: %s',
  (address) => {
    expect(isPublicAddress(address)).toBe(true)
  },
)

const named = 'https://api.intercom.io'

function askByName(addresses: string[]) {
  const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  return ask({ origins: [named], lookup: (_name, _options, callback) => callback(null, found) }, named)
}

async function ask(options: Partial<OutboundOptions>, origin: string) {
  outbound = createOutbound({ origins: [], operatorOrigins: [], ...options })
  const signal = AbortSignal.timeout(3_000)
  return outbound.request({ url: `${origin}/me`, method: 'GET', headers: {}, signal, maxBytes: 1_000 })
}
