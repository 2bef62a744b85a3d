import { expect, test } from 'vitest'
import { cellText } from './cell-text.ts'
import { readAnswer } from './read-answer.ts'

test.each([
  ['{"a":1}', 7, { kind: 'json', value: { a: 1 } }],
  ['<html>', 6, { kind: 'text', text: '<html>' }],
  ['', 0, { kind: 'nothing' }],
  ['', 10, { kind: 'binary' }],
])('%j of %i bytes is read as what it is', (body, bytes, read) => {
  expect(readAnswer({ body, bytes })).toEqual(read)
})

test('an id with more digits than a number holds keeps them, in its cell and as JSON', () => {
  const read = readAnswer({ body: '{"id":12345678901234567891,"small":1.5}', bytes: 40 })
  const value = read.kind === 'json' ? (read.value as { id: unknown; small: unknown }) : null
  expect(cellText(value?.id).text).toBe('12345678901234567891')
  expect(JSON.stringify(value)).toBe('{"id":12345678901234567891,"small":1.5}')
})

test.each([
  [undefined, '', false],
  [null, 'null', true],
  ['', 'empty', true],
  [true, 'true', false],
  ['two\nlines', 'two lines', false],
  [['a', 'b'], 'a, b', false],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9], '1, 2, 3, 4, 5, 6, 7, 8, … (9)', false],
  [[{ id: 1 }], '1 item', true],
  [[], '0 items', true],
  [{ a: 1, b: 2 }, '2 fields', true],
])('%j reads %j in a cell', (value, text, isRemark) => {
  expect(cellText(value)).toEqual({ text, isRemark })
})

test('a long text is cut', () => {
  expect(cellText('x'.repeat(1_000_000)).text).toHaveLength(121)
})
