import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Engine } from '../database.ts'

/** What using a credential needs: data-plane keys, the rate budget that instances share, counters, revised resources. */
export function createCredentialUse(engine: Engine): Migration {
  const text = engine === 'postgres' ? sql`text collate "C"` : sql`text`
  const inKeyOrder = engine === 'sqlite' ? sql`without rowid` : sql``

  return {
    async up({ schema }: Kysely<unknown>) {
      await schema
        .alterTable('resource')
        .addColumn('revision', 'integer', (column) => column.notNull().defaultTo(1))
        .execute()
      await schema
        .createTable('data_plane_key')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('tenant_id', text, (column) => column.notNull())
        .addColumn('name', text, (column) => column.notNull())
        .addColumn('connector', text, (column) => column.notNull())
        .addColumn('hash', text, (column) => column.notNull().unique())
        .addColumn('created_by', text, (column) => column.notNull())
        .addColumn('created_at', text, (column) => column.notNull())
        .addColumn('last_used_at', text)
        .addColumn('revoked_at', text)
        .execute()
      await schema
        .createIndex('data_plane_key_by_tenant')
        .on('data_plane_key')
        .columns(['tenant_id', 'created_at', 'id'])
        .execute()
      await schema
        .createIndex('data_plane_key_in_use_by_name')
        .unique()
        .on('data_plane_key')
        .columns(['tenant_id', 'name'])
        .where(sql.ref('revoked_at'), 'is', null)
        .execute()
      await schema
        .createTable('rate_budget')
        .addColumn('credential_id', text, (column) => column.primaryKey())
        .addColumn('quota', 'integer')
        .addColumn('window_ends_at', text, (column) => column.notNull())
        .addColumn('granted', 'integer', (column) => column.notNull())
        .addColumn('last_grant', 'integer', (column) => column.notNull())
        .modifyEnd(inKeyOrder)
        .execute()
      await schema
        .createTable('credential_usage')
        .addColumn('credential_id', text, (column) => column.notNull())
        .addColumn('hour', text, (column) => column.notNull())
        .addColumn('tenant_id', text, (column) => column.notNull())
        .addColumn('calls', 'bigint', (column) => column.notNull())
        .addColumn('errors', 'bigint', (column) => column.notNull())
        .addColumn('throttled', 'bigint', (column) => column.notNull())
        .addColumn('bytes_sent', 'bigint', (column) => column.notNull())
        .addColumn('bytes_received', 'bigint', (column) => column.notNull())
        .addColumn('latency', text, (column) => column.notNull())
        .addColumn('quota', 'integer')
        .addColumn('least_remaining', 'integer')
        .addPrimaryKeyConstraint('credential_usage_key', ['credential_id', 'hour'])
        .modifyEnd(inKeyOrder)
        .execute()
      await schema.createIndex('credential_usage_by_hour').on('credential_usage').columns(['hour']).execute()
    },
  }
}
