import { Hono } from 'hono'
import * as z from 'zod/mini'
import {
  checkSecretSchema,
  createCredentialSchema,
  credentialPageSchema,
  credentialSchema,
  idSchema,
  listCredentialsSchema,
} from '../../contract/credential.ts'
import type { Method } from '../../contract/connector.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { verdictSchema } from '../../contract/verdict.ts'
import type { ConnectorDefinition } from '../connectors/connector.ts'
import { connectors, findConnector } from '../connectors/registry.ts'
import { createCredential, type CreateCredentialDependencies } from '../credential/create-credential.ts'
import { changeRefusals, describe } from '../http/describe.ts'
import { createOnce, type IdempotencyDependencies } from '../http/idempotency.ts'
import { answerInvalidCursor, jsonBody, query } from '../http/input.ts'
import { answerProblem } from '../http/problem.ts'
import type { Principal } from '../access/principal.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import { listCredentials } from '../store/credential-list.ts'
import { findCredential } from '../store/credentials.ts'

export interface CredentialDependencies extends CreateCredentialDependencies, IdempotencyDependencies {
  principal(): Principal
}

/** Credentials: found, read, made; and a secret checked without being kept. */
export function credentialRoutes(dependencies: CredentialDependencies): Hono {
  const { store, check, clock, principal } = dependencies
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
        const page = await listCredentials(store.database, principal().tenantId, c.req.valid('query'))
        return page ? c.json(page) : answerInvalidCursor(c)
      },
    )
    .post(
      endpoints.checkSecret,
      describe({
        summary: 'Asks the provider whether a secret works; stores nothing',
        answers: { 200: verdictSchema },
        refusals: changeRefusals,
      }),
      jsonBody(forEachConnector((secret) => z.extend(checkSecretSchema, secret))),
      async (c) => {
        const { connector, secret, region } = c.req.valid('json')
        const definition = findConnector(connector)
        if (!definition) return answerProblem(c, { code: 'not_found' })
        const { signal } = c.req.raw
        const verdict = await check({ definition, secret, region, signal })
        // What the asker broke off says nothing of the provider.
        signal.throwIfAborted()
        const reason = 'reason' in verdict ? verdict.reason : undefined
        const event = { action: 'secret.checked', connector, detail: { verdict: verdict.kind, reason } } as const
        await store.write((transaction) => addAuditEvent(transaction, principal(), clock().toISOString(), event))
        return c.json(verdict)
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
          'duplicate_credential',
          'name_taken',
          'token_rejected',
          'token_restricted',
          'provider_throttled',
          'provider_unreachable',
        ],
      }),
      jsonBody(forEachConnector((secret) => z.extend(createCredentialSchema, secret))),
      (c) => {
        const { connector, ...body } = c.req.valid('json')
        const definition = findConnector(connector)
        if (!definition) return answerProblem(c, { code: 'not_found' })
        const asking = { principal: principal(), definition, signal: c.req.raw.signal }
        return createOnce(c, dependencies, asking.principal, (hold) =>
          createCredential(dependencies, { ...asking, ...body, hold }),
        )
      },
    )
    .get(
      endpoints.credential,
      describe({
        summary: 'One credential',
        answers: { 200: credentialSchema },
        refusals: ['not_found', 'store_unavailable'],
      }),
      async (c) => {
        const id = idSchema.safeParse(c.req.param('credential'))
        const credential = id.success ? await findCredential(store.database, principal().tenantId, id.data) : null
        return credential ? c.json(credential) : answerProblem(c, { code: 'not_found' })
      },
    )
}

const TYPED_METHOD: Method = 'access_token'

/** The body by its connector, whose own fields the secret has; so one pass finds all that is wrong with it. */
function forEachConnector<Schema extends z.core.$ZodTypeDiscriminable>(
  extend: (own: {
    connector: z.ZodMiniLiteral<string>
    method: z.ZodMiniDefault<z.ZodMiniLiteral<Method>>
    secret: ConnectorDefinition['secretSchema']
  }) => Schema,
): z.ZodMiniDiscriminatedUnion<[Schema, ...Schema[]]> {
  const [first, ...others] = connectors
  const toBody = ({ connector, secretSchema }: ConnectorDefinition): Schema =>
    extend({
      connector: z.literal(connector.id),
      // A secret that is typed in is a token, whatever else the connector can do.
      method: z._default(z.literal(TYPED_METHOD), TYPED_METHOD),
      secret: secretSchema,
    })
  return z.discriminatedUnion('connector', [toBody(first), ...others.map(toBody)])
}
