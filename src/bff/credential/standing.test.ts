import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rejectedReasonSchema, restrictedReasonSchema, unreachableReasonSchema } from '../../contract/verdict.ts'
import type { Account, Verdict } from '../../contract/verdict.ts'
import { type Confirms, type HeldStanding, moveStanding } from './standing.ts'

const MINUTE = 60_000
const now = new Date('2026-03-01T12:00:00.000Z')
const earlier = '2026-02-01T00:00:00.000Z'

describe('whatever a credential’s standing is,', () => {
  test('S29 what could not be asked moves nothing of it', () => {
    fc.assert(
      fc.property(standings, outages, confirmations, (held, verdict, confirms) => {
        expect(move(held, verdict, confirms)).toEqual(held)
      }),
    )
  })

  test('only a rejection makes it failed, and only an accepted or restricted secret verified', () => {
    fc.assert(
      fc.property(standings, verdicts, confirmations, (held, verdict, confirms) => {
        const { status } = move(held, verdict, confirms)
        if (status === held.status) return
        expect(verdict.kind === 'rejected' ? 'failed' : 'verified').toBe(status)
        expect(verdict.kind).toMatch(/^(?:rejected|accepted|restricted)$/u)
      }),
    )
  })

  test('its status is as old as it was, unless status or reason changed', () => {
    fc.assert(
      fc.property(standings, verdicts, confirmations, (held, verdict, confirms) => {
        const moved = move(held, verdict, confirms)
        const isSame = moved.status === held.status && moved.statusReason === held.statusReason
        expect(moved.statusSince).toBe(isSame ? held.statusSince : now.toISOString())
      }),
    )
  })

  test('the same verdict at the same time again changes nothing more', () => {
    fc.assert(
      fc.property(standings, verdicts, confirmations, (held, verdict, confirms) => {
        const once = move(held, verdict, confirms)
        expect(move(once, verdict, confirms)).toEqual(once)
      }),
    )
  })

  test('an answer about the secret is the last check, once it is sure, and after a good one no rejection waits', () => {
    fc.assert(
      fc.property(standings, answers, confirmations, (held, verdict, confirms) => {
        const moved = move(held, verdict, confirms)
        const isConfirmed = verdict.kind !== 'rejected' || moved.status === 'failed'
        expect(moved.checkedAt).toBe(isConfirmed ? verdict.checkedAt : held.checkedAt)
        expect(verdict.kind === 'rejected' || moved.rejectedAt === null).toBe(true)
      }),
    )
  })

  test('a known workspace and a confirmed region stay known', () => {
    fc.assert(
      fc.property(standings, verdicts, confirmations, (held, verdict, confirms) => {
        const moved = move(held, verdict, confirms)
        expect(held.account !== null && moved.account === null).toBe(false)
        expect(hasWorkspace(held) && !hasWorkspace(moved)).toBe(false)
        expect(held.region !== 'auto' && moved.region === 'auto').toBe(false)
      }),
    )
  })

  test('a person’s rejection makes it failed at once', () => {
    fc.assert(
      fc.property(standings, rejections, (held, verdict) => {
        const expected = { status: 'failed', statusReason: verdict.reason, rejectedAt: null }
        expect(move(held, verdict, 'at_once')).toMatchObject(expected)
      }),
    )
  })
})

describe('of two rejections that it takes', () => {
  const rejected: Verdict = { kind: 'rejected', reason: 'revoked', checkedAt: now.toISOString() }

  test('the first changes no status, and is remembered', () => {
    expect(move(verified, rejected, 'twice')).toEqual({ ...verified, rejectedAt: now.toISOString() })
  })

  test.each([
    [0, 'verified'],
    [4 * MINUTE - 1, 'verified'],
    [4 * MINUTE, 'failed'],
    [3 * 24 * 60 * MINUTE, 'failed'],
  ])('the second, %i milliseconds after it, leaves it %s', (after, status) => {
    const rejectedAt = new Date(now.getTime() - after).toISOString()
    const moved = move({ ...verified, rejectedAt }, rejected, 'twice')
    expect(moved).toMatchObject({ status, rejectedAt: status === 'failed' ? null : rejectedAt })
  })

  test('a failed credential needs none: another reason is taken at once', () => {
    const failed: HeldStanding = { ...verified, status: 'failed', statusReason: 'revoked' }
    expect(move(failed, rejected, 'twice')).toEqual({ ...failed, checkedAt: now.toISOString() })
    const suspended = move(failed, { ...rejected, reason: 'suspended' }, 'twice')
    expect(suspended).toMatchObject({ statusReason: 'suspended', statusSince: now.toISOString() })
  })
})

