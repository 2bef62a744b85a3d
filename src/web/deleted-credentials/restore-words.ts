import type { Credential } from '../../contract/credential.ts'
import { NoAnswerFailure, ProblemFailure } from '../api/request.ts'
import { failureInWords } from '../flow/failed-notice.tsx'

type Restored = Pick<Credential, 'name' | 'method' | 'status'>

/** Its app was uninstalled, or the provider ended it otherwise: to be back does not make it work. */
export function mustBeReconnected({ method, status }: Pick<Restored, 'method' | 'status'>): boolean {
  return method === 'oauth' && status === 'failed'
}

export function restoredInWords(credential: Restored): string {
  const isBack = `“${credential.name}” is back.`
  return mustBeReconnected(credential) ? `${isBack} It works again once it is connected again.` : isBack
}

/** That a deleted credential is not back, for sure only where Latchkey itself has said so. */
export function notBackInWords(failure: unknown, subject: string): string {
  return `${subject} ${failure instanceof NoAnswerFailure ? 'may not be' : 'is not'} back.`
}

/** Why a deleted credential could not be had back, and what to do about it. */
export function restoreFailedInWords(failure: unknown): string {
  if (!(failure instanceof ProblemFailure)) return failureInWords(failure)
  const { code, existing } = failure.problem
  switch (code) {
    case 'name_taken':
      return existing
        ? `“${existing.name}” has its name by now: rename that one, and restore this one then.`
        : 'Another credential, which is not shared with you, has its name by now. Ask an admin of your organisation.'
    case 'duplicate_credential':
      return existing
        ? `“${existing.name}” has the same token by now: use that one, or delete it first.`
        : 'A credential that is not shared with you has the same token by now. Ask an admin of your organisation.'
    case 'not_found':
      return 'It is no longer among the deleted ones: it has been erased.'
    default:
      return failureInWords(failure)
  }
}
