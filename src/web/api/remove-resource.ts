import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Resource, resourceSchema } from '../../contract/resource.ts'
import { isNotFound, request } from './request.ts'
import { forgetResource, resourcePath } from './resource.ts'
import { retryOnce } from './retry-once.ts'

/**
 * Removes a source or destination, unless somebody has changed it since it was read. One that is gone already counts as
 * removed: an answer may have been lost, or somebody else was first.
 * @param onRemoved called before the rest of the page is told
 */
export function useRemoveResource(onRemoved: () => void) {
  const client = useQueryClient()
  return useMutation({
    ...retryOnce,
    mutationFn: ({ id, etag }: Pick<Resource, 'id' | 'etag'>) =>
      request(resourcePath(id), { method: 'DELETE', headers: { 'If-Match': etag }, schema: resourceSchema }).catch(
        (failure: unknown) => {
          if (!isNotFound(failure)) throw failure
        },
      ),
    onSuccess: (_, { id }) => {
      onRemoved()
      forgetResource(client, id)
      void client.invalidateQueries({ queryKey: ['resources'] })
      void client.invalidateQueries({ queryKey: ['credentials'] })
      void client.invalidateQueries({ queryKey: ['credential-events'] })
    },
  })
}
