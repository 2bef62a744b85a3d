import { expect, test } from 'vitest'
import { type Hop, createReadClient } from './client.ts'
import { parseRanges } from './sign-in-config.ts'

const direct = read('http://127.0.0.1:4680', '127.0.0.1')
const behindTls = read('https://latchkey.example', '0.0.0.0', '10.0.0.0/8, 2001:db8::/32, 192.0.2.9')

test.each<[string, string, string | null]>([
  ['a client that the proxy names', '203.0.113.7', '203.0.113.7'],
  ['the one that the first of two proxies names', '203.0.113.7, 10.0.0.2', '203.0.113.7'],
  ['not what the client wrote itself', '198.51.100.1, 203.0.113.7', '203.0.113.7'],
  ['not a trusted address that the client wrote itself', '10.9.9.9, 203.0.113.7, 10.0.0.2', '203.0.113.7'],
  ['a proxy, where nobody else asks', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
  ['the proxy, where that names nobody', '', '10.0.0.1'],
  ['the proxy, where that passes on what is no address', 'unknown', '10.0.0.1'],
  ['the last that is known, before what is no address', '203.0.113.7, _hidden, 10.0.0.2', '10.0.0.2'],
  ['a client, without its port', '203.0.113.7:4711', '203.0.113.7'],
  ['a client of IPv6', '2001:DB9::0:7', '2001:db9::7'],
  ['a client of IPv6, without its port', '[2001:db9::7]:4711', '2001:db9::7'],
  ['a client of IPv4 that is written as IPv6', '::ffff:203.0.113.7', '203.0.113.7'],
])('the address is of %s', (_, forwardedFor, address) => {
  expect(behindTls({ peer: '10.0.0.1', forwardedFor, forwardedProto: 'https' })).toMatchObject({
    address,
    refusal: null,
  })
})

test.each<[string, string]>([
  ['of the range', '10.255.0.1'],
  ['of the range, as a socket for both kinds of address has it', '::ffff:10.1.2.3'],
  ['that is named alone', '192.0.2.9'],
  ['of IPv6', '2001:db8::5'],
])('a proxy %s is trusted', (_, peer) => {
  const client = behindTls({ peer, forwardedFor: '203.0.113.7', forwardedProto: ' HTTPS' })
  expect(client).toMatchObject({ address: '203.0.113.7', refusal: null })
})

test.each<[string, Partial<Hop>]>([
  ['of another address', { peer: '203.0.113.7' }],
  ['of an address beside one that is named alone', { peer: '192.0.2.8' }],
  ['of this machine, which was not named', { peer: '127.0.0.1' }],
  ['of nobody', { peer: undefined }],
  ['of a proxy that does not speak TLS', { forwardedProto: 'http' }],
  ['of a proxy that does not say whether it does', { forwardedProto: undefined }],
  ['of a proxy that passes on what the client says of that', { forwardedProto: 'https, http' }],
])('behind TLS a request %s is not answered', (_, own) => {
  const { refusal } = behindTls({ peer: '10.0.0.1', forwardedFor: undefined, forwardedProto: 'https', ...own })
  expect(refusal?.code).toBe('proxy_required')
})

test('nobody’s word counts where no proxy is trusted', () => {
  const asked = { forwardedFor: '203.0.113.7', forwardedProto: 'https' }
  expect(direct({ peer: '127.0.0.1', ...asked })).toMatchObject({ address: '127.0.0.1', refusal: null })
  const { address } = behindTls({ peer: '198.51.100.1', ...asked })
  expect(address).toBe('198.51.100.1')
})

test.each<[boolean, string, Partial<Hop>]>([
  [true, 'asked from the private network', { peer: '10.0.0.5' }],
  [false, 'asked from outside', { peer: '8.8.8.8' }],
  [false, 'asked through the proxy', { forwardedFor: '203.0.113.7', forwardedProto: 'https' }],
  [false, 'asked through a proxy that does not say for whom', { forwardedProto: 'https' }],
])('it is %s that whoever looks after it asks: %s', (isNearby, _, own) => {
  const asked = { peer: '10.0.0.1', forwardedFor: undefined, forwardedProto: undefined, ...own }
  expect(behindTls(asked).isNearby).toBe(isNearby)
})

test('whoever listens on loopback alone trusts what stands there', () => {
  const asked = { peer: '::1', forwardedFor: '203.0.113.7', forwardedProto: 'https' }
  expect(read('https://localhost', 'localhost')(asked)).toMatchObject({ address: '203.0.113.7', refusal: null })
  expect(read('https://latchkey.example', '::', '10.0.0.1')(asked).refusal?.code).toBe('proxy_required')
})

function read(publicUrl: string, host: string, proxies = ''): ReturnType<typeof createReadClient> {
  const trustedProxies = proxies === '' ? [] : parseRanges(proxies)
  if (!trustedProxies) throw new Error('These are no ranges')
  return createReadClient({ publicUrl: new URL(publicUrl), host, trustedProxies })
}
