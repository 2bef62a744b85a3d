import { ACCESS_TOKEN_LENGTH } from '../../contract/access-token.ts'
import { inputCodeSchema } from '../../contract/problem.ts'
import { inputInWords } from '../flow/input-words.ts'

/**
 * What is wrong with the value of the field of this label.
 * @param code a code of input, or one that the words here do not know
 * @param limit the most characters it may have
 */
export function inputWords(code: string, label: string, limit = ACCESS_TOKEN_LENGTH): string {
  const known = inputCodeSchema.safeParse(code)
  return known.success ? inputInWords(known.data, label, limit) : `Latchkey cannot take this ${label} (${code}).`
}
