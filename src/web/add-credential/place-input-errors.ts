import type { Connector } from '../../contract/connector.ts'
import type { InputCode } from '../../contract/problem.ts'
import type { Setback } from './setback.ts'
import type { CredentialForm } from './use-credential-form.ts'

type Place = 'name' | 'description' | 'region' | `secret.${string}`

/** Puts what is wrong with a value at its field. What has no field here is left in the setback, for the form as a whole. */
export function placeInputErrors(form: CredentialForm, connector: Connector, setback: Setback): Setback {
  if (setback.kind === 'name_taken') form.setError('name', { message: 'name_taken' })
  if (setback.kind !== 'invalid_input') return setback
  const unplaced: { pointer: string; code: InputCode }[] = []
  for (const error of setback.errors) {
    const place = placeOf(error.pointer, connector)
    if (place) form.setError(place, { message: error.code })
    else unplaced.push(error)
  }
  return { kind: 'invalid_input', errors: unplaced }
}

/** @param pointer RFC 6901, into the body that was sent */
function placeOf(pointer: string, connector: Connector): Place | null {
  const [, first, second] = pointer.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (first === 'name' || first === 'description' || first === 'region') return first
  if (first !== 'secret') return null
  const field = connector.fields.find(({ name }) => name === second) ?? (second === undefined && connector.fields[0])
  return field ? `secret.${field.name}` : null
}
