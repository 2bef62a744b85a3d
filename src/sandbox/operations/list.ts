import { type Listed, toCursorPage } from '../cursor-pages.ts'
import type { Refusal } from '../error-list.ts'
import type { Reply } from './operation.ts'

/** A page of a list as the lists of the description are: under which name its items stand differs. */
export function toListReply(
  { type, key }: { type: string; key: string },
  all: readonly Listed[],
  query: URLSearchParams,
  perPageByDefault: number,
): Reply | Refusal {
  const page = toCursorPage(all, query, perPageByDefault)
  if ('fault' in page) return { error: 'parameter_invalid', field: page.fault }
  return { body: { type, [key]: page.items, total_count: page.total_count, pages: page.pages } }
}
