import type { Credential } from '../../contract/credential.ts'
import type { RegionChoice } from '../../contract/region.ts'
import type { Verdict } from '../../contract/verdict.ts'

/** What a verdict makes of a credential that is saved with it. */
export type Standing = Pick<Credential, 'status' | 'statusReason' | 'statusSince' | 'checkedAt' | 'account' | 'region'>

/** @param region what the person chose: it stands where the provider could not be asked */
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
