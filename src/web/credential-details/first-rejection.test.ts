import { expect, test } from 'vitest'
import type { CredentialEvent, EventDetail } from '../../contract/credential-event.ts'
import { firstRejectionInWords } from './first-rejection.ts'

const actor = { id: 'ada', name: 'Ada' }
const rejected = { verdict: 'rejected', reason: 'revoked' } as const
const verified = { verdict: 'accepted', status: 'verified' } as const
const failed = { ...rejected, status: 'failed' } as const

test('the first rejection of the watch awaits a second', () => {
  expect(firstRejectionInWords(byWatch(rejected, verified), 0, 'verified')).toMatch(/asks again in a few minutes/u)
})

test('once it was confirmed, or not, it has been one', () => {
  expect(firstRejectionInWords(byWatch(failed, rejected, verified), 1, 'failed')).toMatch(/asked again before/u)
  expect(firstRejectionInWords(byWatch({ verdict: 'accepted' }, rejected), 1, 'verified')).toMatch(
    /asked again before/u,
  )
})

test.each<[string, CredentialEvent[]]>([
  ['that counted', byWatch(failed, rejected, verified)],
  ['of what had failed before', byWatch(rejected, failed)],
  ['of what a person asked', by(actor, rejected, verified)],
  ['of which nobody knows what was before', byWatch(rejected, { verdict: 'accepted' })],
])('nothing is said of one %s', (_, events) => {
  expect(firstRejectionInWords(events, 0, 'failed')).toBeNull()
})

function byWatch(...details: EventDetail[]): CredentialEvent[] {
  return by(null, ...details)
}

function by(who: CredentialEvent['actor'], ...details: EventDetail[]): CredentialEvent[] {
  return details.map((detail) => ({
    id: crypto.randomUUID(),
    action: 'credential.checked',
    at: '2026-07-01T10:00:00Z',
    actor: who,
    detail,
  }))
}
