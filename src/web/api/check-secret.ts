import { useMutation } from '@tanstack/react-query'
import { type CheckSecret, checkedSecretSchema } from '../../contract/credential.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { request } from './request.ts'

/** Has the provider asked about a secret and stores nothing. Nothing of what it sent stays in the cache once it is reset. */
export function useCheckSecret() {
  return useMutation({
    mutationFn: ({ body, signal }: { body: CheckSecret; signal: AbortSignal }) =>
      request(endpoints.checkSecret, { method: 'POST', body, signal, schema: checkedSecretSchema }),
    gcTime: 0,
    retry: false,
    networkMode: 'always',
  })
}
