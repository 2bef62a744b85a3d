import { Hono } from 'hono'
import { credentialEventPageSchema, listCredentialEventsSchema } from '../../contract/credential-event.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { describe } from '../http/describe.ts'
import { answerInvalidCursor, query } from '../http/input.ts'
import { parseId } from '../http/path-id.ts'
import { answerProblem } from '../http/problem.ts'
import { hasHistory, listCredentialEvents } from '../store/credential-events.ts'
import type { Store } from '../store/database.ts'

/** What became of a credential, from its audit rows. */
export function credentialEventRoutes({ store }: { store: Store }): Hono {
  return new Hono().get(
    endpoints.credentialEvents,
    describe({
      summary: 'A page of what became of a credential, the newest first; of a deleted one, too',
      answers: { 200: credentialEventPageSchema },
      refusals: ['invalid_input', 'not_found', 'store_unavailable'],
    }),
    query(listCredentialEventsSchema),
    async (c) => {
      const { tenantId } = c.get('principal')
      const id = parseId(c.req.param('credential'))
      if (!id || !(await hasHistory(store.of(tenantId).database, c.get('principal'), id)))
        return answerProblem(c, { code: 'not_found' })
      const page = await listCredentialEvents(store.of(tenantId).database, tenantId, id, c.req.valid('query'))
      return page ? c.json(page) : answerInvalidCursor(c)
    },
  )
}
