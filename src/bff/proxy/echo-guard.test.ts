import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { freshToken } from '../fixture/latchkey.ts'
import { Secret } from '../vault/secret.ts'
import { createEchoGuard } from './echo-guard.ts'

const token = freshToken()
const guard = createEchoGuard({ accessToken: new Secret(token) })

describe('S1 an answer that quotes the secret does not pass,', () => {
  test('wherever its parts are cut', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.array(fc.nat({ max: 200 })), (before, after, cuts) => {
        const { passed, isStopped } = pass(cut(Buffer.from(`${before}${token}${after}`), cuts))
        expect(isStopped).toBe(true)
        expect(passed.includes(token.slice(0, 16))).toBe(false)
      }),
    )
  })

  test.each([
    ['plain', token],
    ['in JSON', JSON.stringify({ token })],
    ['in a URL', `https://x.test/?token=${encodeURIComponent(token)}`],
    ['in HTML', `<b>${token.replaceAll('=', '&#61;')}</b>`],
    ['after its own beginning', `${token.slice(0, 20)}${token}`],
  ])('%s', (_, text) => {
    expect(pass([Buffer.from(text)]).isStopped).toBe(true)
    expect(pass([...Buffer.from(text)].map((byte) => Buffer.from([byte]))).isStopped).toBe(true)
    expect(guard.isIn(text)).toBe(true)
  })

  test('nor one that writes a secret of many signs as JSON may', () => {
    const secret = `a"/b\\c/${randomBytes(6).toString('base64url')}`
    const odd = createEchoGuard({ password: new Secret(secret) })
    const json = JSON.stringify({ secret })
    expect(odd.isIn(json)).toBe(true)
    expect(odd.isIn(json.replaceAll('/', String.raw`\/`))).toBe(true)
    expect(odd.isIn(`x${secret}y`)).toBe(true)
    expect(odd.isIn(secret.slice(0, -1))).toBe(false)
  })
})

describe('what does not quote it', () => {
  test('passes as it is, wherever it is cut', () => {
    // Letters of the token's own, so that its beginning comes up by chance.
    const letters = fc.string({ unit: fc.constantFrom(...token.slice(0, 4).split('')), maxLength: 300 })
    fc.assert(
      fc.property(letters, fc.array(fc.nat({ max: 300 })), (text, cuts) => {
        const { passed, isStopped } = pass(cut(Buffer.from(text), cuts))
        expect({ text: passed.toString(), isStopped }).toEqual({ text, isStopped: false })
      }),
    )
  })

  test('is held back no further than what could be its beginning', () => {
    const watch = guard.watch()
    expect(watch.pass(Buffer.from('0'.repeat(100_000)))).toHaveLength(100_000)
    expect(watch.pass(Buffer.from(`0${token.slice(0, 5)}`))).toHaveLength(1)
    expect(watch.pass(Buffer.from('000'))).toHaveLength(8)
    expect(watch.rest()).toHaveLength(0)
  })
})

function pass(chunks: readonly Buffer[]): { passed: Buffer; isStopped: boolean } {
  const watch = guard.watch()
  const passed: Buffer[] = []
  for (const chunk of chunks) {
    const part = watch.pass(chunk)
    if (!part) return { passed: Buffer.concat(passed), isStopped: true }
    passed.push(part)
  }
  return { passed: Buffer.concat([...passed, watch.rest()]), isStopped: false }
}

function cut(whole: Buffer, at: readonly number[]): Buffer[] {
  const ends = [...at.map((each) => each % (whole.length + 1)), whole.length].toSorted((one, other) => one - other)
  return ends.map((end, index) => whole.subarray(ends[index - 1] ?? 0, end))
}
