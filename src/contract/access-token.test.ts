import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ACCESS_TOKEN_LENGTH, accessTokenSchema, tidyAccessToken } from './access-token.ts'

const token = Buffer.from(`tok:${'0'.repeat(8)}_0000:1:0`).toString('base64')

describe('what a paste brings around a token', () => {
  test.each([
    ['white space', `\n\t ${token}\r\n`, ['white_space']],
    ['straight quotes', `"${token}"`, ['quotes']],
    ['typographer’s quotes', `\u201c${token}\u201d`, ['quotes']],
    ['zero-width characters', `\u2060${token}\u200b`, ['zero_width']],
    ['a leading Bearer', `Bearer ${token}`, ['bearer', 'white_space']],
    ['a leading bearer in capitals', `BEARER\t${token}`, ['bearer', 'white_space']],
    ['all of it, nested', ` "\u200bBearer '${token}' "\n`, ['bearer', 'quotes', 'white_space', 'zero_width']],
  ])('is removed and said: %s', (_, pasted, removed) => {
    expect(tidyAccessToken(pasted)).toEqual({ token, removed })
    expect(accessTokenSchema.parse(pasted)).toBe(token)
  })

  test('is nothing where nothing stands around it', () => {
    expect(tidyAccessToken(token)).toEqual({ token, removed: [] })
  })

  test('does not take a token that begins with the letters of Bearer for one', () => {
    expect(tidyAccessToken(`Bearer${token}`).token).toBe(`Bearer${token}`)
  })

  test('is all there is to Bearer alone', () => {
    expect(tidyAccessToken('Bearer').token).toBe('')
    expect(tidyAccessToken(' Bearer \u200b').token).toBe('')
  })
})

describe('a token', () => {
  test.each([
    ['nothing', '', 'required'],
    ['Bearer alone', 'Bearer ', 'required'],
    ['white space and quotes alone', ' "" ', 'required'],
    ['a line break inside', `${token}\n${token}`, 'white_space_inside'],
    ['a tab inside', `${token}\t${token}`, 'white_space_inside'],
    ['a blank inside', `${token} ${token}`, 'white_space_inside'],
    ['a zero-width space inside', `${token}\u200b${token}`, 'not_printable_ascii'],
    ['an emoji inside', `${token}🙂${token}`, 'not_printable_ascii'],
    ['NUL inside', `${token}\0${token}`, 'not_printable_ascii'],
    ['one character too many', 'x'.repeat(ACCESS_TOKEN_LENGTH + 1), 'too_long'],
    ['ten thousand characters', 'x'.repeat(10_000), 'too_long'],
  ])('of %s is refused', (_, pasted, code) => {
    expect(accessTokenSchema.safeParse(pasted).error?.issues[0]?.message).toBe(code)
  })

  test('may be as long as it may', () => {
    expect(accessTokenSchema.parse('x'.repeat(ACCESS_TOKEN_LENGTH))).toHaveLength(ACCESS_TOKEN_LENGTH)
  })
})

describe('tidying', () => {
  test('twice is tidying once', () => {
    fc.assert(
      fc.property(pastes, (pasted) => {
        const once = tidyAccessToken(pasted).token
        expect(tidyAccessToken(once)).toEqual({ token: once, removed: [] })
      }),
    )
  })

  test('takes nothing from the inside, and says when it took something', () => {
    fc.assert(
      fc.property(pastes, (pasted) => {
        const { token: tidied, removed } = tidyAccessToken(pasted)
        expect(pasted).toContain(tidied)
        expect(removed.length > 0).toBe(tidied !== pasted)
      }),
    )
  })

  test('leaves what is taken fit for a header', () => {
    fc.assert(
      fc.property(pastes, (pasted) => {
        const taken = accessTokenSchema.safeParse(pasted)
        if (!taken.success) return
        expect(taken.data).toMatch(/^[\x21-\x7e]+$/u)
        expect(new Headers({ authorization: `Bearer ${taken.data}` }).get('authorization')).toBe(`Bearer ${taken.data}`)
        expect(accessTokenSchema.parse(taken.data)).toBe(taken.data)
      }),
    )
  })
})

/** Any text, but mostly of what a paste brings. */
const pieces = fc.oneof(
  fc.constantFrom(' ', '\n', '\t', '\u00a0', '"', "'", '\u201c', '\u200b', '\ufeff', 'Bearer', 'bearer ', token, '🙂'),
  fc.string({ maxLength: 4 }),
)
const pastes = fc.array(pieces, { maxLength: 8 }).map((some) => some.join(''))
