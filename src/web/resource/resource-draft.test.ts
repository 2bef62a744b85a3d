import { expect, test } from 'vitest'
import {
  changesBetween,
  mergeDrafts,
  type ResourceDraft,
  toFlowDraft,
  withChange,
  withTheirs,
} from './resource-draft.ts'

const contacts = { template: 'contacts', path: '/contacts', query: [{ name: 'per_page', value: '50' }], headers: [] }
const base: ResourceDraft = { name: 'Contacts', credentialId: 'one', region: 'us', configuration: contacts }

test('what is the same is no change, in whatever order its members stand', () => {
  const { headers, query, path, template } = contacts
  const query2 = query.map(({ name, value }) => ({ value, name }))
  expect(changesBetween(base, { ...base, configuration: { headers, query: query2, path, template } })).toEqual({})
})

test('tells each field that differs, a null included', () => {
  const after: ResourceDraft = { ...base, region: null, configuration: { ...contacts, path: '/companies' } }
  expect(changesBetween(base, after)).toEqual({ region: null, configuration: { ...contacts, path: '/companies' } })
})

test('the order of parameters is a change', () => {
  const two = [...contacts.query, { name: 'order', value: 'asc' }]
  const before = { ...base, configuration: { ...contacts, query: two } }
  expect(changesBetween(before, { ...base, configuration: { ...contacts, query: two.toReversed() } })).toHaveProperty(
    'configuration',
  )
})

test('of two people who change different fields, each is left what they changed', () => {
  const merged = mergeDrafts(base, { ...base, name: 'Mine' }, { ...base, credentialId: 'two' })
  expect(merged).toEqual({ draft: { ...base, name: 'Mine', credentialId: 'two' }, conflicts: [] })
})

test('the same change twice is none to ask about', () => {
  const both = { ...base, name: 'Both' }
  expect(mergeDrafts(base, both, both)).toEqual({ draft: both, conflicts: [] })
})

test('where both have changed the same to something else, mine is kept until the person has been asked', () => {
  const mine: ResourceDraft = { ...base, name: 'Mine', region: 'eu' }
  const theirs: ResourceDraft = { ...base, name: 'Theirs' }
  const { draft, conflicts } = mergeDrafts(base, mine, theirs)
  expect(conflicts).toEqual(['name'])
  expect(draft).toEqual(mine)
  expect(withTheirs(draft, theirs, conflicts)).toEqual({ ...mine, name: 'Theirs' })
})

test('goes to the form and back without a change, nothing for null', () => {
  const bare: ResourceDraft = { ...base, region: null, configuration: null }
  expect(toFlowDraft(bare)).toEqual({ name: 'Contacts', credentialId: 'one' })
  for (const draft of [base, bare]) expect(withChange(draft, toFlowDraft(draft))).toEqual(draft)
})

test('a change of the form leaves alone what it does not name', () => {
  expect(withChange(base, { name: 'Other' })).toEqual({ ...base, name: 'Other' })
  expect(withChange(base, { region: undefined })).toEqual({ ...base, region: null })
})
