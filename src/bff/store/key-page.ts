import * as z from 'zod/mini'
import { idSchema } from '../../contract/credential.ts'

/** Where the next page begins: the last row's sort value and, to break ties, its id. */
export interface PagePosition {
  sortValue: string
  id: string
}

/** A cursor names its sort: in another one the same value stands somewhere else, and pages would skip or repeat rows. */
export function toCursor(sort: string, { sortValue, id }: PagePosition): string {
  return Buffer.from(JSON.stringify([sort, sortValue, id])).toString('base64url')
}

/**
 * Null for what is no position in this sort. One that nobody handed out passes where it has the form of one: it leads
 * to no row that its asker could not page to.
 */
export function parseCursor(sort: string, cursor: string): PagePosition | null {
  try {
    const position = positionSchema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    if (!position.success || position.data[0] !== sort) return null
    return { sortValue: position.data[1], id: position.data[2] }
  } catch {
    return null
  }
}

/** No row's text holds what PostgreSQL could not take as a parameter. */
const positionSchema = z.tuple([
  z.string(),
  z.string().check(z.refine((text) => text.isWellFormed() && !text.includes('\0'))),
  idSchema,
])
