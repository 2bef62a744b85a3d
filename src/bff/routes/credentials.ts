import { Hono } from 'hono'
import * as z from 'zod/mini'
import {
  checkedSecretSchema,
  checkSecretSchema,
  createAuthorizedCredentialSchema,
  createCredentialSchema,
  credentialPageSchema,
  credentialSchema,
  listCredentialsSchema,
} from '../../contract/credential.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { getConnector } from '../connectors/registry.ts'
import { checkSecret } from '../credential/check-secret.ts'
import { createAuthorizedCredential } from '../credential/create-authorized-credential.ts'
import { createCredential, type CreateCredentialDependencies } from '../credential/create-credential.ts'
import { changeRefusals, describe } from '../http/describe.ts'
import { createOnce, type IdempotencyDependencies } from '../http/idempotency.ts'
import { answerInvalidCursor, query } from '../http/input.ts'
import { answerProblem } from '../http/problem.ts'
import { listCredentials } from '../store/credential-list.ts'
import { authorizingConnector, bodyByConnector } from './secret-body.ts'

export interface CredentialDependencies extends CreateCredentialDependencies, IdempotencyDependencies {}

/** Credentials: found, made; and a secret checked without being kept. */
export function credentialRoutes(dependencies: CredentialDependencies): Hono {
  const { store } = dependencies
  return new Hono()
    .get(
      endpoints.credentials,
      describe({
        summary: 'A page of credentials',
        answers: { 200: credentialPageSchema },
        refusals: ['invalid_input', 'store_unavailable'],
      }),
      query(listCredentialsSchema),
      async (c) => {
        const page = await listCredentials(
          store.of(c.get('principal').tenantId).database,
          c.get('principal'),
          c.req.valid('query'),
        )
        return page ? c.json(page) : answerInvalidCursor(c)
      },
    )
    .post(
      endpoints.checkSecret,
      describe({
        summary: 'Asks the provider whether a secret works; stores nothing',
        answers: { 200: checkedSecretSchema },
        refusals: [...changeRefusals, 'not_permitted'],
      }),
      bodyByConnector((own) => z.extend(checkSecretSchema, own)),
      async (c) => {
        const { connector, secret, region } = c.req.valid('json')
        const asking = { principal: c.get('principal'), definition: getConnector(connector), signal: c.req.raw.signal }
        const checked = await checkSecret(dependencies, { ...asking, secret, region })
        return 'code' in checked ? answerProblem(c, checked) : c.json(checked)
      },
    )
    .post(
      endpoints.credentials,
      describe({
        summary: 'Checks a secret, seals it, and makes a credential of it',
        answers: { 201: credentialSchema },
        refusals: [
          ...changeRefusals,
          'idempotency_key_missing',
          'idempotency_key_invalid',
          'idempotency_key_reused',
          'idempotency_in_flight',
          'not_permitted',
          'duplicate_credential',
          'name_taken',
          'token_rejected',
          'token_restricted',
          'provider_throttled',
          'provider_unreachable',
        ],
      }),
      bodyByConnector(
        (own) => z.extend(createCredentialSchema, own),
        z.extend(createAuthorizedCredentialSchema, { connector: authorizingConnector() }),
      ),
      (c) => {
        const { connector, ...body } = c.req.valid('json')
        const asking = { principal: c.get('principal'), definition: getConnector(connector), signal: c.req.raw.signal }
        return createOnce(c, dependencies, asking.principal, (hold) =>
          'authorization' in body
            ? createAuthorizedCredential(dependencies, { ...asking, ...body, hold })
            : createCredential(dependencies, { ...asking, ...body, hold }),
        )
      },
    )
}
