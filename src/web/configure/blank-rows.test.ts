import { expect, test } from 'vitest'
import { atFormPlaces, withoutBlankRows } from './blank-rows.ts'

const blank = { name: '', value: '' }
const configuration = {
  template: null,
  path: '/contacts',
  query: [blank, { name: 'a', value: '' }, blank, { name: '', value: 'b' }],
  headers: [{ name: 'Accept-Language', value: 'de' }, blank],
}

test('only rows with neither a name nor a value are left out, and the form keeps its own', () => {
  const before = structuredClone(configuration)
  const { query, headers } = withoutBlankRows(configuration)
  expect(query.map(({ name, value }) => `${name}=${value}`)).toEqual(['a=', '=b'])
  expect(headers).toEqual(configuration.headers.slice(0, 1))
  expect(configuration).toEqual(before)
})

test.each([
  ['configuration/query/0/name', 'configuration/query/1/name'],
  ['configuration/query/1/value', 'configuration/query/3/value'],
  ['configuration/query/1', 'configuration/query/3'],
  ['configuration/headers/0/name', 'configuration/headers/0/name'],
  ['configuration/query', 'configuration/query'],
  ['configuration/query/9/name', 'configuration/query/9/name'],
  ['configuration/path', 'configuration/path'],
  ['name', 'name'],
])('what is wrong at %s of what was sent is so at %s of the form', (sent, form) => {
  expect(atFormPlaces(configuration, { [sent]: 'required' })).toEqual({ [form]: 'required' })
})