test('an account follows the provider, and one that leaves out the workspace is not believed over one that has it', () => {
  const nobody = { workspaceName: null, workspaceId: null, region: null, adminName: null, adminEmail: null }
  const known: Account = { ...nobody, workspaceName: 'Northwind', workspaceId: 'a' }
  const renamed = { ...known, workspaceName: 'Southwind' }
  const admin = { ...nobody, adminName: 'Ines' }
  expect(accountAfter(known, renamed)).toEqual(renamed)
  expect(accountAfter(known, null)).toEqual(known)
  expect(accountAfter(known, admin)).toEqual(known)
  expect(accountAfter(null, admin)).toEqual(admin)
  expect(accountAfter({ ...nobody, adminName: 'Otto' }, admin)).toEqual(admin)
})

const verified: HeldStanding = {
  status: 'verified',
  statusReason: null,
  statusSince: earlier,
  checkedAt: earlier,
  account: null,
  region: 'us',
  rejectedAt: null,
}

function move(held: HeldStanding, verdict: Verdict, confirms: Confirms): HeldStanding {
  return moveStanding(held, verdict, { confirms, now })
}

function accountAfter(account: Account | null, told: Account | null): Account | null {
  const verdict: Verdict = { kind: 'accepted', account: told, region: 'auto', checkedAt: earlier }
  return move({ ...verified, account }, verdict, 'twice').account
}

function hasWorkspace({ account }: HeldStanding): boolean {
  return account !== null && account.workspaceId !== null
}

const texts = fc.option(fc.constantFrom('a', 'b'))
const accounts = fc.option(
  fc.record({ workspaceName: texts, workspaceId: texts, region: texts, adminName: texts, adminEmail: texts }),
)
const regions = fc.constantFrom('auto', 'us', 'eu', 'au')
const reasons = fc.constantFrom(
  ...rejectedReasonSchema.options,
  ...restrictedReasonSchema.options,
  ...unreachableReasonSchema.options,
)
const past = fc
  .integer({ min: 0, max: 10 * MINUTE })
  .map((milliseconds) => new Date(now.getTime() - milliseconds).toISOString())
const checkedAt = fc.constant(now.toISOString())
const confirmations = fc.constantFrom<Confirms>('at_once', 'twice')

const standings: fc.Arbitrary<HeldStanding> = fc.record({
  status: fc.constantFrom('verified', 'unverified', 'failed'),
  statusReason: fc.option(reasons),
  statusSince: past,
  checkedAt: fc.option(past),
  account: accounts,
  region: regions,
  rejectedAt: fc.option(past),
})
const rejections = fc.record({
  kind: fc.constant('rejected'),
  reason: fc.constantFrom(...rejectedReasonSchema.options),
  checkedAt,
})
const answers = fc.oneof(
  rejections,
  fc.record({ kind: fc.constant('accepted'), account: accounts, region: regions, checkedAt }),
  fc.record({
    kind: fc.constant('restricted'),
    reason: fc.constantFrom(...restrictedReasonSchema.options),
    region: regions,
    checkedAt,
  }),
)
const outages = fc.oneof(
  fc.record({ kind: fc.constant('throttled'), retryAt: checkedAt, checkedAt }),
  fc.record({
    kind: fc.constant('unreachable'),
    reason: fc.constantFrom(...unreachableReasonSchema.options),
    checkedAt,
  }),
)
const verdicts: fc.Arbitrary<Verdict> = fc.oneof(answers, outages)
