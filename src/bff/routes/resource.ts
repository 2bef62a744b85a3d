import { Hono } from 'hono'
import { endpoints } from '../../contract/endpoints.ts'
import { editResourceSchema, resourceSchema } from '../../contract/resource.ts'
import { bodilessChangeRefusals, changeRefusals, describe } from '../http/describe.ts'
import { readIfMatch } from '../http/etag.ts'
import { jsonBody } from '../http/input.ts'
import { parseId } from '../http/path-id.ts'
import { answerProblem } from '../http/problem.ts'
import { editResource, type EditResourceDependencies } from '../resource/edit-resource.ts'
import { removeResource } from '../resource/remove-resource.ts'
import { findResource } from '../store/resources.ts'

export interface OneResourceDependencies extends EditResourceDependencies {}

/** One source or destination: read, edited, removed. */
export function oneResourceRoutes(dependencies: OneResourceDependencies): Hono {
  const { store } = dependencies
  return new Hono()
    .get(
      endpoints.resource,
      describe({
        summary: 'One source or destination',
        answers: { 200: resourceSchema },
        refusals: ['not_found', 'store_unavailable'],
      }),
      async (c) => {
        const id = parseId(c.req.param('resource'))
        const resource =
          id && (await findResource(store.of(c.get('principal').tenantId).database, c.get('principal'), id))
        return resource ? c.json(resource, 200, { etag: resource.etag }) : answerProblem(c, { code: 'not_found' })
      },
    )
    .patch(
      endpoints.resource,
      describe({
        summary: 'Changes what a source or destination is called, does, and which credential it uses',
        answers: { 200: resourceSchema },
        refusals: [...changeRefusals, 'not_found', 'not_permitted', 'changed_meanwhile'],
      }),
      jsonBody(editResourceSchema),
      async (c) => {
        const resourceId = parseId(c.req.param('resource'))
        if (!resourceId) return answerProblem(c, { code: 'not_found' })
        const request = { principal: c.get('principal'), resourceId, matches: readIfMatch(c), ...c.req.valid('json') }
        const edited = await editResource(dependencies, request)
        return 'code' in edited ? answerProblem(c, edited) : c.json(edited, 200, { etag: edited.etag })
      },
    )
    .delete(
      endpoints.resource,
      describe({
        summary: 'Removes a source or destination for good, and answers what it was',
        answers: { 200: resourceSchema },
        refusals: [...bodilessChangeRefusals, 'not_found', 'not_permitted', 'changed_meanwhile'],
      }),
      async (c) => {
        const resourceId = parseId(c.req.param('resource'))
        if (!resourceId) return answerProblem(c, { code: 'not_found' })
        const request = { principal: c.get('principal'), resourceId, matches: readIfMatch(c) }
        const removed = await removeResource(dependencies, request)
        return 'code' in removed ? answerProblem(c, removed) : c.json(removed)
      },
    )
}
