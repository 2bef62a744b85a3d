import { ACCESS_TOKEN_LENGTH } from '../../contract/access-token.ts'
import type { InputCode } from '../../contract/problem.ts'
import { DESCRIPTION_LENGTH, NAME_LENGTH } from '../../contract/text.ts'

/** A code of input, or one of the two that only this form has. */
export type FormErrorCode = InputCode | 'name_taken' | 'holds_secret'

export const labels = {
  name: 'Credential Name',
  description: 'Credential Description',
  region: 'Region',
} as const

const limits: Record<string, number> = { [labels.name]: NAME_LENGTH, [labels.description]: DESCRIPTION_LENGTH }

/** What is wrong with the value of the field of this label, and what to do about it. */
export function inputWords(code: string, label: string): string {
  return Object.hasOwn(words, code)
    ? words[code as FormErrorCode](label)
    : `Latchkey cannot take this ${label} (${code}).`
}

const words: Record<FormErrorCode, (label: string) => string> = {
  required: (label) => `Enter the ${label}.`,
  blank: (label) => `Nobody could see this ${label}: it has invisible characters only.`,
  too_long: (label) =>
    `The ${label} is too long: ${(limits[label] ?? ACCESS_TOKEN_LENGTH).toLocaleString('en')} characters are the most.`,
  control_character: (label) => `The ${label} has a control character in it. Type it, or paste it as plain text.`,
  lone_surrogate: (label) => `The ${label} has half of a character in it, a broken emoji perhaps. Remove it.`,
  white_space_inside: (label) => `The ${label} has white space inside. Copy it again, in one piece.`,
  not_printable_ascii: (label) =>
    `The ${label} has a character in it that no token has: an accent, an emoji, something invisible. Copy it again.`,
  invalid_type: (label) => `Latchkey cannot take this ${label}.`,
  invalid_value: (label) => `Latchkey does not know this ${label}.`,
  out_of_range: (label) => `This ${label} is out of range.`,
  unknown_field: (label) => `Latchkey does not know the field ${label}.`,
  name_taken: () => 'Another credential has this name. Choose a different one.',
  holds_secret: (label) =>
    `This looks like the token itself. The ${label} is there for everybody to read: the token belongs in its own field.`,
}
