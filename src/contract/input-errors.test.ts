import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { createCredentialSchema } from './credential.ts'
import { toInputErrors } from './input-errors.ts'
import { nameSchema } from './text.ts'

describe('what is wrong with an input', () => {
  test.each([
    ['a missing field', {}, [{ path: ['name'], code: 'required' }]],
    ['a field of another type', { name: 1 }, [{ path: ['name'], code: 'invalid_type' }]],
    ['null, which is there', { name: null }, [{ path: ['name'], code: 'invalid_type' }]],
    ['a code of Latchkey’s own', { name: '\u200b' }, [{ path: ['name'], code: 'blank' }]],
    ['a value outside the list', { name: 'a', size: 'xl' }, [{ path: ['size'], code: 'invalid_value' }]],
    ['a field nobody knows', { name: 'a', shoe: 1 }, [{ path: ['shoe'], code: 'unknown_field' }]],
    [
      'each unknown field of a nested object',
      { name: 'a', inner: { b: 1, c: 2 } },
      [
        { path: ['inner', 'b'], code: 'unknown_field' },
        { path: ['inner', 'c'], code: 'unknown_field' },
      ],
    ],
    ['an array in the place of an object', [], [{ path: [], code: 'invalid_type' }]],
    ['null in the place of an object', null, [{ path: [], code: 'invalid_type' }]],
  ])('is told by place and code: %s', (_, input, errors) => {
    expect(errorsOf(schema, input)).toEqual(errors)
  })

  test('is told once a place: the first thing that is wrong there', () => {
    expect(errorsOf(schema, { name: `\0${'x'.repeat(200)}` })).toEqual([{ path: ['name'], code: 'control_character' }])
  })

  test('is told for all fields at once', () => {
    const input = { connector: 1, name: '', secret: 'x', region: 'mars', acceptUnverified: 'yes' }
    expect(errorsOf(createCredentialSchema, input).map(({ path, code }) => [path.join('.'), code])).toEqual([
      ['connector', 'invalid_type'],
      ['region', 'invalid_value'],
      ['secret', 'invalid_type'],
      ['name', 'required'],
      ['acceptUnverified', 'invalid_type'],
    ])
  })
})

const schema = z.strictObject({
  name: nameSchema,
  size: z.optional(z.enum(['s', 'm'])),
  inner: z.optional(z.strictObject({})),
})

function errorsOf(of: z.ZodMiniType, input: unknown) {
  return toInputErrors(of.safeParse(input).error?.issues ?? [], input)
}
