import { infiniteQueryOptions, type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { type Credential, credentialSchema, deletedCredentialPageSchema } from '../../contract/credential.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { credentialPath } from './credential-path.ts'
import { rememberCredential } from './credentials.ts'
import { isNotFound, request } from './request.ts'
import { retryOnce } from './retry-once.ts'

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

/** Brings a deleted credential back to where it was seen. One that somebody, or a lost answer, has brought back is back. */
export function useRestoreCredential() {
  const client = useQueryClient()
  return useMutation({
    ...retryOnce,
    mutationFn: ({ id }: Pick<Credential, 'id'>) =>
      request(credentialPath(endpoints.restoreCredential, id), { method: 'POST', schema: credentialSchema }).catch(
        async (failure: unknown) => {
          const credential = isNotFound(failure) ? await findCredential(id) : null
          if (!credential) throw failure
          return credential
        },
      ),
    onSuccess: (credential) => {
      forgetDeleted(client, credential.id)
      rememberCredential(client, credential)
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['deleted-credentials'] })
      void client.invalidateQueries({ queryKey: ['credentials'] })
      void client.invalidateQueries({ queryKey: ['credential-events'] })
    },
  })
}

/** Erases a deleted credential now, for good. One that is nowhere any more is erased; one that was restored is not. */
export function useEraseCredential() {
  const client = useQueryClient()
  return useMutation({
    ...retryOnce,
    mutationFn: ({ id }: Pick<Credential, 'id'>) =>
      request(credentialPath(endpoints.deletedCredential, id), { method: 'DELETE', schema: z.null() }).catch(
        async (failure: unknown) => {
          if (!isNotFound(failure) || (await findCredential(id))) throw failure
          return null
        },
      ),
    onSuccess: (_, { id }) => forgetDeleted(client, id),
    onSettled: () => void client.invalidateQueries({ queryKey: ['deleted-credentials'] }),
  })
}

async function findCredential(id: string): Promise<Credential | null> {
  try {
    return await request(credentialPath(endpoints.credential, id), { schema: credentialSchema })
  } catch (failure) {
    if (isNotFound(failure)) return null
    throw failure
  }
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
