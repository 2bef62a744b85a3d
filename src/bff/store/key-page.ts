import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { idSchema } from '../../contract/credential.ts'

/** Where the next page begins: the last row's sort value and, to break ties, its id. */
export interface PagePosition {
  sortValue: string
  id: string
}

/**
 * The list that a cursor belongs to: in another order, or narrowed otherwise, the same position stands somewhere else, and
 * pages would skip or repeat rows.
 */
export function nameList(sort: string, filters: readonly (string | readonly string[] | undefined)[] = []): string {
  const digest = createHash('sha256').update(JSON.stringify(filters)).digest('base64url')
  return `${sort} ${digest.slice(0, 12)}`
}

/** Of rows that were read one further than a page goes: the page, and its last row where another page follows. */
export function cutPage<Row>(rows: readonly Row[], limit: number): { shown: Row[]; last: Row | undefined } {
  const shown = rows.slice(0, limit)
  return { shown, last: rows.length > limit ? shown.at(-1) : undefined }
}

export function toCursor(list: string, { sortValue, id }: PagePosition): string {
  return Buffer.from(JSON.stringify([list, sortValue, id])).toString('base64url')
}

/**
 * Null for what is no position in this list. One that nobody handed out passes where it has the form of one: it leads to
 * no row that its asker could not page to.
 */
export function parseCursor(list: string, cursor: string): PagePosition | null {
  try {
    const position = positionSchema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    if (!position.success || position.data[0] !== list) return null
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
