import type { Credential, Status, StatusReason } from '../../contract/credential.ts'
import { ageInWords, sinceInWords } from '../ui/relative-time.ts'

/** What a status looks like. */
export type Tone = 'verified' | 'limited' | 'unchecked' | 'failed'

/** A status where there is no room for more, or nothing more is known. */
export const statusWords = {
  verified: { tone: 'verified', words: 'Verified' },
  unverified: { tone: 'unchecked', words: 'Not checked yet' },
  failed: { tone: 'failed', words: 'Failed' },
} as const satisfies Record<Status, { tone: Tone; words: string }>

/** A credential's status, with its reason and its age. */
export function statusInWords(
  credential: Pick<Credential, 'status' | 'statusReason' | 'statusSince' | 'checkedAt'>,
  now: number,
): { tone: Tone; words: string; time: string } {
  const { status, statusReason: reason, statusSince, checkedAt } = credential
  if (status === 'unverified') return { ...statusWords.unverified, time: statusSince }
  if (status === 'failed') {
    const verb = (reason && failedVerbs[reason]) ?? 'Failed'
    return { tone: 'failed', words: `${verb} ${sinceInWords(statusSince, now)}`, time: statusSince }
  }
  const time = checkedAt ?? statusSince
  const limit = reason && limits[reason]
  if (limit) return { tone: 'limited', words: `Verified, limited: ${limit}`, time }
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
