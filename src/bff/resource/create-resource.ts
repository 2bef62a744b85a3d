import { v7 as uuidv7 } from 'uuid'
import type * as z from 'zod/mini'
import type { createResourceSchema, Resource } from '../../contract/resource.ts'
import type { Principal } from '../access/principal.ts'
import { findConnector } from '../connectors/registry.ts'
import type { Hold } from '../http/idempotency.ts'
import type { Refusal } from '../refusal.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import type { Store } from '../store/database.ts'
import { findResource, holdForResource, insertResource } from '../store/resources.ts'
import { checkConfiguration } from './check-configuration.ts'
import { refuseInput } from './refuse-input.ts'

export interface CreateResourceDependencies {
  store: Store
  clock(): Date
}

export type CreateResourceRequest = z.output<typeof createResourceSchema> & {
  principal: Principal
  hold: Hold<Resource>
}

/** A source or destination of a credential that the asker may use, for that credential's connector. */
export async function createResource(
  { store, clock }: CreateResourceDependencies,
  { principal, kind, connector, credentialId, name, region, configuration, hold }: CreateResourceRequest,
): Promise<Resource | Refusal> {
  const { tenantId } = principal
  const definition = findConnector(connector)
  if (!definition) return refuseInput('/connector', 'There is no such connector.')
  const errors = configuration ? checkConfiguration(definition, configuration) : []
  if (errors.length > 0) return { code: 'invalid_input', errors }
  return store.of(tenantId).write(async (transaction) => {
    const credentialConnector = await holdForResource(transaction, principal, credentialId)
    if (credentialConnector === null) return refuseInput('/credentialId', 'There is no such credential.')
    if (credentialConnector !== connector) return refuseInput('/connector', 'The credential is of another connector.')

    const id = uuidv7()
    const now = clock().toISOString()
    const owner = { id: principal.id, name: principal.name }
    const times = { createdAt: now, updatedAt: now }
    await insertResource(transaction, {
      id,
      tenantId,
      kind,
      connector,
      credentialId,
      name,
      region: region ?? null,
      configuration: configuration ?? null,
      owner,
      ...times,
    })
    const event = {
      action: 'resource.created',
      connector,
      credentialId,
      resourceId: id,
      detail: { resource: { kind, name } },
    } as const
    await addAuditEvent(transaction, principal, now, event)
    const created = await findResource(transaction, principal, id)
    if (!created) throw new Error('An inserted resource is not there')
    await hold.remember(transaction, created)
    return created
  })
}
