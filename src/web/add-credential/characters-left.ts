import { useWatch } from 'react-hook-form'
import { countCodePoints } from '../../contract/text.ts'
import type { CredentialForm } from './use-credential-form.ts'

/** The share of a limit from which on it is worth a line. */
const NEAR = 0.85

/** What is left of a limit, said only near it: counted as the contract counts. */
export function useCharactersLeft(form: CredentialForm, name: 'name' | 'description', limit: number): string {
  const text = useWatch({ control: form.control, name })
  const left = limit - countCodePoints(text.normalize('NFC').trim())
  if (left > limit * (1 - NEAR)) return ''
  const characters = `${Math.abs(left)} ${Math.abs(left) === 1 ? 'character' : 'characters'}`
  return left < 0 ? `${characters} too many.` : `${characters} left.`
}
