import { useMutation, useQueryClient } from '@tanstack/react-query'
import { endpoints } from '../../contract/endpoints.ts'
import { type CreateResource, resourceSchema } from '../../contract/resource.ts'
import { createOnce } from './create-once.ts'
import { rememberResource } from './resources.ts'

/** Makes a source or destination; the lists that count or show it are asked for anew. */
export function useCreateResource() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: CreateResource; idempotencyKey: string }) =>
      createOnce(endpoints.resources, { body, idempotencyKey, schema: resourceSchema }),
    onSuccess: (resource) => {
      rememberResource(client, resource)
    },
    // After a lost answer too: it may have been made all the same.
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['resources'] })
      void client.invalidateQueries({ queryKey: ['credentials'] })
      void client.invalidateQueries({ queryKey: ['credential-events'] })
    },
  })
}
