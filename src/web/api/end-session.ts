import type * as z from 'zod/mini'
import { endpoints } from '../../contract/endpoints.ts'
import { endedSessionSchema } from '../../contract/session.ts'
import { request } from './request.ts'

/** Ends it, on every instance. */
export function endSession(): Promise<z.infer<typeof endedSessionSchema>> {
  return request(endpoints.session, { schema: endedSessionSchema, method: 'DELETE', isDoor: true })
}
