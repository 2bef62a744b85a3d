import { SAMPLE_LENGTH } from '../../contract/configuration.ts'
import type { ConnectorDetail } from '../../contract/connector-detail.ts'
import { inputInWords } from '../flow/input-words.ts'
import type { MistakeCode } from './configuration-mistakes.ts'
import { placeholdersOf } from './path-placeholders.ts'

/** What is wrong with the path, and what to do about it. */
export function pathMistakeWords(code: MistakeCode, path: string, { name }: ConnectorDetail): string {
  switch (code) {
    case 'braces_left':
      return `Replace ${placeholdersOf(path)
        .map((placeholder) => `{${placeholder}}`)
        .join(' and ')} by a value.`
    case 'not_a_path':
      return 'A path begins with a slash and has no spaces, accents, braces, ? or #: the query has rows of its own.'
    case 'invalid_value':
      return `Latchkey does not let this path and method through to ${name}.`
    default:
      return mistakeWords(code, 'Path')
  }
}

export function headerMistakeWords(code: MistakeCode, label: string, { requestHeaders }: ConnectorDetail): string {
  if (code !== 'unknown_header' && code !== 'invalid_value') return mistakeWords(code, label)
  return `Latchkey does not send this header. It sends: ${requestHeaders.join(', ')}.`
}

export function sampleMistakeWords(code: MistakeCode, label: string): string {
  if (code === 'not_json') return 'This is not JSON.'
  return code === 'too_long' ? inputInWords(code, label, SAMPLE_LENGTH) : mistakeWords(code, label)
}

export function mistakeWords(code: MistakeCode, label: string): string {
  switch (code) {
    case 'holds_secret':
      return 'This looks like a token. A configuration is there for everybody to read; Latchkey adds the credential’s token itself.'
    case 'invalid_value':
    case 'braces_left':
    case 'not_a_path':
    case 'unknown_header':
    case 'not_json':
      return `Latchkey cannot take this ${label}.`
    default:
      return inputInWords(code, label)
  }
}
