import { NoAnswerFailure } from '../api/request.ts'

/** That something was not `done`, for sure only where Latchkey itself has said so: an answer may have been lost. */
export function notDoneInWords(failure: unknown, done: string): string {
  return failure instanceof NoAnswerFailure ? `It may not have been ${done}.` : `It was not ${done}.`
}
