import { pageFailedWords } from '../flow/failed-notice.tsx'
import type { LatchkeyTrouble } from './setback.ts'
import type { Words } from './verdict-words.ts'

/** Words for Latchkey's own troubles. None of them says a thing about the provider or the token. */
export function latchkeyWords(trouble: LatchkeyTrouble): Words {
  switch (trouble) {
    case 'unreachable':
      return { title: 'Latchkey did not answer.', text: 'The connection to it failed: it may be restarting.' }
    case 'timeout':
      return { title: 'Latchkey did not answer.', text: 'This page waited twenty seconds for it.' }
    case 'unexpected_answer':
      return {
        title: 'Latchkey did not answer.',
        text: 'Something else answered in its place: a proxy, perhaps, while Latchkey restarts.',
      }
    case 'page_failed':
      return { title: pageFailedWords, text: 'If trying again does not help, reload it.' }
    case 'idempotency_in_flight':
      return {
        title: 'Latchkey is still busy with the first attempt.',
        text: 'It has not come to an end yet; its tile appears if it is saved.',
      }
    case 'store_unavailable':
      return { title: 'Latchkey cannot save at the moment.', text: 'Its store does not answer, or its disk is full.' }
    case 'internal_error':
      return { title: 'Latchkey made a mistake.', text: 'It answered with an error of its own.' }
  }
}
