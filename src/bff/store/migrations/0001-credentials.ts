import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Engine } from '../database.ts'

/** Everything the first release stands on. */
export function createFirstTables(engine: Engine): Migration {
  // Both engines must sort text by its bytes: a key page that a locale orders otherwise would skip rows.
  const text = engine === 'postgres' ? sql`text collate "C"` : sql`text`
  // SQLite keeps a table and its text key as two trees; small rows fit into the one of the key, at half the writes.
  const inKeyOrder = engine === 'sqlite' ? sql`without rowid` : sql``

  return {
    async up(database: Kysely<unknown>) {
      const { schema } = database

      await schema
        .createTable('keyring_check')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('value', text, (column) => column.notNull())
        .execute()

      await schema
        .createTable('data_key')
        .addColumn('kid', text, (column) => column.primaryKey())
        .addColumn('tenant_id', text, (column) => column.notNull().unique())
        .addColumn('wrapped', text, (column) => column.notNull())
        .addColumn('created_at', text, (column) => column.notNull())
        .modifyEnd(inKeyOrder)
        .execute()

      await schema
        .createTable('credential')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('tenant_id', text, (column) => column.notNull())
        .addColumn('connector', text, (column) => column.notNull())
        .addColumn('method', text, (column) => column.notNull())
        .addColumn('name', text, (column) => column.notNull())
        .addColumn('name_folded', text, (column) => column.notNull())
        .addColumn('description', text, (column) => column.notNull())
        .addColumn('search_folded', text, (column) => column.notNull())
        .addColumn('region', text, (column) => column.notNull())
        .addColumn('account', text)
        .addColumn('status', text, (column) => column.notNull())
        .addColumn('status_reason', text)
        .addColumn('status_since', text, (column) => column.notNull())
        .addColumn('checked_at', text)
        .addColumn('sealed_secret', text, (column) => column.notNull())
        .addColumn('secret_version', 'integer', (column) => column.notNull())
        .addColumn('secret_hash', text, (column) => column.notNull())
        .addColumn('owner_id', text, (column) => column.notNull())
        .addColumn('owner_name', text, (column) => column.notNull())
        .addColumn('created_at', text, (column) => column.notNull())
        .addColumn('updated_at', text, (column) => column.notNull())
        .addColumn('last_used_at', text, (column) => column.notNull())
        .addUniqueConstraint('credential_name', ['tenant_id', 'connector', 'name_folded'])
        .addUniqueConstraint('credential_secret', ['tenant_id', 'connector', 'secret_hash'])
        .execute()
      for (const [name, leading] of [
        ['credential_by_created_at', ['tenant_id']],
        ['credential_by_connector', ['tenant_id', 'connector']],
      ] as const) {
        await schema
          .createIndex(name)
          .on('credential')
          .columns([...leading, 'created_at', 'id'])
          .execute()
      }

      await schema
        .createTable('credential_total')
        .addColumn('tenant_id', text, (column) => column.notNull())
        .addColumn('connector', text, (column) => column.notNull())
        .addColumn('shard', 'integer', (column) => column.notNull())
        .addColumn('total', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('credential_total_key', ['tenant_id', 'connector', 'shard'])
        .modifyEnd(inKeyOrder)
        .execute()

      await schema
        .createTable('resource')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('tenant_id', text, (column) => column.notNull())
        .addColumn('kind', text, (column) => column.notNull())
        .addColumn('connector', text, (column) => column.notNull())
        .addColumn('credential_id', text, (column) => column.notNull().references('credential.id'))
        .addColumn('name', text, (column) => column.notNull())
        .addColumn('region', text)
        .addColumn('configuration', text, (column) => column.notNull())
        .addColumn('owner_id', text, (column) => column.notNull())
        .addColumn('owner_name', text, (column) => column.notNull())
        .addColumn('created_at', text, (column) => column.notNull())
        .addColumn('updated_at', text, (column) => column.notNull())
        .execute()
      await schema
        .createIndex('resource_by_created_at')
        .on('resource')
        .columns(['tenant_id', 'created_at', 'id'])
        .execute()
      await schema
        .createIndex('resource_by_credential')
        .on('resource')
        .columns(['credential_id', 'created_at', 'id'])
        .execute()

      await schema
        .createTable('idempotency_key')
        .addColumn('tenant_id', text, (column) => column.notNull())
        .addColumn('key', text, (column) => column.notNull())
        .addColumn('claim', text, (column) => column.notNull())
        .addColumn('request_hash', text, (column) => column.notNull())
        .addColumn('answer', text)
        .addColumn('expires_at', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('idempotency_key_key', ['tenant_id', 'key'])
        .execute()
      await schema
        .createTable('audit_event')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('tenant_id', text, (column) => column.notNull())
        .addColumn('at', text, (column) => column.notNull())
        .addColumn('actor_id', text, (column) => column.notNull())
        .addColumn('actor_name', text, (column) => column.notNull())
        .addColumn('action', text, (column) => column.notNull())
        .addColumn('connector', text, (column) => column.notNull())
        .addColumn('credential_id', text)
        .addColumn('resource_id', text)
        .addColumn('detail', text, (column) => column.notNull().defaultTo('{}'))
        .modifyEnd(inKeyOrder)
        .execute()
    },
  }
}
