import { expect, test } from 'vitest'
import { findRecordPlaces, recordsAt, valueAtPointer } from './records.ts'

test('every list of objects is found, fuller and shallower ones first, and the answer as one record last', () => {
  const answer = { type: 'list', tags: [], data: [{ id: 1 }, { id: 2 }], meta: { pages: [{ n: 1 }], names: ['a'] } }
  expect(findRecordPlaces(answer)).toEqual([
    { pointer: '/data', count: 2 },
    { pointer: '/meta/pages', count: 1 },
    { pointer: '/tags', count: 0 },
    { pointer: '', count: null },
  ])
})

test('a list is found at the top, and what is in a record is not looked for', () => {
  expect(findRecordPlaces([{ tags: [{ id: 1 }] }])).toEqual([{ pointer: '', count: 1 }])
})

test.each([null, undefined, 'text', 7, [1, 2]])('%j holds no records', (answer) => {
  expect(findRecordPlaces(answer)).toEqual([])
})

test('a name with a slash or a tilde in it is found again by its pointer', () => {
  const answer = { 'a/b': { 'c~d': [{ id: 1 }] } }
  const [place] = findRecordPlaces(answer)
  expect(place?.pointer).toBe('/a~1b/c~0d')
  expect(place && recordsAt(answer, place)).toEqual([{ id: 1 }])
})

test('a pointer leads to what the answer has itself, and to nothing that its prototype has', () => {
  expect(valueAtPointer({ pages: { next: { starting_after: 'abc' } } }, '/pages/next/starting_after')).toBe('abc')
  expect(valueAtPointer({ pages: { next: null } }, '/pages/next/starting_after')).toBeUndefined()
  expect(valueAtPointer({}, '/__proto__')).toBeUndefined()
})

test('where the next page lacks the list, there are no records', () => {
  expect(recordsAt({ other: [] }, { pointer: '/data', count: 2 })).toBeNull()
  expect(recordsAt({ id: 1 }, { pointer: '', count: null })).toEqual([{ id: 1 }])
})
