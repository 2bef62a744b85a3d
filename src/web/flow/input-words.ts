import type { InputCode } from '../../contract/problem.ts'

/**
 * What is wrong with the value of the field of this label, and what to do about it.
 * @param limit the most characters it may have, where that is known
 */
export function inputInWords(code: InputCode, label: string, limit?: number): string {
  return words[code](label, limit)
}

const words: Record<InputCode, (label: string, limit: number | undefined) => string> = {
  required: (label) => `Enter the ${label}.`,
  blank: (label) => `Nobody could see this ${label}: it has invisible characters only.`,
  too_long: (label, limit) =>
    `The ${label} is too long${limit ? `: ${limit.toLocaleString('en')} characters are the most` : ''}.`,
  control_character: (label) => `The ${label} has a control character in it. Type it, or paste it as plain text.`,
  lone_surrogate: (label) => `The ${label} has half of a character in it, a broken emoji perhaps. Remove it.`,
  white_space_inside: (label) => `The ${label} has white space inside. Copy it again, in one piece.`,
  not_printable_ascii: (label) =>
    `The ${label} has a character in it that no token has: an accent, an emoji, something invisible. Copy it again.`,
  invalid_type: (label) => `Latchkey cannot take this ${label}.`,
  invalid_value: (label) => `Latchkey does not know this ${label}.`,
  out_of_range: (label) => `This ${label} is out of range.`,
  unknown_field: (label) => `Latchkey does not know the field ${label}.`,
}
