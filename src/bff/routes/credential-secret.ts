import { Hono } from 'hono'
import * as z from 'zod/mini'
import { credentialSchema, reconnectCredentialSchema, replaceSecretSchema } from '../../contract/credential.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { verdictSchema } from '../../contract/verdict.ts'
import { checkCredential } from '../credential/check-credential.ts'
import { reconnectCredential } from '../credential/reconnect-credential.ts'
import { replaceSecret, type ReplaceSecretDependencies } from '../credential/replace-secret.ts'
import { bodilessChangeRefusals, changeRefusals, describe } from '../http/describe.ts'
import { readIfMatch } from '../http/etag.ts'
import { parseId } from '../http/path-id.ts'
import { answerProblem } from '../http/problem.ts'
import { findCredential } from '../store/credentials.ts'
import { bodyOfConnector } from './secret-body.ts'

export interface CredentialSecretDependencies extends ReplaceSecretDependencies {}

/** The secret of a stored credential: checked again, and replaced. */
export function credentialSecretRoutes(dependencies: CredentialSecretDependencies): Hono {
  const { store } = dependencies
  return new Hono()
    .post(
      endpoints.credentialCheck,
      describe({
        summary: 'Asks the provider whether a stored secret still works; the status moves with what it says',
        answers: { 200: verdictSchema },
        refusals: [...bodilessChangeRefusals, 'not_found'],
      }),
      async (c) => {
        const credentialId = parseId(c.req.param('credential'))
        if (!credentialId) return answerProblem(c, { code: 'not_found' })
        const asking = { principal: c.get('principal'), credentialId, signal: c.req.raw.signal }
        const verdict = await checkCredential(dependencies, asking)
        return 'code' in verdict ? answerProblem(c, verdict) : c.json(verdict)
      },
    )
    .put(
      endpoints.credentialSecret,
      describe({
        summary: 'Checks another secret, seals it, and puts it in the place of a credential’s own',
        answers: { 200: credentialSchema },
        refusals: [
          ...changeRefusals,
          'not_found',
          'not_permitted',
          'changed_meanwhile',
          'duplicate_credential',
          'account_mismatch',
          'token_rejected',
          'token_restricted',
          'provider_throttled',
          'provider_unreachable',
        ],
      }),
      bodyOfConnector(
        (secret) => z.extend(replaceSecretSchema, secret),
        reconnectCredentialSchema,
        async (c) => {
          const id = parseId(c.req.param('credential') ?? '')
          const credential =
            id && (await findCredential(store.of(c.get('principal').tenantId).database, c.get('principal'), id))
          return credential ? credential.connector : null
        },
      ),
      async (c) => {
        const body = c.req.valid('json')
        const asking = {
          principal: c.get('principal'),
          credentialId: c.req.param('credential'),
          matches: readIfMatch(c),
          signal: c.req.raw.signal,
        }
        const replaced =
          'authorization' in body
            ? await reconnectCredential(dependencies, { ...asking, ...body })
            : await replaceSecret(dependencies, { ...asking, ...body })
        return 'code' in replaced ? answerProblem(c, replaced) : c.json(replaced, 200, { etag: replaced.etag })
      },
    )
}
