import { type CreateTableBuilder, type Kysely, type RawBuilder, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Engine } from '../database.ts'

/** What the whole life of a credential needs: revisions, the watch, what was deleted, history, webhooks. */
export function createCredentialLife(engine: Engine): Migration {
  const text = engine === 'postgres' ? sql`text collate "C"` : sql`text`
  const inKeyOrder = engine === 'sqlite' ? sql`without rowid` : sql``

  return {
    async up(database: Kysely<unknown>) {
      await addColumns(database, text)
      await fillColumns(engine, database)
      await createDeletedCredential(database, text)
      await totalByOwner(database, text, inKeyOrder)

      const { schema } = database
      await schema
        .createTable('lease')
        .addColumn('name', text, (column) => column.primaryKey())
        .addColumn('holder', text, (column) => column.notNull())
        .addColumn('expires_at', text, (column) => column.notNull())
        .modifyEnd(inKeyOrder)
        .execute()
      await schema
        .createTable('webhook_delivery')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('payload', text, (column) => column.notNull())
        .addColumn('attempts', 'integer', (column) => column.notNull())
        .addColumn('due_at', text, (column) => column.notNull())
        .execute()
      for (const [name, table, columns] of [
        ['webhook_delivery_by_due_at', 'webhook_delivery', ['due_at']],
        ['credential_by_status', 'credential', ['tenant_id', 'connector', 'status', 'id desc']],
        ['credential_by_last_used_at', 'credential', ['tenant_id', 'connector', 'last_used_at', 'id']],
        ['credential_by_check_due_at', 'credential', ['connector', 'region', 'check_due_at']],
        ['deleted_credential_by_deleted_at', 'deleted_credential', ['tenant_id', 'deleted_at', 'id']],
        ['deleted_credential_to_erase', 'deleted_credential', ['deleted_at']],
      ] as const) {
        await schema
          .createIndex(name)
          .on(table)
          .columns([...columns])
          .execute()
      }
      await schema
        .createIndex('credential_by_workspace')
        .on('credential')
        .columns(['tenant_id', 'connector', 'workspace_id'])
        .where(sql.ref('workspace_id'), 'is not', null)
        .execute()
      await schema
        .createIndex('audit_event_by_credential')
        .on('audit_event')
        .columns(['tenant_id', 'credential_id', 'id'])
        .where(sql.ref('credential_id'), 'is not', null)
        .execute()
    },
  }
}

type Text = RawBuilder<unknown>

async function addColumns({ schema }: Kysely<unknown>, text: Text): Promise<void> {
  await schema
    .alterTable('credential')
    .addColumn('revision', 'integer', (column) => column.notNull().defaultTo(1))
    .execute()
  await schema.alterTable('credential').addColumn('workspace_id', text).execute()
  await schema
    .alterTable('credential')
    .addColumn('check_due_at', text, (column) => column.notNull().defaultTo(''))
    .execute()
  await schema.alterTable('credential').addColumn('rejected_at', text).execute()
}

/**
 * What is there already is due at once: the watch takes it at its own pace. A search finds workspaces by their ids too; the
 * next accepted check folds those of other letters than ASCII's.
 */
async function fillColumns(engine: Engine, database: Kysely<unknown>): Promise<void> {
  const workspaceId =
    engine === 'postgres' ? sql`account::json ->> 'workspaceId'` : sql`json_extract(account, '$.workspaceId')`
  await sql`update credential set workspace_id = ${workspaceId}, check_due_at = updated_at`.execute(database)
  await sql`
    update credential set search_folded = search_folded || ${'\n'} || lower(coalesce(workspace_id, ''))
  `.execute(database)
}

async function createDeletedCredential({ schema }: Kysely<unknown>, text: Text): Promise<void> {
  let table: CreateTableBuilder<string, string> = schema
    .createTable('deleted_credential')
    .addColumn('id', text, (column) => column.primaryKey())
  for (const name of [
    'tenant_id',
    'connector',
    'method',
    'name',
    'name_folded',
    'description',
    'search_folded',
    'region',
    'status',
    'status_since',
    'sealed_secret',
    'secret_hash',
    'owner_id',
    'owner_name',
    'created_at',
    'updated_at',
    'last_used_at',
    'check_due_at',
    'deleted_at',
    'deleted_by_id',
    'deleted_by_name',
  ]) {
    table = table.addColumn(name, text, (column) => column.notNull())
  }
  for (const name of ['account', 'status_reason', 'checked_at', 'workspace_id', 'rejected_at']) {
    table = table.addColumn(name, text)
  }
  for (const name of ['secret_version', 'revision']) {
    table = table.addColumn(name, 'integer', (column) => column.notNull())
  }
  await table.execute()
}

/** The totals say whose the credentials are as well: then the owners need no counting either. */
async function totalByOwner(database: Kysely<unknown>, text: Text, inKeyOrder: Text): Promise<void> {
  const { schema } = database
  await schema.dropTable('credential_total').execute()
  await schema
    .createTable('credential_total')
    .addColumn('tenant_id', text, (column) => column.notNull())
    .addColumn('connector', text, (column) => column.notNull())
    .addColumn('owner_id', text, (column) => column.notNull())
    .addColumn('owner_name', text, (column) => column.notNull())
    .addColumn('shard', 'integer', (column) => column.notNull())
    .addColumn('total', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('credential_total_key', ['tenant_id', 'connector', 'owner_id', 'shard'])
    .modifyEnd(inKeyOrder)
    .execute()
  await sql`
    insert into credential_total (tenant_id, connector, owner_id, owner_name, shard, total)
    select tenant_id, connector, owner_id, max(owner_name), 0, count(*)
    from credential group by tenant_id, connector, owner_id
  `.execute(database)
}
