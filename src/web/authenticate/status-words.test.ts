import { expect, test } from 'vitest'
import type { Credential } from '../../contract/credential.ts'
import { lastCheckInWords, statusInWords } from './status-words.ts'

const now = new Date(2025, 10, 24, 12).getTime()

test.each<[Credential['status'], Credential['statusReason'], number, string]>([
  ['verified', null, 2, 'Verified 2 h ago'],
  ['verified', 'scope', 2, 'Limited, checked 2 h ago: a permission is missing'],
  ['verified', 'plan', 2, 'Limited, checked 2 h ago: the plan lacks something'],
  ['unverified', 'timeout', 2, 'Not checked, saved 2 h ago'],
  ['failed', 'revoked', 72, 'Revoked since Nov 21'],
  ['failed', 'suspended', 2, 'Suspended 2 h ago'],
  ['failed', 'invalid', 72, 'Not accepted since Nov 21'],
  ['failed', null, 72, 'Failed since Nov 21'],
])('%s for the reason %s since %i hours reads "%s"', (status, statusReason, hours, words) => {
  const statusSince = new Date(now - hours * 3_600_000).toISOString()
  expect(statusInWords({ status, statusReason, statusSince, checkedAt: null }, now).words).toBe(words)
})

test('a verified credential is as old as its last check, not as its status', () => {
  const statusSince = new Date(now - 72 * 3_600_000).toISOString()
  const checkedAt = new Date(now - 3_600_000).toISOString()
  expect(statusInWords({ status: 'verified', statusReason: null, statusSince, checkedAt }, now).words).toBe(
    'Verified 1 h ago',
  )
})

test.each<[Credential['status'], number | null, string | null]>([
  ['failed', 72, 'Last checked 3 days ago'],
  ['failed', 2, null],
  ['unverified', null, null],
  ['verified', 72, null],
])('%s and last checked %s hours ago, it is said: %s', (status, hours, words) => {
  const checkedAt = hours && new Date(now - hours * 3_600_000).toISOString()
  expect(lastCheckInWords({ status, checkedAt: checkedAt || null }, now)).toBe(words)
})
