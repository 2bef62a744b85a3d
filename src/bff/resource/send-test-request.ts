import type * as z from 'zod/mini'
import { TEST_ANSWER_BYTES, type TestAnswer, type testRequestSchema } from '../../contract/test-request.ts'
import type { Principal } from '../access/principal.ts'
import { getConnector } from '../connectors/registry.ts'
import { parseTarget } from '../proxy/parse-target.ts'
import type { CallProvider, CallRefusal } from '../proxy/provider-call.ts'
import type { Refusal } from '../refusal.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import { findCredential } from '../store/credentials.ts'
import type { Store } from '../store/database.ts'
import { collectAnswer } from './collect-answer.ts'
import { checkRequest, type ConfiguredRequest } from './check-request.ts'

/** Milliseconds that a person is held for room in the rate budget: one of Intercom's windows. */
const PATIENCE = 10_000

export interface SendTestRequestDependencies {
  store: Store
  callProvider: CallProvider
  clock(): Date
}

export interface SendTestRequest {
  principal: Principal
  credentialId: string
  request: z.output<typeof testRequestSchema>
  signal: AbortSignal
}

/** Why there is no answer to show. */
export type TestRefusal = { refusal: Refusal } & Pick<CallRefusal, 'retryAfter'>

/**
 * One call to the provider, on the way that data flows take. One that writes leaves its audit row before it is sent: it
 * cannot be undone, so a store that takes no row keeps it from being sent at all.
 */
export async function sendTestRequest(
  { store, callProvider, clock }: SendTestRequestDependencies,
  { principal, credentialId, request, signal }: SendTestRequest,
): Promise<TestAnswer | TestRefusal> {
  const { tenantId } = principal
  const credential = await findCredential(store.of(tenantId).database, principal, credentialId)
  if (!credential) return { refusal: { code: 'not_found' } }
  const { connector } = credential
  const definition = getConnector(connector)
  const configured = toConfigured(request)
  const errors = checkRequest(definition, configured)
  if (errors.length > 0) return { refusal: { code: 'invalid_input', errors } }

  const { method, path } = configured
  const parsed = parseTarget(definition.use.paths, method, path)
  if (parsed.kind !== 'target') return parsed
  if (method !== 'GET') {
    const { allowedPath } = parsed.target
    const detail = { request: { method, path: path === allowedPath ? path : `${allowedPath}/…` } }
    const event = { action: 'request.tested', connector, credentialId, detail } as const
    const isNoted = await store.of(tenantId).write(async (transaction) => {
      if (!(await findCredential(transaction, principal, credentialId))) return false
      await addAuditEvent(transaction, principal, clock().toISOString(), event)
      return true
    })
    if (!isNoted) return { refusal: { code: 'not_found' } }
    signal.throwIfAborted()
  }

  const began = clock().getTime()
  const leaving = new AbortController()
  const answer = collectAnswer(TEST_ANSWER_BYTES, () => leaving.abort())
  const outcome = await callProvider(
    {
      tenantId,
      credentialId,
      connector,
      keyId: null,
      region: request.region ?? null,
      method,
      pathAndQuery: toPathAndQuery(configured),
      headers: toHeaders(configured),
      body: configured.body === '' ? null : configured.body,
      priority: 'interactive',
      patience: PATIENCE,
      signal: AbortSignal.any([signal, leaving.signal]),
    },
    answer.sink,
  )
  signal.throwIfAborted()
  if (answer.isTooLarge()) return { refusal: { code: 'answer_too_large' } }
  if (outcome.kind === 'refused') return outcome
  if (outcome.kind === 'broken') {
    return { refusal: { code: 'provider_unreachable', detail: 'The provider’s answer broke off.' } }
  }
  return { ...answer.read(), milliseconds: clock().getTime() - began }
}

function toConfigured(request: z.output<typeof testRequestSchema>): ConfiguredRequest {
  return request.method === 'GET' ? { ...request, contentType: null, body: '' } : request
}

function toPathAndQuery({ path, query }: ConfiguredRequest): string {
  const parameters = new URLSearchParams(query.map(({ name, value }) => [name, value]))
  return query.length === 0 ? path : `${path}?${parameters}`
}

/** Several of one name are joined (RFC 9110, 5.3). */
function toHeaders({ headers, contentType, body }: ConfiguredRequest): Record<string, string> {
  const joined = new Headers(headers.map(({ name, value }) => [name, value]))
  if (contentType !== null && body !== '') joined.set('content-type', contentType)
  return Object.fromEntries(joined)
}
