import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type EditResource, type Resource, resourceSchema } from '../../contract/resource.ts'
import { request } from './request.ts'
import { replaceResource, resourcePath } from './resource.ts'
import { retryOnce } from './retry-once.ts'

/** Changes a source or destination, unless somebody else has changed it since `resource` was read. */
export function useEditResource() {
  const client = useQueryClient()
  return useMutation({
    ...retryOnce,
    mutationFn: ({ resource, body }: { resource: Pick<Resource, 'id' | 'etag'>; body: EditResource }) =>
      request(resourcePath(resource.id), {
        method: 'PATCH',
        body,
        headers: { 'If-Match': resource.etag },
        schema: resourceSchema,
      }),
    onSuccess: (resource) => replaceResource(client, resource),
    // After a lost answer too: it may have been changed all the same.
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['resources'] })
      void client.invalidateQueries({ queryKey: ['credentials'] })
      void client.invalidateQueries({ queryKey: ['credential-events'] })
    },
  })
}
