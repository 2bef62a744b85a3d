import { useMutation, useQueryClient } from '@tanstack/react-query'
import { endpoints, IDEMPOTENCY_KEY_HEADER } from '../../contract/endpoints.ts'
import { type CreateResource, resourceSchema } from '../../contract/resource.ts'
import { request } from './request.ts'
import { rememberResource } from './resources.ts'

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
