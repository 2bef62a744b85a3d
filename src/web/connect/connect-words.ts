import type { Connector } from '../../contract/connector.ts'
import type { AuthorizationFailure } from '../../contract/authorization-failure.ts'
import { rejectedWords, type Words } from '../secret/verdict-words.ts'
import type { ConnectTrouble } from './use-connecting.ts'

/** What has happened, and what to do. In all of it nothing was stored. */
export function troubleWords(trouble: Exclude<ConnectTrouble, { kind: 'setback' }>, connector: Connector): Words {
  if (trouble.kind === 'blocked') {
    return {
      title: 'Your browser opened no window.',
      text: 'Allow windows for this site, in the address bar or in the browser’s settings, and press Connect again.',
    }
  }
  const words = failureWords(trouble.reason, connector)
  if (trouble.reason !== 'token_rejected' || !trouble.verdict) return words
  const { title } = rejectedWords(trouble.verdict.reason, connector, 'auto', 'the token that it gave')
  return { title, text: words.text }
}

function failureWords(reason: AuthorizationFailure, { name }: Connector): Words {
  switch (reason) {
    case 'denied':
      return {
        title: 'The workspace was not connected.',
        text: `On ${name}’s page somebody pressed Deny, or ${name} itself said no. Nothing was stored. Connect again where that was not meant.`,
      }
    case 'other_browser':
      return {
        title: 'The answer came to another browser.',
        text: 'It is good only in the one in which Connect was pressed, and nothing was stored. Connect again, and stay in the window that opens.',
      }
    case 'session_ended':
      return {
        title: 'You were signed out meanwhile.',
        text: 'So the answer was given to nobody, and nothing was stored. Connect again.',
      }
    case 'code_refused':
      return {
        title: `${name} did not take its own code.`,
        text: 'It is good for a few minutes, once. Nothing was stored: connect again. If it happens every time, whoever runs Latchkey has to look at the client secret.',
      }
    case 'provider_unreachable':
      return {
        title: `${name} could not be asked for the token.`,
        text: 'It did not answer, or answered with a server error. Nothing was stored: connect again in a while.',
      }
    case 'provider_answer':
      return {
        title: `${name} gave an answer that is none.`,
        text: 'Latchkey could make nothing of it, and stored nothing. Connect again; if it happens every time, whoever runs Latchkey has to look at the app’s settings.',
      }
    case 'token_rejected':
      return {
        title: `${name} does not accept the token that it gave.`,
        text: `The app may have been uninstalled at once, or be suspended. Nothing was stored. Connect again.`,
      }
    case 'expired':
      return {
        title: 'This took too long.',
        text: `There are ten minutes on ${name}’s page, and half an hour to save what was connected. Nothing was stored: connect again. What you typed is still here.`,
      }
  }
}
