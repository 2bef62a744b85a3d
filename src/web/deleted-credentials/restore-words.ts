import { ProblemFailure } from '../api/request.ts'
import { failureInWords } from '../flow/failed-notice.tsx'

/** Why a deleted credential could not be had back, and what to do about it. */
export function restoreFailedInWords(failure: unknown): string {
  if (!(failure instanceof ProblemFailure)) return failureInWords(failure)
  const { code, existing } = failure.problem
  const other = existing ? `“${existing.name}”` : 'Another credential'
  switch (code) {
    case 'name_taken':
      return 'Another credential has its name by now: rename that one, and restore this one then.'
    case 'duplicate_credential':
      return `${other} has the same token by now: use that one, or delete it first.`
    case 'not_found':
      return 'It is no longer among the deleted ones: somebody has restored or erased it.'
    default:
      return failureInWords(failure)
  }
}
