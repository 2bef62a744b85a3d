import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fillIn, placeholdersOf, readFilled, splitAtPlaceholders } from './path-placeholders.ts'

const template = '/contacts/{contact_id}/tags/{tag.id}'

test('what stands in braces is named, in order', () => {
  expect(placeholdersOf(template)).toEqual(['contact_id', 'tag.id'])
  expect(placeholdersOf('/contacts')).toEqual([])
})

test('a path is told apart from what stands in its braces', () => {
  expect(splitAtPlaceholders('/a/{b}/c')).toEqual([
    { at: 0, text: '/a/', isPlaceholder: false },
    { at: 3, text: '{b}', isPlaceholder: true },
    { at: 6, text: '/c', isPlaceholder: false },
  ])
})

test('braces stay where nothing was filled in', () => {
  expect(fillIn(template, { contact_id: '65f1' })).toBe('/contacts/65f1/tags/{tag.id}')
  expect(readFilled(template, '/contacts/65f1/tags/{tag.id}')).toEqual({ contact_id: '65f1', 'tag.id': '' })
})

test('a path that is another than the template’s has nothing filled in', () => {
  expect(readFilled('/contacts/{id}', '/companies/1')).toEqual({ id: '' })
})

test('whatever is filled in stays one segment of the path, and is read as it was typed', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (one, other) => {
      const filled = { contact_id: one, 'tag.id': other }
      const path = fillIn(template, filled)
      expect(path.split('/')).toHaveLength(5)
      expect(placeholdersOf(path)).toEqual([])
      expect(readFilled(template, path)).toEqual(filled)
    }),
  )
})
