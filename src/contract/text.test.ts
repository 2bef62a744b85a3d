import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countCodePoints, DESCRIPTION_LENGTH, descriptionSchema, NAME_LENGTH, nameSchema } from './text.ts'

describe('a name', () => {
  test.each([
    ['any script', '客户支持 поддержка دعم'],
    ['emoji', '🧑‍🚀 Support'],
    ['right-to-left', 'תמיכה בלקוחות'],
    ['markup, which is text like any other', '<script>alert(1)</script>'],
    ['a zero-width joiner inside', 'नेपाली क्‍ष'],
  ])('may be of %s, and stays as it is', (_, name) => {
    expect(nameSchema.parse(name)).toBe(name)
  })

  test('is trimmed, and NFC: what looks the same is the same', () => {
    expect(nameSchema.parse('  Cafe\u0301 \u3000')).toBe('Caf\u00e9')
  })

  test.each([
    ['nothing', '', 'required'],
    ['blanks', ' \u00a0\u3000\t', 'required'],
    ['zero-width characters alone', '\u200b\u200d\u2060', 'blank'],
    ['NUL alone', '\0', 'blank'],
    ['Hangul fillers alone', '\u3164\u115f', 'blank'],
    ['NUL inside', 'a\0b', 'control_character'],
    ['a line break inside', 'a\nb', 'control_character'],
    ['half of a surrogate pair', 'a\ud800', 'lone_surrogate'],
    ['one code point too many', 'x'.repeat(NAME_LENGTH + 1), 'too_long'],
    ['one emoji too many', '🙂'.repeat(NAME_LENGTH + 1), 'too_long'],
  ])('of %s is refused', (_, name, code) => {
    expect(codesOf(nameSchema.safeParse(name))).toEqual([code])
  })

  test('has as many emoji as letters', () => {
    expect(nameSchema.parse('🙂'.repeat(NAME_LENGTH))).toHaveLength(NAME_LENGTH * 2)
    expect(nameSchema.parse('x'.repeat(NAME_LENGTH))).toHaveLength(NAME_LENGTH)
  })

  test('once taken is taken again, unchanged', () => {
    const name = fc.string({ unit: 'binary', maxLength: 130 })
    fc.assert(
      fc.property(name, (given) => {
        const taken = nameSchema.safeParse(given)
        if (!taken.success) return
        expect(nameSchema.parse(taken.data)).toBe(taken.data)
        expect(taken.data.isWellFormed()).toBe(true)
        expect(countCodePoints(taken.data)).toBeLessThanOrEqual(NAME_LENGTH)
      }),
    )
  })
})

describe('a description', () => {
  test.each([
    ['nothing', ''],
    ['lines and tabs', 'Support inbox\n\tread only'],
    ['as many code points as it may', '🙂'.repeat(DESCRIPTION_LENGTH)],
  ])('may be of %s', (_, description) => {
    expect(descriptionSchema.parse(description)).toBe(description)
  })

  test.each([
    ['zero-width characters alone', '\u200b', 'blank'],
    ['NUL inside', 'a\0b', 'control_character'],
    ['an escape sequence', 'a\u001b[31mb', 'control_character'],
    ['half of a surrogate pair', '\udc00a', 'lone_surrogate'],
    ['one code point too many', 'x'.repeat(DESCRIPTION_LENGTH + 1), 'too_long'],
  ])('of %s is refused', (_, description, code) => {
    expect(codesOf(descriptionSchema.safeParse(description))).toEqual([code])
  })
})

function codesOf(result: { error?: { issues: { message: string }[] } }): string[] | undefined {
  return result.error?.issues.map(({ message }) => message)
}
