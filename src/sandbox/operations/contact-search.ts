import * as z from 'zod/mini'
import type { Contact } from '../contacts.ts'
import { isRefusal, type Operation, parseBody } from './operation.ts'
import { foldCase, matchContact, readField, searchFilterSchema } from './contact-filter.ts'
import { toListReply } from './list.ts'

/** `contact_search_request` of the description. */
const searchSchema = z.object({
  query: searchFilterSchema,
  pagination: z.optional(
    z.nullable(z.object({ per_page: z.optional(z.int()), starting_after: z.optional(z.nullable(z.string())) })),
  ),
  sort: z.optional(z.object({ field: z.optional(z.string()), order: z.optional(z.string()) })),
})

/** A contact is found as soon as it is made; at Intercom that can take minutes. */
export const contactSearch: Operation = {
  method: 'POST',
  path: '/contacts/search',
  answer({ body, records }) {
    const search = parseBody(searchSchema, body)
    if (isRefusal(search)) return search
    const { query, pagination, sort } = search
    // Descending is the description's default. By what, it does not say.
    const { field = 'created_at', order = 'descending' } = sort ?? {}
    if (order !== 'ascending' && order !== 'descending') {
      return {
        error: 'invalid_sort_order',
        message: `Invalid sort order '${order}'. Must be one of: ascending, descending`,
      }
    }
    const found: Contact[] = []
    for (const contact of records().contacts) {
      const isMatch = matchContact(query, contact)
      if (typeof isMatch !== 'boolean') return isMatch
      if (isMatch) found.push(contact)
    }
    const direction = order === 'ascending' ? 1 : -1
    found.sort((one, other) => direction * compare(readField(one, field), readField(other, field)))
    return toListReply({ type: 'list', key: 'data' }, found, toPageQuery(pagination ?? {}), 50)
  },
}

/** What is not there comes first. */
function compare(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  return foldCase(one).localeCompare(foldCase(other))
}

/** The pages of a search are those of a list. */
function toPageQuery(pagination: { per_page?: number | undefined; starting_after?: string | null | undefined }) {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(pagination)) if (value != null) query.set(name, String(value))
  return query
}
