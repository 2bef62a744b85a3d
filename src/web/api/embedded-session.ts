import { endpoints } from '../../contract/endpoints.ts'
import { type EmbeddedSession, embeddedSessionSchema } from '../../contract/session.ts'
import { request } from './request.ts'

/**
 * Trades the one-time token that a host's page handed over for a session of fifteen minutes. No mutation: those remember
 * what they sent.
 * @param origin of that page, as the browser told it
 */
export function openEmbeddedSession(token: string, origin: string): Promise<EmbeddedSession> {
  return request(endpoints.embeddedSession, {
    schema: embeddedSessionSchema,
    method: 'POST',
    body: { token, origin },
    isDoor: true,
  })
}
