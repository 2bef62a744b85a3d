import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Credential, deletedCredentialSchema } from '../../contract/credential.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { credentialPath } from './credential-path.ts'
import { forgetCredential } from './credentials.ts'
import { request } from './request.ts'

/** Takes a credential from sight, unless something uses it or somebody has changed it since it was read. */
export function useDeleteCredential() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, etag }: Pick<Credential, 'id' | 'etag'>) =>
      request(credentialPath(endpoints.credential, id), {
        method: 'DELETE',
        headers: { 'If-Match': etag },
        schema: deletedCredentialSchema,
      }),
    onSuccess: (_, { id }) => forgetCredential(client, id),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['credentials'] })
      void client.invalidateQueries({ queryKey: ['deleted-credentials'] })
    },
  })
}
