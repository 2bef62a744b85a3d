import { infiniteQueryOptions, type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { type Credential, credentialSchema, deletedCredentialPageSchema } from '../../contract/credential.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { credentialPath } from './credential-path.ts'
import { rememberCredential } from './credentials.ts'
import { request } from './request.ts'

const PAGE = 25

/** What was deleted and can still be had back, the last deleted first, a page at a time. */
export const deletedCredentialsQuery = infiniteQueryOptions({
  queryKey: ['deleted-credentials'],
  queryFn: ({ pageParam, signal }) => {
    const query = new URLSearchParams({ limit: String(PAGE), ...(pageParam && { cursor: pageParam }) })
    return request(`${endpoints.deletedCredentials}?${query}`, { schema: deletedCredentialPageSchema, signal })
  },
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }) => nextCursor,
})

/** Brings a deleted credential back to where it was seen. */
export function useRestoreCredential() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Pick<Credential, 'id'>) =>
      request(credentialPath(endpoints.restoreCredential, id), { method: 'POST', schema: credentialSchema }),
    onSuccess: (credential) => {
      forgetDeleted(client, credential.id)
      rememberCredential(client, credential)
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['deleted-credentials'] })
      void client.invalidateQueries({ queryKey: ['credentials'] })
    },
  })
}

/** Erases a deleted credential now, for good. */
export function useEraseCredential() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Pick<Credential, 'id'>) =>
      request(credentialPath(endpoints.deletedCredential, id), { method: 'DELETE', schema: z.null() }),
    onSuccess: (_, { id }) => forgetDeleted(client, id),
    onSettled: () => void client.invalidateQueries({ queryKey: ['deleted-credentials'] }),
  })
}

function forgetDeleted(client: QueryClient, forgottenId: string): void {
  client.setQueryData(deletedCredentialsQuery.queryKey, (list) =>
    list
      ? {
          ...list,
          pages: list.pages.map((page) => ({
            ...page,
            credentials: page.credentials.filter(({ id }) => id !== forgottenId),
          })),
        }
      : list,
  )
}
