import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashKeyText, isKeyText, makeKeyText } from './key-text.ts'

test('a key is told by its prefix, is another each time, and prints nowhere', () => {
  const keys = Array.from({ length: 100 }, makeKeyText)
  expect(new Set(keys.map((key) => key.reveal())).size).toBe(100)
  for (const key of keys) expect(key.reveal()).toMatch(/^latchkey_[\w-]{49}$/u)
  expect(`${JSON.stringify(keys)}${String(keys[0])}`).not.toContain('latchkey_')
})

test('a key that is mistyped, cut short or added to is none', () => {
  const key = makeKeyText().reveal()
  expect(isKeyText(key)).toBe(true)
  fc.assert(
    fc.property(fc.nat(key.length - 1), fc.string({ minLength: 0, maxLength: 2 }), (at, other) => {
      const changed = key.slice(0, at) + other + key.slice(at + 1)
      expect(isKeyText(changed)).toBe(changed === key)
    }),
  )
  for (const wrong of ['', key.slice(9), `${key}\n`, ` ${key}`, key.toUpperCase(), key + key]) {
    expect(isKeyText(wrong)).toBe(false)
  }
})

test('a key’s hash is its SHA-256', async () => {
  const key = makeKeyText().reveal()
  const digest = await crypto.subtle.digest('SHA-256', Buffer.from(key))
  expect(hashKeyText(key)).toBe(Buffer.from(digest).toString('base64url'))
})
