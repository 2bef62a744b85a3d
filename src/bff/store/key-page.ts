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
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (!Array.isArray(parsed) || parsed.length !== 2) return null
    const [sortValue, id]: unknown[] = parsed
    return typeof sortValue === 'string' && typeof id === 'string' ? { sortValue, id } : null
  } catch {
    return null
  }
}
