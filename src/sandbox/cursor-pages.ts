/** An item that a cursor can point at. */
export type Listed = { id: string; created_at: number }

export type CursorPage<Item> = {
  items: Item[]
  total_count: number
  pages: {
    type: 'pages'
    next: { per_page: number; starting_after: string } | null
    page: number
    per_page: number
    total_pages: number
  }
}

export type PagingFault = { fault: 'per_page' | 'starting_after' | 'page' }

/** The description gives 150 for conversations, Intercom's Pagination page for lists as such. */
const mostPerPage = 150

/**
 * One page of a list: `cursor_pages` of the description, filled as Intercom's Pagination page tells. `page`, which the
 * description has for companies, goes without a cursor. What is out of range is refused; whether Intercom does the same
 * is unknown.
 */
export function toCursorPage<Item extends Listed>(
  all: readonly Item[],
  query: URLSearchParams,
  perPageByDefault: number,
): CursorPage<Item> | PagingFault {
  const perPage = toCount(query.get('per_page'), perPageByDefault)
  if (perPage === undefined || perPage > mostPerPage) return { fault: 'per_page' }
  const page = toCount(query.get('page'), 1)
  if (page === undefined) return { fault: 'page' }
  const cursor = query.get('starting_after')
  const start = cursor === null ? (page - 1) * perPage : all.findIndex((item) => toCursor(item) === cursor) + 1
  if (cursor !== null && start === 0) return { fault: 'starting_after' }
  const items = all.slice(start, start + perPage)
  const last = items.at(-1)
  const isMore = last !== undefined && start + perPage < all.length
  return {
    items,
    total_count: all.length,
    pages: {
      type: 'pages',
      next: isMore ? { per_page: perPage, starting_after: toCursor(last) } : null,
      page: Math.floor(start / perPage) + 1,
      per_page: perPage,
      total_pages: Math.ceil(all.length / perPage),
    },
  }
}

function toCount(given: string | null, byDefault: number): number | undefined {
  if (given === null) return byDefault
  return /^[1-9]\d{0,5}$/u.test(given) ? Number(given) : undefined
}

/** The description's cursors are base64 of a JSON array of a time and an id. */
function toCursor({ id, created_at }: Listed): string {
  return Buffer.from(JSON.stringify([created_at, id])).toString('base64')
}
