import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseHostOrigin } from './host-origin.ts'

test.each([
  'https://app.example.com',
  'https://app.example.com:8443',
  'https://xn--bcher-kva.example',
  'https://203.0.113.7',
  'http://127.0.0.1:4690',
  'http://localhost:3000',
])('%s is the origin of a page', (origin) => {
  expect(parseHostOrigin(origin)).toBe(origin)
})

test.each([
  '',
  'null',
  '*',
  'https://',
  'https://*.example.com',
  'https://*',
  'https://a;sandbox',
  "https://a,'none'",
  'https://app.example.com/',
  'https://app.example.com:443',
  'https://app.example.com:99999',
  'https://app.example.com/path',
  'https://app.example.com?q',
  'https://app.example.com#f',
  'https://user@app.example.com',
  'https://App.example.com',
  'https://bücher.example',
  'https://app.example.com https://evil.test',
  'https://app.example.com\r\nset-cookie: a=b',
  ' https://app.example.com',
  'https://[::1]',
  'https://0x7f000001',
  'http://app.example.com',
  'http://10.0.0.2',
  'http://localhost.evil.test',
  'ftp://app.example.com',
  'file://',
  'data:text/html,a',
])('%j is none', (text) => {
  expect(parseHostOrigin(text)).toBeNull()
})

test('whatever is one is an origin to a browser as well, and nothing that a policy would read otherwise', () => {
  const parts = fc.array(fc.constantFrom('a', '.', '-', ';', '*', ' ', "'", ',', '%', '@', ':', '1', '/', '[', ']'))
  const texts = fc.tuple(fc.constantFrom('https://', 'http://'), parts).map(([scheme, host]) => scheme + host.join(''))
  fc.assert(
    fc.property(texts, (text) => {
      const origin = parseHostOrigin(text)
      return origin === null || (new URL(origin).origin === text && !/[\s;,*'"]/u.test(origin))
    }),
  )
})
