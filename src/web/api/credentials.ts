import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { type Credential, credentialPageSchema, credentialSchema } from '../../contract/credential.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { request } from './request.ts'

const PAGE = 50

/** A connector's credentials, newest first, a page at a time. */
export function credentialsQuery(connector: string) {
  return infiniteQueryOptions({
    queryKey: ['credentials', 'list', connector],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ connector, limit: String(PAGE), ...(pageParam && { cursor: pageParam }) })
      return request(`${endpoints.credentials}?${query}`, { schema: credentialPageSchema, signal })
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}

/** One credential, wherever in the list it stands. */
export function credentialQuery(id: string) {
  return queryOptions({
    queryKey: ['credentials', 'one', id],
    queryFn: ({ signal }) =>
      request(endpoints.credential.replace(':credential', encodeURIComponent(id)), {
        schema: credentialSchema,
        signal,
      }),
  })
}

/** Puts a credential that was just saved where the list shows it, before the list is asked for anew. */
export function rememberCredential(client: QueryClient, credential: Credential): void {
  client.setQueryData(credentialQuery(credential.id).queryKey, credential)
  client.setQueryData(credentialsQuery(credential.connector).queryKey, (list) => {
    const [first, ...rest] = list?.pages ?? []
    if (!list || !first || list.pages.some(({ credentials }) => credentials.some(({ id }) => id === credential.id))) {
      return list
    }
    const grown = { ...first, credentials: [credential, ...first.credentials], total: first.total + 1 }
    return { ...list, pages: [grown, ...rest] }
  })
}
