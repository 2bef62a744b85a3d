import type { Refusal } from '../refusal.ts'

/** Refuses one value of the input, by its JSON Pointer (RFC 6901). The detail never quotes the value. */
export function refuseInput(pointer: string, detail: string): Refusal {
  return { code: 'invalid_input', errors: [{ pointer, code: 'invalid_value', detail }] }
}
