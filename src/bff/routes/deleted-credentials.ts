import { Hono } from 'hono'
import {
  credentialSchema,
  deletedCredentialPageSchema,
  listDeletedCredentialsSchema,
} from '../../contract/credential.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { eraseCredential, type EraseCredentialDependencies } from '../credential/erase-credential.ts'
import { restoreCredential } from '../credential/restore-credential.ts'
import { bodilessChangeRefusals, describe } from '../http/describe.ts'
import { answerInvalidCursor, query } from '../http/input.ts'
import { parseId } from '../http/path-id.ts'
import { answerProblem } from '../http/problem.ts'
import { listDeletedCredentials } from '../store/deleted-credentials.ts'

export interface DeletedCredentialDependencies extends EraseCredentialDependencies {}

/** What was deleted and can still be had back: listed, restored, erased before its time. */
export function deletedCredentialRoutes(dependencies: DeletedCredentialDependencies): Hono {
  const { store } = dependencies
  return new Hono()
    .get(
      endpoints.deletedCredentials,
      describe({
        summary: 'A page of deleted credentials, the last deleted first',
        answers: { 200: deletedCredentialPageSchema },
        refusals: ['invalid_input', 'store_unavailable'],
      }),
      query(listDeletedCredentialsSchema),
      async (c) => {
        const page = await listDeletedCredentials(
          store.of(c.get('principal').tenantId).database,
          c.get('principal'),
          c.req.valid('query'),
        )
        return page ? c.json(page) : answerInvalidCursor(c)
      },
    )
    .post(
      endpoints.restoreCredential,
      describe({
        summary: 'Brings a deleted credential back as it was',
        answers: { 200: credentialSchema },
        refusals: [...bodilessChangeRefusals, 'not_found', 'not_permitted', 'duplicate_credential', 'name_taken'],
      }),
      async (c) => {
        const credentialId = parseId(c.req.param('credential'))
        if (!credentialId) return answerProblem(c, { code: 'not_found' })
        const restored = await restoreCredential(dependencies, { principal: c.get('principal'), credentialId })
        return 'code' in restored ? answerProblem(c, restored) : c.json(restored, 200, { etag: restored.etag })
      },
    )
    .delete(
      endpoints.deletedCredential,
      describe({
        summary: 'Erases a deleted credential for good',
        answers: { 204: null },
        refusals: [...bodilessChangeRefusals, 'not_found', 'not_permitted'],
      }),
      async (c) => {
        const credentialId = parseId(c.req.param('credential'))
        if (!credentialId) return answerProblem(c, { code: 'not_found' })
        const refusal = await eraseCredential(dependencies, { principal: c.get('principal'), credentialId })
        return refusal ? answerProblem(c, refusal) : c.body(null, 204)
      },
    )
}
