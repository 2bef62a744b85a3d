import type { Database, Store } from './database.ts'

/** A message that the webhook has not taken yet. */
export interface WebhookDelivery {
  id: string
  /** JSON. */
  payload: string
  /** That failed. */
  attempts: number
}

export interface WebhookDeliveries {
  /** The one that is due longest, of several made at once the first; null when none is due. */
  findNext(): Promise<WebhookDelivery | null>
  remove(id: string): Promise<void>
  /** After a failed attempt. */
  putOff(id: string, attempts: number, milliseconds: number): Promise<void>
}

/** To be called in the transaction of what the message tells. */
export async function addWebhookDelivery(
  transaction: Database,
  { id, payload, dueAt }: { id: string; payload: string; dueAt: string },
): Promise<void> {
  await transaction.insertInto('webhook_delivery').values({ id, payload, attempts: 0, due_at: dueAt }).execute()
}

/** What becomes of a message waits for no disk: lost in a power cut, it is sent once more. */
export function createWebhookDeliveries(store: Store, clock: () => Date): WebhookDeliveries {
  return {
    async findNext() {
      const row = await store.database
        .selectFrom('webhook_delivery')
        .select(['id', 'payload', 'attempts'])
        .where('due_at', '<=', clock().toISOString())
        .orderBy('due_at')
        .orderBy('id')
        .limit(1)
        .executeTakeFirst()
      return row ?? null
    },
    async remove(id) {
      await store.note((connection) => connection.deleteFrom('webhook_delivery').where('id', '=', id).execute())
    },
    async putOff(id, attempts, milliseconds) {
      const dueAt = new Date(clock().getTime() + milliseconds).toISOString()
      await store.note((connection) =>
        connection.updateTable('webhook_delivery').set({ attempts, due_at: dueAt }).where('id', '=', id).execute(),
      )
    },
  }
}
