import { queryOptions } from '@tanstack/react-query'
import { endpoints } from '../../contract/endpoints.ts'
import { type Session, sessionSchema } from '../../contract/session.ts'
import { request } from './request.ts'

/** Who is signed in. Where nobody is, it fails with the problem that says how to. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: findSession,
  staleTime: Infinity,
  gcTime: Infinity,
})

/** The same, without touching what the page goes by. */
export function findSession(): Promise<Session> {
  return request(endpoints.session, { schema: sessionSchema, isDoor: true })
}
