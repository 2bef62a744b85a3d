import { Hono } from 'hono'
import { endpoints } from '../../contract/endpoints.ts'
import { resourcePageSchema } from '../../contract/listed-resource.ts'
import { createResourceSchema, listResourcesSchema, resourceSchema } from '../../contract/resource.ts'
import { changeRefusals, describe } from '../http/describe.ts'
import { createUnderOptionalKey, type IdempotencyDependencies } from '../http/idempotency.ts'
import { answerInvalidCursor, jsonBody, query } from '../http/input.ts'
import { createResource, type CreateResourceDependencies } from '../resource/create-resource.ts'
import { listResources } from '../store/resources.ts'

export interface ResourceDependencies extends CreateResourceDependencies, IdempotencyDependencies {}

/** Sources and destinations, which use credentials: found, made. */
export function resourceRoutes(dependencies: ResourceDependencies): Hono {
  const { store } = dependencies
  return new Hono()
    .get(
      endpoints.resources,
      describe({
        summary: 'A page of sources and destinations, newest first',
        answers: { 200: resourcePageSchema },
        refusals: ['invalid_input', 'store_unavailable'],
      }),
      query(listResourcesSchema),
      async (c) => {
        const page = await listResources(
          store.of(c.get('principal').tenantId).database,
          c.get('principal'),
          c.req.valid('query'),
        )
        return page ? c.json(page) : answerInvalidCursor(c)
      },
    )
    .post(
      endpoints.resources,
      describe({
        summary: 'Makes a source or destination that uses a credential',
        answers: { 201: resourceSchema },
        refusals: [
          ...changeRefusals,
          'not_permitted',
          'idempotency_key_invalid',
          'idempotency_key_reused',
          'idempotency_in_flight',
        ],
      }),
      jsonBody(createResourceSchema),
      (c) => {
        const asking = c.get('principal')
        return createUnderOptionalKey(c, dependencies, asking, (hold) =>
          createResource(dependencies, { ...c.req.valid('json'), principal: asking, hold }),
        )
      },
    )
}
