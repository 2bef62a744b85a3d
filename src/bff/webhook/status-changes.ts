import { v7 as uuidv7 } from 'uuid'
import type { Credential, Status } from '../../contract/credential.ts'
import type { Database } from '../store/database.ts'
import { addWebhookDelivery } from '../store/webhook-deliveries.ts'

/** A credential whose status something may have moved, and what it was before. */
export interface StatusChange {
  statusBefore: Status
  /** As it reads after the change. */
  credential: Credential
}

/** Whoever has to hear that a credential began to fail, or works again. */
export interface StatusChanges {
  /**
   * To be called in the transaction that recorded a verdict of a credential that was there before, be the status another
   * or not: what is to be told then stands with the change, or neither does. Tells nothing where nothing has to be told.
   */
  note(transaction: Database, change: StatusChange): Promise<void>
}

/** What the operator's webhook is told; the fields are the contract's. Neither a secret is in it nor whose account it is. */
export interface WebhookMessage {
  type: 'credential.failed' | 'credential.verified'
  /** When the status changed. */
  timestamp: string
  data: Pick<Credential, 'id' | 'connector' | 'name' | 'status' | 'statusReason' | 'statusSince' | 'usedBy'>
}

/** For an operator with a webhook. */
export function createStatusChanges(clock: () => Date): StatusChanges {
  return {
    async note(transaction, { statusBefore, credential }) {
      const { id, connector, name, status, statusReason, statusSince, usedBy } = credential
      // No check makes a credential unverified, but the type does not say so.
      if (status === statusBefore || status === 'unverified') return
      const now = clock().toISOString()
      const message: WebhookMessage = {
        type: `credential.${status}`,
        timestamp: now,
        data: { id, connector, name, status, statusReason, statusSince, usedBy },
      }
      await addWebhookDelivery(transaction, { id: uuidv7(), payload: JSON.stringify(message), dueAt: now })
    },
  }
}

/** For an operator without one. */
export const untoldStatusChanges: StatusChanges = { note: () => Promise.resolve() }
