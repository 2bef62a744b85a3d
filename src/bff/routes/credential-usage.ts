import { Hono } from 'hono'
import {
  type CredentialUsage,
  credentialUsageQuerySchema,
  credentialUsageSchema,
} from '../../contract/credential-usage.ts'
import { endpoints } from '../../contract/endpoints.ts'
import type { RateBudgets } from '../budget/rate-budgets.ts'
import { findConnector } from '../connectors/registry.ts'
import { describe } from '../http/describe.ts'
import { query } from '../http/input.ts'
import { parseId } from '../http/path-id.ts'
import { answerProblem } from '../http/problem.ts'
import { listUsage } from '../store/credential-usage.ts'
import { findCredential } from '../store/credentials.ts'
import type { Store } from '../store/database.ts'
import { addHourUse, toUsageHour } from '../usage/hour-use.ts'
import { firstOfHours } from '../usage/pending-uses.ts'
import type { UseCounter } from '../usage/use-counter.ts'

export interface CredentialUsageDependencies {
  store: Store
  clock(): Date
  useCounter: Pick<UseCounter, 'pendingOf'>
  rateBudgets: Pick<RateBudgets, 'of'>
}

/** What a credential was used for, by the hour: what the store has, and what this instance did not write yet. */
export function credentialUsageRoutes(dependencies: CredentialUsageDependencies): Hono {
  const { store, clock, useCounter, rateBudgets } = dependencies

  async function listHours(tenantId: string, credentialId: string, hours: number): Promise<CredentialUsage['hours']> {
    const since = firstOfHours(clock(), hours)
    const uses = await listUsage(store.of(tenantId).database, { tenantId, credentialId, since })
    for (const [hour, pending] of useCounter.pendingOf(credentialId)) {
      const stored = uses.get(hour)
      if (stored) addHourUse(stored, pending)
      else if (hour >= since) uses.set(hour, pending)
    }
    return [...uses]
      .map(([hour, use]) => toUsageHour(hour, use))
      .toSorted((one, other) => (one.hour < other.hour ? -1 : 1))
  }

  return new Hono().get(
    endpoints.credentialUsage,
    describe({
      summary: 'What a credential was used for by the hour, and what is left of its rate budget',
      answers: { 200: credentialUsageSchema },
      refusals: ['invalid_input', 'not_found', 'store_unavailable'],
    }),
    query(credentialUsageQuerySchema),
    async (c) => {
      const { tenantId } = c.get('principal')
      const id = parseId(c.req.param('credential'))
      const credential = id === null ? null : await findCredential(store.of(tenantId).database, c.get('principal'), id)
      const definition = credential && findConnector(credential.connector)
      if (!credential || !definition) return answerProblem(c, { code: 'not_found' })
      const usage: CredentialUsage = {
        hours: await listHours(tenantId, credential.id, c.req.valid('query').hours),
        budget: rateBudgets.of(credential.id, definition.use.rateLimit).read(),
      }
      return c.json(usage)
    },
  )
}
