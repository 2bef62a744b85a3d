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
