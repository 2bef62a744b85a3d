import type { Store } from './database.ts'

export interface StoredDataKey {
  kid: string
  tenantId: string
  wrapped: string
}

export interface DataKeys {
  findByTenant(tenantId: string): Promise<StoredDataKey | null>
  /** Stores a tenant's first data key; where there is one already, answers that one. */
  addOrFind(key: StoredDataKey): Promise<StoredDataKey>
}

export function createDataKeys(store: Store, clock: () => Date): DataKeys {
  async function findByTenant(tenantId: string): Promise<StoredDataKey | null> {
    const row = await store
      .of(tenantId)
      .database.selectFrom('data_key')
      .select(['kid', 'wrapped'])
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst()
    return row ? { ...row, tenantId } : null
  }

  return {
    findByTenant,
    async addOrFind(key) {
      const row = { kid: key.kid, tenant_id: key.tenantId, wrapped: key.wrapped, created_at: clock().toISOString() }
      await store.of(key.tenantId).write((transaction) =>
        transaction
          .insertInto('data_key')
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      )
      return (await findByTenant(key.tenantId)) ?? key
    },
  }
}
