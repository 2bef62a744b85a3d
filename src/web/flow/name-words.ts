import type { InputCode } from '../../contract/problem.ts'
import { NAME_LENGTH } from '../../contract/text.ts'

/** What is wrong with the name of a source or destination, and what to do about it. */
export function nameInWords(code: InputCode, label: string): string {
  return words[code]?.(label) ?? `Latchkey cannot take this ${label} (${code}).`
}

const words: Partial<Record<InputCode, (label: string) => string>> = {
  required: (label) => `Enter the ${label}.`,
  blank: (label) => `Nobody could see this ${label}: it has invisible characters only.`,
  too_long: (label) => `The ${label} is too long: ${NAME_LENGTH} characters are the most.`,
  control_character: (label) => `The ${label} has a control character in it. Type it, or paste it as plain text.`,
  lone_surrogate: (label) => `The ${label} has half of a character in it, a broken emoji perhaps. Remove it.`,
}
