import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Credential, type JustDeletedCredential, justDeletedCredentialSchema } from '../../contract/credential.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { credentialPath } from './credential-path.ts'
import { forgetCredential } from './credentials.ts'
import { isNotFound, request } from './request.ts'
import { retryOnce } from './retry-once.ts'

type DeleteCredentialOptions = Pick<Credential, 'id' | 'etag'> & {
  /** What the provider installed for it stays there. */
  keepInstallation: boolean
}

/**
 * Takes a credential from sight, unless something uses it or somebody has changed it since it was read. One that is
 * gone already counts as deleted: an answer may have been lost, or somebody else was first. What became of the provider's
 * installation is then not known, and the answer is null.
 * @param onDeleted called before the rest of the page is told
 */
export function useDeleteCredential(onDeleted: () => void) {
  const client = useQueryClient()
  return useMutation({
    ...retryOnce,
    mutationFn: ({ id, etag, keepInstallation }: DeleteCredentialOptions): Promise<JustDeletedCredential | null> =>
      request(`${credentialPath(endpoints.credential, id)}${keepInstallation ? '?keepInstallation=true' : ''}`, {
        method: 'DELETE',
        headers: { 'If-Match': etag },
        schema: justDeletedCredentialSchema,
      }).catch((failure: unknown) => {
        if (!isNotFound(failure)) throw failure
        return null
      }),
    onSuccess: (_, { id }) => {
      onDeleted()
      forgetCredential(client, id)
    },
    onError: () => void client.invalidateQueries({ queryKey: ['credentials'] }),
    onSettled: () => void client.invalidateQueries({ queryKey: ['deleted-credentials'] }),
  })
}
