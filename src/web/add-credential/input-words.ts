import { ACCESS_TOKEN_LENGTH } from '../../contract/access-token.ts'
import { inputCodeSchema } from '../../contract/problem.ts'
import { DESCRIPTION_LENGTH, NAME_LENGTH } from '../../contract/text.ts'
import { inputInWords } from '../flow/input-words.ts'

export const labels = {
  name: 'Credential Name',
  description: 'Credential Description',
  region: 'Region',
} as const

const limits: Record<string, number> = { [labels.name]: NAME_LENGTH, [labels.description]: DESCRIPTION_LENGTH }

/** What is wrong with the value of the field of this label: a code of input, or one of the two only this form has. */
export function inputWords(code: string, label: string): string {
  if (code === 'name_taken' || code === 'holds_secret') return words[code](label)
  const known = inputCodeSchema.safeParse(code)
  if (!known.success) return `Latchkey cannot take this ${label} (${code}).`
  return inputInWords(known.data, label, limits[label] ?? ACCESS_TOKEN_LENGTH)
}

const words = {
  name_taken: () => 'Another credential has this name. Choose a different one.',
  holds_secret: (label: string) =>
    `This looks like the token itself. The ${label} is there for everybody to read: the token belongs in its own field.`,
}
