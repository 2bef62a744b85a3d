import * as z from 'zod/mini'
import { idSchema } from '../../contract/credential.ts'

/** Where the next page begins: the last row's sort value and, to break ties, its id. */
export interface PagePosition {
  sortValue: string
  id: string
}

export function toCursor({ sortValue, id }: PagePosition): string {
  return Buffer.from(JSON.stringify([sortValue, id])).toString('base64url')
}

/** Null for what no page ever handed out. */
export function parseCursor(cursor: string): PagePosition | null {
  try {
    const position = positionSchema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    return position.success ? { sortValue: position.data[0], id: position.data[1] } : null
  } catch {
    return null
  }
}

/** No row's text holds what PostgreSQL could not take as a parameter. */
const positionSchema = z.tuple([
  z.string().check(z.refine((text) => text.isWellFormed() && !text.includes('\0'))),
  idSchema,
])
