import { Hono } from 'hono'
import { listOwnersSchema, ownerListSchema } from '../../contract/credential.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { describe } from '../http/describe.ts'
import { query } from '../http/input.ts'
import { listOwners } from '../store/credential-owners.ts'
import type { Store } from '../store/database.ts'

/** Whose credentials there are, to choose one by. */
export function credentialOwnerRoutes({ store }: { store: Store }): Hono {
  return new Hono().get(
    endpoints.credentialOwners,
    describe({
      summary: 'Everybody whose credentials one sees, by name, and how many',
      answers: { 200: ownerListSchema },
      refusals: ['invalid_input', 'store_unavailable'],
    }),
    query(listOwnersSchema),
    async (c) =>
      c.json({
        owners: await listOwners(
          store.of(c.get('principal').tenantId).database,
          c.get('principal'),
          c.req.valid('query').connector,
        ),
      }),
  )
}
