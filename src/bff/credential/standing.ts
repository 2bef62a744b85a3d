import type { Credential, Status, StatusReason } from '../../contract/credential.ts'
import type { RegionChoice } from '../../contract/region.ts'
import type { Account, Verdict } from '../../contract/verdict.ts'

/** What verdicts make of a credential. */
export type Standing = Pick<Credential, 'status' | 'statusReason' | 'statusSince' | 'checkedAt' | 'account' | 'region'>

/** A standing that verdicts move, and the first of two rejections while the second is awaited. */
export type HeldStanding = Standing & { rejectedAt: string | null }

/** Whether one rejection is enough: a person who asks sees it at once, what asks by itself makes sure. */
export type Confirms = 'at_once' | 'twice'

/** Milliseconds that two rejections must lie apart, so that one bad moment of the provider's is not both. */
const APART = 4 * 60 * 1_000

/**
 * What a verdict makes of the secret that it is the first on.
 * @param region what the person chose: it stands where the provider could not be asked
 */
export function toStanding(verdict: Verdict, region: RegionChoice, now: string): Standing {
  switch (verdict.kind) {
    case 'accepted':
      return {
        status: 'verified',
        statusReason: null,
        statusSince: now,
        checkedAt: verdict.checkedAt,
        account: verdict.account,
        region: verdict.region,
      }
    case 'restricted':
      return {
        status: 'verified',
        statusReason: verdict.reason,
        statusSince: now,
        checkedAt: verdict.checkedAt,
        account: null,
        region: verdict.region,
      }
    case 'rejected':
      throw new Error('A rejected secret is not saved')
    default:
      return {
        status: 'unverified',
        statusReason: verdict.kind === 'throttled' ? 'throttled' : verdict.reason,
        statusSince: now,
        checkedAt: null,
        account: null,
        region,
      }
  }
}

/** What a further verdict makes of a standing. An outage moves nothing: it says nothing of the secret. */
export function moveStanding(
  held: HeldStanding,
  verdict: Verdict,
  { confirms, now }: { confirms: Confirms; now: Date },
): HeldStanding {
  switch (verdict.kind) {
    case 'accepted':
      return {
        ...moveTo(held, 'verified', null, now),
        checkedAt: verdict.checkedAt,
        account: followAccount(held.account, verdict.account),
        region: followRegion(held.region, verdict.region),
        rejectedAt: null,
      }
    case 'restricted':
      return {
        ...moveTo(held, 'verified', verdict.reason, now),
        checkedAt: verdict.checkedAt,
        region: followRegion(held.region, verdict.region),
        rejectedAt: null,
      }
    case 'rejected': {
      if (confirms === 'at_once' || held.status === 'failed' || isLongAgo(held.rejectedAt, now)) {
        return { ...moveTo(held, 'failed', verdict.reason, now), checkedAt: verdict.checkedAt, rejectedAt: null }
      }
      // Not the last check yet: a tile would read that it was verified just now.
      return { ...held, rejectedAt: held.rejectedAt ?? now.toISOString() }
    }
    case 'throttled':
    case 'unreachable':
      return held
  }
}

function moveTo(held: HeldStanding, status: Status, statusReason: StatusReason | null, now: Date): HeldStanding {
  const isSame = held.status === status && held.statusReason === statusReason
  return isSame ? held : { ...held, status, statusReason, statusSince: now.toISOString() }
}

/** An answer that leaves the workspace out must not unlearn it: what may replace the secret is compared with it. */
function followAccount(known: Account | null, told: Account | null): Account | null {
  const saysLess = told === null || (told.workspaceId === null && known?.workspaceId !== null)
  return saysLess ? (known ?? told) : told
}

function followRegion(known: RegionChoice, told: RegionChoice): RegionChoice {
  return told === 'auto' ? known : told
}

function isLongAgo(rejectedAt: string | null, now: Date): boolean {
  return rejectedAt !== null && now.getTime() - Date.parse(rejectedAt) >= APART
}
