import { type InfiniteData, infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import {
  type Credential,
  type CredentialPage,
  credentialPageSchema,
  credentialSchema,
  type CredentialSort,
  ownerListSchema,
  type Status,
} from '../../contract/credential.ts'
import { endpoints } from '../../contract/endpoints.ts'
import type { RegionChoice } from '../../contract/region.ts'
import { insertInOrder } from './credential-order.ts'
import { credentialPath } from './credential-path.ts'
import { FRESH_FOR } from './query-client.ts'
import { ProblemFailure, request } from './request.ts'

/** Rows of the first page, which has to be there soon, and of those that follow it. */
const FIRST_PAGE = 50
const NEXT_PAGE = 100

/**
 * As many pages as are asked for anew, because they were seen a while ago or something has changed. They are asked for
 * one after the other: a hundred calls, for somebody who has been at the end of 10,000 rows.
 */
const PAGES_KEPT_FRESH = 5

/** Which of a connector's credentials to list, and in what order: without `sort`, what needs somebody comes first. */
export type CredentialFilters = {
  q?: string
  status?: Status
  region?: RegionChoice
  /** An owner's id. */
  owner?: string
  sort?: CredentialSort
}

type CredentialList = InfiniteData<CredentialPage, string>

/** A connector's credentials, a page at a time. */
export function credentialsQuery(connector: string, filters: CredentialFilters) {
  return infiniteQueryOptions({
    queryKey: ['credentials', 'list', connector, filters],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        connector,
        sort: 'status',
        ...filters,
        limit: String(pageParam ? NEXT_PAGE : FIRST_PAGE),
        ...(pageParam && { cursor: pageParam }),
      })
      return request(`${endpoints.credentials}?${query}`, { schema: credentialPageSchema, signal })
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: ({ state }) => (state.data && isLongList(state.data) ? 'static' : FRESH_FOR),
  })
}

/** One credential, wherever in the list it stands. */
export function credentialQuery(id: string) {
  return queryOptions({
    queryKey: ['credentials', 'one', id],
    queryFn: ({ signal }) => request(credentialPath(endpoints.credential, id), { schema: credentialSchema, signal }),
  })
}

/** Who owns a connector's credentials, by name. */
export function ownersQuery(connector: string) {
  return queryOptions({
    queryKey: ['credentials', 'owners', connector],
    queryFn: ({ signal }) =>
      request(`${endpoints.credentialOwners}?${new URLSearchParams({ connector })}`, {
        schema: ownerListSchema,
        signal,
      }),
    select: ({ owners }) => owners,
  })
}

/**
 * Puts a credential that was just made, or had back, where the lists without filters show it, before they are asked
 * for anew. One whose place is in no page yet is only counted.
 */
export function rememberCredential(client: QueryClient, credential: Credential): void {
  client.setQueryData(credentialQuery(credential.id).queryKey, credential)
  for (const { queryKey } of client
    .getQueryCache()
    .findAll({ queryKey: ['credentials', 'list', credential.connector] })) {
    const { sort = 'status', ...filters } = queryKey[3] as CredentialFilters
    if (Object.values(filters).some((value) => value !== undefined)) continue
    client.setQueryData<CredentialList>(queryKey, (list) => {
      if (!list || hasCredential(list, credential.id)) return list
      return count(insertInOrder(list, credential, sort), 1)
    })
  }
}

/** Shows a credential that was changed as it is now, in its own place of every list. */
export function replaceCredential(client: QueryClient, credential: Credential): void {
  client.setQueryData(credentialQuery(credential.id).queryKey, credential)
  changeLists(client, (list) => {
    if (!hasCredential(list, credential.id)) return list
    return changePages(list, (page) => ({
      ...page,
      credentials: page.credentials.map((listed) => (listed.id === credential.id ? credential : listed)),
    }))
  })
}

/**
 * Takes a credential that was deleted out of every list. Whoever shows it alone is told that it is gone, without asking:
 * Latchkey has just said so.
 */
export function forgetCredential(client: QueryClient, id: string): void {
  changeLists(client, (list) => {
    if (!hasCredential(list, id)) return list
    const left = changePages(list, (page) => ({
      ...page,
      credentials: page.credentials.filter((listed) => listed.id !== id),
    }))
    return count(left, -1)
  })
  const { queryKey } = credentialQuery(id)
  const query = client.getQueryCache().find({ queryKey })
  const error = new ProblemFailure({ type: 'about:blank', title: 'It was deleted', status: 404, code: 'not_found' })
  // What was asked for before comes too late to say otherwise.
  void client.cancelQueries({ queryKey }).then(() => query?.setState({ status: 'error', error }))
  void client.invalidateQueries({ queryKey: ['credentials'], predicate: (other) => other !== query })
}

/** Whether a list is left as it is, but for what is changed here, until it is shortened. */
export function isLongList({ pages }: { pages: unknown[] }): boolean {
  return pages.length > PAGES_KEPT_FRESH
}

/** Lets go of all but the first pages of a list, and asks for these anew. */
export function shortenCredentials(
  client: QueryClient,
  connector: string,
  filters: CredentialFilters,
  pagesKept: number,
): void {
  const { queryKey } = credentialsQuery(connector, filters)
  client.setQueryData<CredentialList>(
    queryKey,
    (list) => list && { pages: list.pages.slice(0, pagesKept), pageParams: list.pageParams.slice(0, pagesKept) },
  )
  void client.invalidateQueries({ queryKey })
}

function changeLists(client: QueryClient, change: (list: CredentialList) => CredentialList): void {
  client.setQueriesData<CredentialList>({ queryKey: ['credentials', 'list'] }, (list) => list && change(list))
}

function changePages(list: CredentialList, change: (page: CredentialPage) => CredentialPage): CredentialList {
  return { ...list, pages: list.pages.map(change) }
}

/** Each page tells the total of its own time; the last one's is believed. */
function count(list: CredentialList, more: 1 | -1): CredentialList {
  return changePages(list, (page) => ({ ...page, total: page.total + more }))
}

function hasCredential(list: CredentialList, id: string): boolean {
  return list.pages.some(({ credentials }) => credentials.some((listed) => listed.id === id))
}
