import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Credential, credentialSchema, type EditCredential } from '../../contract/credential.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { credentialPath } from './credential-path.ts'
import { replaceCredential } from './credentials.ts'
import { request } from './request.ts'
import { retryOnce } from './retry-once.ts'

/** Changes a credential's name or description, unless somebody else has changed it since `credential` was read. */
export function useEditCredential() {
  const client = useQueryClient()
  return useMutation({
    ...retryOnce,
    mutationFn: ({ credential, body }: { credential: Credential; body: EditCredential }) =>
      request(credentialPath(endpoints.credential, credential.id), {
        method: 'PATCH',
        body,
        headers: { 'If-Match': credential.etag },
        schema: credentialSchema,
      }),
    onSuccess: (credential) => replaceCredential(client, credential),
    // After a lost answer too: it may have been changed all the same.
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['credentials'] })
      void client.invalidateQueries({ queryKey: ['credential-events'] })
      void client.invalidateQueries({ queryKey: ['resources'] })
    },
  })
}
