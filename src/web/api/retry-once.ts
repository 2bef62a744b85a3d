import { NoAnswerFailure } from './request.ts'

/**
 * For a change that can be sent twice: where no answer comes it is sent once more, since the first may have been heard
 * all the same. Not after a time-out: nobody waits twice as long.
 */
export const retryOnce = {
  retry: (failures: number, failure: Error) =>
    failures < 1 && failure instanceof NoAnswerFailure && failure.reason === 'unreachable',
  retryDelay: 500,
}
