import { infiniteQueryOptions, type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { endpoints, IDEMPOTENCY_KEY_HEADER } from '../../contract/endpoints.ts'
import { type CreateResource, type Resource, resourcePageSchema, resourceSchema } from '../../contract/resource.ts'
import { request } from './request.ts'

const PAGE = 50

/** Sources and destinations, newest first, a page at a time. */
export const resourcesQuery = infiniteQueryOptions({
  queryKey: ['resources', 'list'],
  queryFn: ({ pageParam, signal }) => {
    const query = new URLSearchParams({ limit: String(PAGE), ...(pageParam && { cursor: pageParam }) })
    return request(`${endpoints.resources}?${query}`, { schema: resourcePageSchema, signal })
  },
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }) => nextCursor,
})

export type ResourceAttempt = {
  body: CreateResource
  /** The same for the same body, so that sending it again after a lost answer makes nothing twice. */
  key: string
}

/** Makes a source or destination; the lists that count or show it are asked for anew. */
export function useCreateResource() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ body, key }: ResourceAttempt) =>
      request(endpoints.resources, {
        method: 'POST',
        body,
        headers: { [IDEMPOTENCY_KEY_HEADER]: key },
        schema: resourceSchema,
      }),
    onSuccess: (resource) => {
      rememberResource(client, resource)
    },
    // After a lost answer too: it may have been made all the same.
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['resources'] })
      void client.invalidateQueries({ queryKey: ['credentials'] })
    },
  })
}

function rememberResource(client: QueryClient, resource: Resource): void {
  client.setQueryData(resourcesQuery.queryKey, (list) => {
    const [first, ...rest] = list?.pages ?? []
    if (!list || !first || list.pages.some(({ resources }) => resources.some(({ id }) => id === resource.id))) return list
    return { ...list, pages: [{ ...first, resources: [resource, ...first.resources] }, ...rest] }
  })
}
