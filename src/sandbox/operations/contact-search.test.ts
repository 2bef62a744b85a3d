import { expect, test } from 'vitest'
import { startCalling } from '../calls.fixture.ts'

const call = startCalling()
const day = 86_400
const people = [
  { name: 'Ada Lovelace', email: 'ada@search.test', signed_up_at: 100 * day + 5, custom_attributes: { seats: 3 } },
  { name: 'Adam Smith', email: 'adam@search.test', signed_up_at: 101 * day, unsubscribed_from_emails: true },
  { name: 'Grace Hopper', email: 'grace@search.test', signed_up_at: 102 * day, custom_attributes: { seats: 11 } },
]
for (const person of people) call('POST', '/contacts', person)
const [tag] = call('GET', '/tags').body.data
const [grace] = call('GET', '/contacts?per_page=1').body.data
call('POST', `/contacts/${grace.id}/tags`, { id: tag.id })

const ours = { field: 'email_domain', operator: '=', value: 'search.test' }

test.each([
  [{ field: 'email', operator: '=', value: 'ADA@search.test' }, ['Ada Lovelace']],
  [{ field: 'email', operator: '!=', value: 'ada@search.test' }, ['Adam Smith', 'Grace Hopper']],
  [{ field: 'name', operator: '^', value: 'ada' }, ['Ada Lovelace', 'Adam Smith']],
  [{ field: 'name', operator: '$', value: 'hopper' }, ['Grace Hopper']],
  [{ field: 'name', operator: '~', value: 'a l' }, ['Ada Lovelace']],
  [{ field: 'name', operator: '!~', value: 'ada' }, ['Grace Hopper']],
  [{ field: 'name', operator: 'IN', value: ['Ada Lovelace', 'Grace Hopper'] }, ['Ada Lovelace', 'Grace Hopper']],
  [{ field: 'name', operator: 'NIN', value: ['Ada Lovelace', 'Grace Hopper'] }, ['Adam Smith']],
  [{ field: 'signed_up_at', operator: '=', value: 100 * day }, ['Ada Lovelace']],
  [{ field: 'signed_up_at', operator: '>', value: String(100 * day) }, ['Adam Smith', 'Grace Hopper']],
  [{ field: 'signed_up_at', operator: '<', value: 101 * day + 9 }, ['Ada Lovelace']],
  [{ field: 'unsubscribed_from_emails', operator: '=', value: true }, ['Adam Smith']],
  [{ field: 'phone', operator: '!=', value: null }, []],
  [{ field: 'custom_attributes.seats', operator: '>=', value: 3 }, ['Ada Lovelace', 'Grace Hopper']],
  [{ field: 'custom_attributes.seats', operator: '>', value: 3 }, ['Grace Hopper']],
  [{ field: 'tag_id', operator: '=', value: tag.id }, ['Grace Hopper']],
  [{ field: 'tag_id', operator: '!=', value: tag.id }, ['Ada Lovelace', 'Adam Smith']],
] as const)('%j finds %j', (filter, names) => {
  const query = { operator: 'AND', value: [ours, filter] }
  expect(namesOf(search({ query, sort: { field: 'name', order: 'ascending' } }))).toEqual(names)
})

test('groups of filters stand in a group, and no deeper', () => {
  const group = { operator: 'OR', value: [named('ada'), named('grace')] }
  const query = { operator: 'AND', value: [group, { operator: 'OR', value: [named('smith'), named('hopper')] }] }
  expect(namesOf(search({ query, sort: { field: 'name' } }))).toEqual(['Grace Hopper', 'Adam Smith'])
  expect(search({ query: { operator: 'AND', value: [query] } })).toMatchObject({ status: 400 })
})

test('the pages of a search go on where the one before ended', () => {
  const first = search({ query: ours, pagination: { per_page: 2 } })
  expect(first.body).toMatchObject({ type: 'list', total_count: 3, pages: { page: 1, total_pages: 2 } })
  const { starting_after: cursor } = first.body.pages.next
  const second = search({ query: ours, pagination: { per_page: 2, starting_after: cursor } })
  expect(second.body.pages.next).toBeNull()
  expect([...namesOf(first), ...namesOf(second)].toSorted()).toEqual(people.map(({ name }) => name))
})

test.each([
  {},
  { query: { field: 'nowhere', operator: '=', value: 'x' } },
  { query: { field: 'created_at', operator: '>=', value: day } },
  { query: { field: 'created_at', operator: '>', value: 'yesterday' } },
  { query: { field: 'name', operator: '>', value: 'x' } },
  { query: { field: 'name', operator: 'IN', value: 'x' } },
  { query: { field: 'name', operator: 'like', value: 'x' } },
  { query: { operator: 'AND', value: Array.from({ length: 16 }, () => ours) } },
  { query: ours, pagination: { per_page: 151 } },
  { query: ours, sort: { order: 'upwards' } },
])('%j is refused', (body) => {
  expect(search(body)).toMatchObject({ status: 400, body: { type: 'error.list' } })
})

function named(part: string) {
  return { field: 'name', operator: '~', value: part }
}

function search(body: object) {
  return call('POST', '/contacts/search', body)
}

function namesOf({ body }: ReturnType<typeof search>): string[] {
  return body.data.map(({ name }: { name: string }) => name)
}
