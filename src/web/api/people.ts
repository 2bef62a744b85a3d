import { queryOptions } from '@tanstack/react-query'
import { peopleSchema } from '../../contract/access.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { request } from './request.ts'

/** Those of the tenant whose name has these words in it, and their teams. */
export function peopleQuery(q: string) {
  return queryOptions({
    queryKey: ['people', q],
    queryFn: ({ signal }) =>
      request(q ? `${endpoints.people}?${new URLSearchParams({ q })}` : endpoints.people, {
        schema: peopleSchema,
        signal,
      }),
  })
}
