import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  type Credential,
  credentialSchema,
  type ReconnectCredential,
  type ReplaceSecret,
} from '../../contract/credential.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { credentialPath } from './credential-path.ts'
import { replaceCredential } from './credentials.ts'
import { request } from './request.ts'
import { refreshIfSaved } from './save-credential.ts'

type ReplaceSecretOptions = {
  /** The credential as the person saw it: another version of it is not overwritten. */
  credential: Pick<Credential, 'id' | 'etag'>
  body: ReplaceSecret | ReconnectCredential
  signal: AbortSignal
}

/** Puts another secret in a credential's place. Nothing of what it sent stays in the cache once it is reset. */
export function useReplaceSecret() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ credential, body, signal }: ReplaceSecretOptions) =>
      request(credentialPath(endpoints.credentialSecret, credential.id), {
        method: 'PUT',
        headers: { 'If-Match': credential.etag },
        body,
        signal,
        schema: credentialSchema,
      }),
    gcTime: 0,
    retry: false,
    networkMode: 'always',
    onSuccess: (credential) => replaceCredential(client, credential),
    onError: (failure) => refreshIfSaved(client, failure),
    // A refusal is in the history, too, and a lost answer may have been another.
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['credentials'] })
      void client.invalidateQueries({ queryKey: ['credential-events'] })
      void client.invalidateQueries({ queryKey: ['resources'] })
    },
  })
}
