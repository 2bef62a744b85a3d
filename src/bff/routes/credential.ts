import { Hono } from 'hono'
import {
  credentialSchema,
  deleteCredentialSchema,
  editCredentialSchema,
  justDeletedCredentialSchema,
} from '../../contract/credential.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { deleteCredential } from '../credential/delete-credential.ts'
import { editCredential, type EditCredentialDependencies } from '../credential/edit-credential.ts'
import { uninstallCredential, type UninstallCredentialDependencies } from '../credential/uninstall-credential.ts'
import { bodilessChangeRefusals, changeRefusals, describe } from '../http/describe.ts'
import { readIfMatch } from '../http/etag.ts'
import { jsonBody, query } from '../http/input.ts'
import { parseId } from '../http/path-id.ts'
import { answerProblem } from '../http/problem.ts'
import { findCredential } from '../store/credentials.ts'

export interface OneCredentialDependencies extends EditCredentialDependencies, UninstallCredentialDependencies {}

/** One credential: read, edited, deleted. */
export function oneCredentialRoutes(dependencies: OneCredentialDependencies): Hono {
  const { store } = dependencies
  return new Hono()
    .get(
      endpoints.credential,
      describe({
        summary: 'One credential',
        answers: { 200: credentialSchema },
        refusals: ['not_found', 'store_unavailable'],
      }),
      async (c) => {
        const id = parseId(c.req.param('credential'))
        const credential =
          id && (await findCredential(store.of(c.get('principal').tenantId).database, c.get('principal'), id))
        return credential ? c.json(credential, 200, { etag: credential.etag }) : answerProblem(c, { code: 'not_found' })
      },
    )
    .patch(
      endpoints.credential,
      describe({
        summary: 'Changes the name or the description of a credential',
        answers: { 200: credentialSchema },
        refusals: [...changeRefusals, 'not_found', 'not_permitted', 'name_taken', 'changed_meanwhile'],
      }),
      jsonBody(editCredentialSchema),
      async (c) => {
        const credentialId = parseId(c.req.param('credential'))
        if (!credentialId) return answerProblem(c, { code: 'not_found' })
        const request = { principal: c.get('principal'), credentialId, matches: readIfMatch(c), ...c.req.valid('json') }
        const edited = await editCredential(dependencies, request)
        return 'code' in edited ? answerProblem(c, edited) : c.json(edited, 200, { etag: edited.etag })
      },
    )
    .delete(
      endpoints.credential,
      describe({
        summary: 'Deletes a credential that nothing uses; for a week it can be had back',
        answers: { 200: justDeletedCredentialSchema },
        refusals: [
          ...bodilessChangeRefusals,
          'invalid_input',
          'not_found',
          'not_permitted',
          'credential_in_use',
          'changed_meanwhile',
        ],
      }),
      query(deleteCredentialSchema),
      async (c) => {
        const credentialId = parseId(c.req.param('credential'))
        if (!credentialId) return answerProblem(c, { code: 'not_found' })
        const principal = c.get('principal')
        const deleted = await deleteCredential(dependencies, { principal, credentialId, matches: readIfMatch(c) })
        if ('code' in deleted) return answerProblem(c, deleted)
        const { keepInstallation } = c.req.valid('query')
        // Afterwards: what refuses a deletion would leave a credential that does not work.
        const asked = { principal, credential: deleted, keepInstallation }
        return c.json({ ...deleted, uninstallation: await uninstallCredential(dependencies, asked) })
      },
    )
}
