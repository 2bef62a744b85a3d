import type { Credential, StatusReason } from '../../contract/credential.ts'
import { ageInWords, sinceInWords } from '../ui/relative-time.ts'
import type { Tone } from './badge.tsx'

/** A credential's status, with its reason and its age. */
export function statusInWords(
  credential: Pick<Credential, 'status' | 'statusReason' | 'statusSince' | 'checkedAt'>,
  now: number,
): { tone: Tone; words: string; time: string } {
  const { status, statusReason: reason, statusSince, checkedAt } = credential
  if (status === 'unverified') {
    return { tone: 'unchecked', words: `Not checked, saved ${ageInWords(statusSince, now)}`, time: statusSince }
  }
  if (status === 'failed') {
    const verb = (reason && failedVerbs[reason]) ?? 'Failed'
    return { tone: 'failed', words: `${verb} ${sinceInWords(statusSince, now)}`, time: statusSince }
  }
  const time = checkedAt ?? statusSince
  const limit = reason && limits[reason]
  if (limit) return { tone: 'limited', words: `Limited, checked ${ageInWords(time, now)}: ${limit}`, time }
  return { tone: 'verified', words: `Verified ${ageInWords(time, now)}`, time }
}

/** When it was last checked, where that is long ago and the status does not say it. */
export function lastCheckInWords({ status, checkedAt }: Pick<Credential, 'status' | 'checkedAt'>, now: number) {
  if (status === 'verified' || !checkedAt || now - Date.parse(checkedAt) < LONG_AGO) return null
  return `Last checked ${ageInWords(checkedAt, now)}`
}

/** Milliseconds: two days, in which the watch has come by at least once. */
const LONG_AGO = 2 * 86_400_000

const failedVerbs: Partial<Record<StatusReason, string>> = {
  invalid: 'Not accepted',
  invalid_or_other_region: 'Not accepted in its region',
  revoked: 'Revoked',
  suspended: 'Suspended',
}

const limits: Partial<Record<StatusReason, string>> = {
  scope: 'a permission is missing',
  plan: 'the plan lacks something',
  token_unauthorized: 'not authorised for the check',
}
