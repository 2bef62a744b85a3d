import { endpoints } from '../../contract/endpoints.ts'
import { type Session, sessionSchema } from '../../contract/session.ts'
import { request } from './request.ts'

/** Trades the one-time token of a link for a session, which a cookie holds. No mutation: those remember what they sent. */
export function openSession(token: string): Promise<Session> {
  return request(endpoints.session, { schema: sessionSchema, method: 'POST', body: { token }, isDoor: true })
}
