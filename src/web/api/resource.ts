import { type InfiniteData, type QueryClient, queryOptions } from '@tanstack/react-query'
import { endpoints } from '../../contract/endpoints.ts'
import type { ListedResource, ResourcePage } from '../../contract/listed-resource.ts'
import { type Resource, resourceSchema } from '../../contract/resource.ts'
import { request } from './request.ts'

/** One source or destination. */
export function resourceQuery(id: string) {
  return queryOptions({
    queryKey: ['resources', 'one', id],
    queryFn: ({ signal }) => request(resourcePath(id), { schema: resourceSchema, signal }),
  })
}

export function resourcePath(id: string): string {
  return endpoints.resource.replace(':resource', encodeURIComponent(id))
}

/** Shows a resource that was changed as it is now, in its own place of every list. */
export function replaceResource(client: QueryClient, resource: Resource): void {
  client.setQueryData(resourceQuery(resource.id).queryKey, resource)
  changePages(client, (resources) => resources.map((listed) => (listed.id === resource.id ? resource : listed)))
}

/** Takes a resource that was removed out of every list. */
export function forgetResource(client: QueryClient, id: string): void {
  client.removeQueries({ queryKey: resourceQuery(id).queryKey })
  changePages(client, (resources) => resources.filter((listed) => listed.id !== id))
}

function changePages(client: QueryClient, change: (resources: ListedResource[]) => ListedResource[]): void {
  client.setQueriesData<InfiniteData<ResourcePage>>(
    { queryKey: ['resources', 'list'] },
    (list) => list && { ...list, pages: list.pages.map((page) => ({ ...page, resources: change(page.resources) })) },
  )
}
