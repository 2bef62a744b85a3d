import { v7 as uuidv7 } from 'uuid'
import type { CredentialAction, EventDetail } from '../../contract/credential-event.ts'
import type { Principal } from '../access/principal.ts'
import type { Database } from './database.ts'

export interface AuditEvent {
  /** Those of a credential's life, what was refused or checked before there was one, and those of a data-plane key's. */
  action: CredentialAction | 'credential.refused' | 'secret.checked' | 'key.created' | 'key.revoked'
  connector: string
  credentialId?: string
  resourceId?: string
  detail: EventDetail | { key: { id: string; name: string } }
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
