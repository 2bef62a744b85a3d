import { DESCRIPTION_LENGTH, NAME_LENGTH } from '../../contract/text.ts'
import { inputWords } from './input-words.ts'

export const labels = { name: 'Credential Name', description: 'Credential Description' } as const

const limits = { name: NAME_LENGTH, description: DESCRIPTION_LENGTH } as const

/** What is wrong with the name or the description: a code of input, or one of the two that only these fields have. */
export function textWords(code: string, field: keyof typeof labels): string {
  const label = labels[field]
  if (code === 'name_taken') return 'Another credential has this name. Choose a different one.'
  if (code !== 'holds_secret') return inputWords(code, label, limits[field])
  return `This looks like the token itself. The ${label} is there for everybody to read: the token belongs in its own field.`
}
