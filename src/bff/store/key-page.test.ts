import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { nameList, parseCursor, toCursor } from './key-page.ts'

test('a cursor leads back to its position, whatever a row is sorted by', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.uuid(), (sortValue, id) => {
      fc.pre(!sortValue.includes('\0'))
      expect(parseCursor('name', toCursor('name', { sortValue, id }))).toEqual({ sortValue, id })
    }),
  )
})

test.each([
  ['nothing', ''],
  ['no base64', '%%%'],
  ['no JSON', toText('[')],
  ['an object', toText('{"sortValue":"a","id":"b"}')],
  ['null', toText('null')],
  ['no id', toText('["name","a"]')],
  ['four values', toText(JSON.stringify(['name', 'a', crypto.randomUUID(), 'c']))],
  ['a number', toText(JSON.stringify(['name', 1, crypto.randomUUID()]))],
  ['an id that is none', toText('["name","a","b"]')],
  ['a NUL, which PostgreSQL cannot compare', toText(JSON.stringify(['name', 'a\0', crypto.randomUUID()]))],
  ['half a character', toText(`["name","\\ud800","${crypto.randomUUID()}"]`)],
])('%s is no cursor', (_, cursor) => {
  expect(parseCursor('name', cursor)).toBeNull()
})

test('a cursor leads nowhere in another sort', () => {
  const position = { sortValue: 'a', id: crypto.randomUUID() }
  expect(parseCursor('status', toCursor('name', position))).toBeNull()
})

test('nor in the same sort narrowed otherwise', () => {
  const position = { sortValue: 'a', id: crypto.randomUUID() }
  const lists = [[], ['a'], [undefined, 'a'], ['a', undefined], [['a', 'b']], [['a b']], [['b', 'a']]].map((filters) =>
    nameList('name', filters),
  )
  for (const [index, list] of lists.entries()) {
    const cursor = toCursor(list, position)
    expect(lists.map((other) => parseCursor(other, cursor) !== null)).toEqual(lists.map((_, other) => other === index))
  }
})

test('no text at all makes it throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json().map(toText)), (text) => {
      expect(() => parseCursor('name', text)).not.toThrow()
    }),
  )
})

function toText(json: string): string {
  return Buffer.from(json).toString('base64url')
}
