import { infiniteQueryOptions } from '@tanstack/react-query'
import { credentialEventPageSchema } from '../../contract/credential-event.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { credentialPath } from './credential-path.ts'
import { request } from './request.ts'

/** Checks stand above all else that is known of a credential, and mostly say the same. */
const PAGES = { everything: 10, checks: 5 }

/** What became of a credential, newest first, a page at a time: all of it, or what asked the provider about it. */
export function credentialEventsQuery(id: string, about: 'everything' | 'checks') {
  return infiniteQueryOptions({
    queryKey: ['credential-events', id, about],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        limit: String(PAGES[about]),
        ...(about === 'checks' && { about }),
        ...(pageParam && { cursor: pageParam }),
      })
      return request(`${credentialPath(endpoints.credentialEvents, id)}?${query}`, {
        schema: credentialEventPageSchema,
        signal,
      })
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}
