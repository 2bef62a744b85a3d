import * as z from 'zod/mini'

export const idsSchema = z.array(z.string())

/** A column that holds an array of ids, or of other texts, as JSON. */
export function readIds(json: string): string[] {
  return idsSchema.parse(JSON.parse(json))
}
