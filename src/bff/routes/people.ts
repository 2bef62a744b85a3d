import { Hono } from 'hono'
import { listPeopleSchema, peopleSchema } from '../../contract/access.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { describe } from '../http/describe.ts'
import { query } from '../http/input.ts'
import type { Store } from '../store/database.ts'
import { listPeople } from '../store/people.ts'

/** With whom a credential can be shared. */
export function peopleRoutes({ store }: { store: Store }): Hono {
  return new Hono().get(
    endpoints.people,
    describe({
      summary: 'People and teams of the tenant, by name: up to twenty of each',
      answers: { 200: peopleSchema },
      refusals: ['invalid_input', 'store_unavailable'],
    }),
    query(listPeopleSchema),
    async (c) => {
      const { tenantId } = c.get('principal')
      return c.json(await listPeople(store.of(tenantId).database, tenantId, c.req.valid('query').q ?? ''))
    },
  )
}
