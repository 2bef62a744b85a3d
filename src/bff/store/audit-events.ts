import { v7 as uuidv7 } from 'uuid'
import type { AuditAction, AuditDetail, Outcome } from '../../contract/audit-event.ts'
import type { Principal } from '../access/principal.ts'
import type { Database } from './database.ts'

export interface AuditEvent {
  action: AuditAction
  /** `done` where it is left out. */
  outcome?: Outcome
  /** Left out where it is about none. */
  connector?: string
  credentialId?: string
  resourceId?: string
  detail: AuditDetail
}

/** To be called in the transaction of what it tells: then neither stands without the other. */
export async function addAuditEvent(
  transaction: Database,
  principal: Pick<Principal, 'tenantId' | 'id' | 'name' | 'address'>,
  at: string,
  { action, outcome = 'done', connector = '', credentialId, resourceId, detail }: AuditEvent,
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
      address: principal.address,
      outcome,
    })
    .execute()
}
