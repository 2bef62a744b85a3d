import type { Connector } from '../../contract/connector.ts'
import type { InputCode } from '../../contract/problem.ts'
import type { Setback } from './setback.ts'

export type SecretPlace = 'region' | `secret.${string}`

/** Puts what is wrong with a value at its field. What has no field is left in the setback, for the form as a whole. */
export function placeInputErrors<Place extends string>(
  setback: Setback,
  placeOf: (path: string[]) => Place | null,
  setError: (place: Place, error: { message: string }) => void,
): Setback {
  if (setback.kind !== 'invalid_input') return setback
  const unplaced: { pointer: string; code: InputCode }[] = []
  for (const error of setback.errors) {
    const place = placeOf(pathOf(error.pointer))
    if (place) setError(place, { message: error.code })
    else unplaced.push(error)
  }
  return { kind: 'invalid_input', errors: unplaced }
}

/** Where a form that takes a secret shows what is wrong with it. */
export function placeOfSecret(connector: Connector, [first, second]: string[]): SecretPlace | null {
  if (first === 'region') return first
  if (first !== 'secret') return null
  const field = connector.fields.find(({ name }) => name === second) ?? (second === undefined && connector.fields[0])
  return field ? `secret.${field.name}` : null
}

/** @param pointer RFC 6901, into the body that was sent */
function pathOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}
