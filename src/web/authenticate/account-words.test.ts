import { expect, test } from 'vitest'
import { savedInWords } from './account-words.ts'

type Saved = Parameters<typeof savedInWords>[1]

const connector = { name: 'Intercom', regions: [{ id: 'us' as const, name: 'United States', shortName: 'US' }] }
const account = { workspaceName: 'Acme', workspaceId: 'abc123' }
const verified: Saved = { name: 'Support', status: 'verified', statusReason: null, region: 'us', account }

test.each<[string, Partial<Saved>, string]>([
  ['says whose it is', {}, '“Support” saved. It belongs to workspace Acme (abc123), United States.'],
  [
    'leaves out a region that is not confirmed',
    { region: 'auto' },
    '“Support” saved. It belongs to workspace Acme (abc123).',
  ],
  [
    'says that Intercom did not say',
    { account: null },
    '“Support” saved. Intercom did not say which workspace it belongs to.',
  ],
  [
    'says that it is limited',
    { statusReason: 'scope', account: null },
    '“Support” saved, limited by what its token may do. Intercom did not say which workspace it belongs to.',
  ],
  [
    'says that it was not checked',
    { status: 'unverified', account: null },
    '“Support” saved without a check: Intercom has not confirmed its token yet.',
  ],
])('the announcement of a saved credential %s', (_, differences, words) => {
  expect(savedInWords(connector, { ...verified, ...differences })).toBe(words)
})
