import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query'
import { endpoints } from '../../contract/endpoints.ts'
import { resourcePageSchema } from '../../contract/listed-resource.ts'
import type { Resource } from '../../contract/resource.ts'
import { request } from './request.ts'

const PAGE = 50

/**
 * Sources and destinations, newest first, a page at a time.
 * @param credential the id of the one they use; without it, all of them
 */
export function resourcesQuery(credential?: string) {
  return infiniteQueryOptions({
    queryKey: ['resources', 'list', credential ?? null],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        limit: String(PAGE),
        ...(credential && { credential }),
        ...(pageParam && { cursor: pageParam }),
      })
      return request(`${endpoints.resources}?${query}`, { schema: resourcePageSchema, signal })
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}

/** Puts a resource that was just made where the list shows it, before the list is asked for anew. */
export function rememberResource(client: QueryClient, resource: Resource): void {
  client.setQueryData(resourcesQuery().queryKey, (list) => {
    const [first, ...rest] = list?.pages ?? []
    if (!list || !first || list.pages.some(({ resources }) => resources.some(({ id }) => id === resource.id)))
      return list
    return { ...list, pages: [{ ...first, resources: [resource, ...first.resources] }, ...rest] }
  })
}
