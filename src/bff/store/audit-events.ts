import { v7 as uuidv7 } from 'uuid'
import type { Principal } from '../access/principal.ts'
import type { Database } from './database.ts'

export interface AuditEvent {
  action: 'credential.created' | 'credential.refused' | 'secret.checked' | 'resource.created'
  connector: string
  credentialId?: string
  resourceId?: string
  /** Never a secret, nor a hash of one. */
  detail: Readonly<Record<string, string | boolean | undefined>>
}

/** To be called in the transaction of what it tells: then neither stands without the other. */
export async function addAuditEvent(
  transaction: Database,
  principal: Principal,
  at: string,
  { action, connector, credentialId, resourceId, detail }: AuditEvent,
): Promise<void> {
  await transaction
    .insertInto('audit_event')
    .values({
      id: uuidv7(),
      tenant_id: principal.tenantId,
      at,
      actor_id: principal.id,
      actor_name: principal.name,
      action,
      connector,
      credential_id: credentialId ?? null,
      resource_id: resourceId ?? null,
      detail: JSON.stringify(detail),
    })
    .execute()
}
