import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { passesIfMatch } from './etag.ts'

test.each<[string, string | undefined]>([
  ['no header', undefined],
  ['the tag', '"3"'],
  ['a star', '*'],
  ['a star with white space', ' * '],
  ['a list that has it', '"1", "3"'],
  ['a list without white space', '"1","3","5"'],
  ['a list with empty elements', ', "1",, "3" ,'],
  ['a list with a weak tag beside it', 'W/"3", "3"'],
  ['a list with a comma inside a tag', '"a,b", "3"'],
])('%s lets the change go on', (_, ifMatch) => {
  expect(passesIfMatch(ifMatch, '"3"')).toBe(true)
})

test.each([
  ['another tag', '"2"'],
  ['a longer one', '"33"'],
  ['a weak one', 'W/"3"'],
  ['a list of others', '"1", "2"'],
  ['nothing', ''],
  ['a tag without quotes', '3'],
  ['a tag that is not ended', '"3'],
  ['a tag among what is none', 'x "3"'],
  ['a tag inside another', '"a"3"b"'],
  ['a star in a list', '"2", *'],
  ['a weak star', 'W/*'],
])('%s does not', (_, ifMatch) => {
  expect(passesIfMatch(ifMatch, '"3"')).toBe(false)
})

test('whatever else the header holds, it is answered, and soon', () => {
  fc.assert(fc.property(fc.string(), (text) => !passesIfMatch(`x${text.replaceAll('"', '')}`, '"3"')))
  for (const hostile of ['" '.repeat(8_000), ', '.repeat(8_000), 'W/'.repeat(8_000)]) {
    expect(passesIfMatch(`${hostile}x`, '"3"')).toBe(false)
  }
})
