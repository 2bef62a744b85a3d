import { expect, test } from 'vitest'
import { columnsOf, MOST_COLUMNS, valueAtPath } from './columns.ts'
import { parseExactly } from './exact-json.ts'

const names = (records: unknown[]) => columnsOf(records).map(({ name }) => name)

test('a nested object’s fields are columns of their own, and a list stays whole', () => {
  expect(names([{ id: 1, location: { country: 'IE', point: { x: 1 } }, tags: [{ id: 1 }] }])).toEqual([
    'id',
    'location.country',
    'location.point.x',
    'tags',
  ])
})

test('a field that only later records have is a column, beside the ones of its object', () => {
  expect(
    names([
      { a: { x: 1 }, b: 1 },
      { a: { y: 2 }, c: 3 },
    ]),
  ).toEqual(['a.x', 'a.y', 'b', 'c'])
})

test('where some records have nothing and others an object, nothing is no column of its own', () => {
  expect(names([{ owner: null }, { owner: { id: 1 } }])).toEqual(['owner.id'])
  expect(names([{ owner: 'Ada' }, { owner: { id: 1 } }])).toEqual(['owner', 'owner.id'])
  expect(names([{ owner: null }])).toEqual(['owner'])
})

test('what is nested deeper than four objects, an empty object and a number of its own digits stay in their cells', () => {
  expect(names([{ a: { b: { c: { d: { e: 1 } } } }, empty: {} }])).toEqual(['a.b.c.d', 'empty'])
  expect(names([parseExactly('{"id": 12345678901234567890}')])).toEqual(['id'])
})

test('records that are no objects have one column, and a column’s name that has a dot is no path', () => {
  expect(names(['a', 'b'])).toEqual(['value'])
  const [column] = columnsOf([{ 'a.b': 1 }])
  expect(valueAtPath({ 'a.b': 1 }, column?.path ?? [])).toBe(1)
})

test('a value is read by its path, and nothing from a prototype', () => {
  expect(valueAtPath({ a: { b: null } }, ['a', 'b'])).toBeNull()
  expect(valueAtPath({ a: null }, ['a', 'b'])).toBeUndefined()
  expect(valueAtPath({}, ['constructor'])).toBeUndefined()
})

test('a column is as wide as its name and its values, within limits', () => {
  const [narrow, wide] = columnsOf([{ a: 1, b: 'x'.repeat(500) }])
  expect(narrow?.width).toBeLessThan(100)
  expect(wide?.width).toBeLessThan(400)
  expect(wide?.width).toBeGreaterThan(300)
})

test('keys without end are cut', () => {
  const record = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`key ${index}`, { value: index }]))
  expect(columnsOf([record])).toHaveLength(MOST_COLUMNS)
})
