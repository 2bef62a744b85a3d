import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCursor, toCursor } from './key-page.ts'

test('a cursor leads back to its position, whatever a row is sorted by', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.uuid(), (sortValue, id) => {
      fc.pre(!sortValue.includes('\0'))
      expect(parseCursor(toCursor({ sortValue, id }))).toEqual({ sortValue, id })
    }),
  )
})

test.each([
  ['nothing', ''],
  ['no base64', '%%%'],
  ['no JSON', toText('[')],
  ['an object', toText('{"sortValue":"a","id":"b"}')],
  ['null', toText('null')],
  ['one value', toText('["a"]')],
  ['three values', toText(JSON.stringify(['a', crypto.randomUUID(), 'c']))],
  ['a number', toText(JSON.stringify([1, crypto.randomUUID()]))],
  ['an id that is none', toText('["a","b"]')],
  ['a NUL, which PostgreSQL cannot compare', toText(JSON.stringify(['a\0', crypto.randomUUID()]))],
  ['half a character', toText(`["\\ud800","${crypto.randomUUID()}"]`)],
])('%s is no cursor', (_, cursor) => {
  expect(parseCursor(cursor)).toBeNull()
})

test('no text at all makes it throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json().map(toText)), (text) => {
      expect(() => parseCursor(text)).not.toThrow()
    }),
  )
})

function toText(json: string): string {
  return Buffer.from(json).toString('base64url')
}
