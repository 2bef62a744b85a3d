import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { importKey } from './keyring.ts'
import { type Binding, open, seal, SealBrokenError, sealedUnder, type SealingKey } from './seal.ts'

const key = await createKey()
const binding = ['secret', 'tenant', 'credential', 1]
/** The one failure there is: it says nothing of what was wrong. */
const broken = new SealBrokenError()
const plaintext = new TextEncoder().encode('a secret')

test('what was sealed opens again, whatever it is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 5_000 }), bindings, async (bytes, own) => {
      const sealed = await seal(bytes, key, own)
      expect(Buffer.from(await open(sealed, key, own))).toEqual(Buffer.from(bytes))
      expect(sealedUnder(sealed)).toBe(key.kid)
    }),
  )
})

test('S3 a sealed value opens for no other binding', async () => {
  const sealed = await seal(plaintext, key, binding)
  await fc.assert(
    fc.asyncProperty(bindings, async (other) => {
      fc.pre(JSON.stringify(other) !== JSON.stringify(binding))
      await expect(open(sealed, key, other)).rejects.toThrow(broken)
    }),
  )
})

test('S3 two bindings that would read alike when joined are not alike', async () => {
  const sealed = await seal(plaintext, key, ['a', 'bc'])
  for (const other of [['ab', 'c'], ['abc'], ['a', 'bc', ''], ['a,bc'], ['a","bc']]) {
    await expect(open(sealed, key, other)).rejects.toThrow(broken)
  }
})

test('S4 another key does not open it, under the same id or its own', async () => {
  const sealed = await seal(plaintext, key, binding)
  const other = await createKey()
  await expect(open(sealed, other, binding)).rejects.toThrow(broken)
  await expect(open(sealed, { kid: key.kid, key: other.key }, binding)).rejects.toThrow(broken)
})

describe.each(['protected', 'iv', 'ciphertext', 'tag'])('S4 the %s', (member) => {
  test('with any one bit of it changed does not open', async () => {
    const sealed = toJson(await seal(plaintext, key, binding))
    const bytes = Buffer.from(sealed[member] ?? '', 'base64url')
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      await expect(open(toText({ ...sealed, [member]: changed.toString('base64url') }), key, binding)).rejects.toThrow(
        broken,
      )
    }
  })

  test('of another length does not open', async () => {
    const sealed = toJson(await seal(plaintext, key, binding))
    const bytes = Buffer.from(sealed[member] ?? '', 'base64url')
    for (const other of [Buffer.alloc(0), bytes.subarray(1), bytes.subarray(0, -1), Buffer.concat([bytes, bytes])]) {
      await expect(open(toText({ ...sealed, [member]: other.toString('base64url') }), key, binding)).rejects.toThrow(
        broken,
      )
    }
  })

  test('in another spelling of the same bytes does not open', async () => {
    // Of one to three bytes more or less, two leave spare bits in the last character, which a decoder ignores.
    for (const length of [7, 8, 9]) {
      const sealed = toJson(await seal(randomBytes(length), key, binding))
      const own = sealed[member] ?? ''
      for (const other of otherSpellings(own)) {
        await expect(open(toText({ ...sealed, [member]: other }), key, binding)).rejects.toThrow(broken)
      }
    }
  })
})

test('S4 a text that is not exactly what was sealed does not open', async () => {
  const sealed = await seal(plaintext, key, binding)
  const parts = toJson(sealed)
  const { tag, ...withoutTag } = parts
  const others = [
    toText({ ...parts, aad: 'AAAA' }),
    toText({ ...parts, header: '{}' }),
    toText(withoutTag),
    toText({ tag: tag ?? '', ...withoutTag }),
    toText({ ...parts, protected: Buffer.from('{"alg":"dir","enc":"A128GCM"}').toString('base64url') }),
    toText({ ...parts, protected: Buffer.from('{"alg":"none","kid":"other"}').toString('base64url') }),
    sealed.replace('{', '{"iv":"AAAA",'),
    sealed.replace('"tag"', '"\\u0074ag"'),
    ` ${sealed}`,
    `${sealed}\n`,
    sealed.slice(0, -1),
    '',
    'null',
    '[]',
    '{}',
    '"text"',
  ]
  for (const other of others) await expect(open(other, key, binding)).rejects.toThrow(broken)
})

test('S4 any text at all is refused with the one error', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
      await expect(open(text, key, binding)).rejects.toThrow(broken)
      expect(() => sealedUnder(text)).toThrow(broken)
    }),
  )
})

test('S5 no IV is used twice in ten thousand seals', { timeout: 30_000 }, async () => {
  const ivs = new Set<string | undefined>()
  for (let round = 0; round < 100; round += 1) {
    const sealed = await Promise.all(Array.from({ length: 100 }, () => seal(plaintext, key, binding)))
    for (const text of sealed) ivs.add(toJson(text)['iv'])
  }
  expect(ivs.size).toBe(10_000)
  expect(Buffer.from([...ivs][0] ?? '', 'base64url')).toHaveLength(12)
})

const bindings: fc.Arbitrary<Binding> = fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 5 })

async function createKey(): Promise<SealingKey> {
  return { kid: randomBytes(6).toString('hex'), key: await importKey(new Uint8Array(randomBytes(32))) }
}

function toJson(sealed: string): Record<string, string> {
  return JSON.parse(sealed) as Record<string, string>
}

function toText(parts: Record<string, string>): string {
  return JSON.stringify(parts)
}

function otherSpellings(base64url: string): string[] {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const same = alphabet
    .split('')
    .map((last) => base64url.slice(0, -1) + last)
    .filter((text) => text !== base64url && isSame(text, base64url))
  return [...same, `${base64url}=`, `${base64url}==`, ` ${base64url}`, `${base64url}\n`, `${base64url}!`]
}

function isSame(one: string, other: string): boolean {
  return Buffer.from(one, 'base64url').equals(Buffer.from(other, 'base64url'))
}
