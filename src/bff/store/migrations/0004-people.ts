import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Engine } from '../database.ts'
import { keepApart } from './keep-apart.ts'

/** Who asks and what they may: sessions, people, what is shared with whom, host keys; and tenants kept apart by PostgreSQL. */
export function createPeople(engine: Engine): Migration {
  const text = engine === 'postgres' ? sql`text collate "C"` : sql`text`
  const inKeyOrder = engine === 'sqlite' ? sql`without rowid` : sql``

  return {
    async up(database: Kysely<unknown>) {
      const { schema } = database

      await schema
        .createTable('session')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('tenant_id', text, (column) => column.notNull())
        .addColumn('token_hash', text, (column) => column.notNull().unique())
        .addColumn('sign_in', text, (column) => column.notNull())
        .addColumn('person_id', text, (column) => column.notNull())
        .addColumn('person_name', text, (column) => column.notNull())
        .addColumn('role', text, (column) => column.notNull())
        .addColumn('teams', text, (column) => column.notNull())
        .addColumn('connectors', text)
        .addColumn('purpose', text)
        .addColumn('page_origin', text)
        .addColumn('host_key_id', text)
        .addColumn('created_at', text, (column) => column.notNull())
        .addColumn('seen_at', text, (column) => column.notNull())
        .addColumn('expires_at', text, (column) => column.notNull())
        .execute()
      await schema
        .createTable('one_time_token')
        .addColumn('hash', text, (column) => column.primaryKey())
        .addColumn('tenant_id', text, (column) => column.notNull())
        .addColumn('session_id', text, (column) => column.notNull().unique())
        .addColumn('sign_in', text, (column) => column.notNull())
        .addColumn('session', text, (column) => column.notNull())
        .addColumn('page_origin', text)
        .addColumn('host_key_id', text)
        .addColumn('created_at', text, (column) => column.notNull())
        .addColumn('expires_at', text, (column) => column.notNull())
        .addColumn('spent_at', text)
        .execute()
      await schema
        .createTable('sign_in_attempt')
        .addColumn('state_hash', text, (column) => column.primaryKey())
        .addColumn('browser_hash', text, (column) => column.notNull())
        .addColumn('return_to', text, (column) => column.notNull())
        .addColumn('expires_at', text, (column) => column.notNull())
        .modifyEnd(inKeyOrder)
        .execute()
      await schema
        .createTable('person')
        .addColumn('tenant_id', text, (column) => column.notNull())
        .addColumn('id', text, (column) => column.notNull())
        .addColumn('name', text, (column) => column.notNull())
        .addColumn('name_folded', text, (column) => column.notNull())
        .addColumn('seen_at', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('person_key', ['tenant_id', 'id'])
        .modifyEnd(inKeyOrder)
        .execute()
      await schema
        .createTable('team')
        .addColumn('tenant_id', text, (column) => column.notNull())
        .addColumn('id', text, (column) => column.notNull())
        .addColumn('name_folded', text, (column) => column.notNull())
        .addColumn('seen_at', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('team_key', ['tenant_id', 'id'])
        .modifyEnd(inKeyOrder)
        .execute()
      await schema
        .createTable('credential_grant')
        .addColumn('tenant_id', text, (column) => column.notNull())
        .addColumn('credential_id', text, (column) => column.notNull())
        .addColumn('grantee_kind', text, (column) => column.notNull())
        .addColumn('grantee_id', text, (column) => column.notNull())
        .addColumn('access', text, (column) => column.notNull())
        .addColumn('granted_by_id', text, (column) => column.notNull())
        .addColumn('granted_by_name', text, (column) => column.notNull())
        .addColumn('granted_at', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('credential_grant_key', ['credential_id', 'grantee_kind', 'grantee_id'])
        .modifyEnd(inKeyOrder)
        .execute()
      await schema
        .createTable('host_key')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('name', text, (column) => column.notNull())
        .addColumn('hash', text, (column) => column.notNull().unique())
        .addColumn('origins', text, (column) => column.notNull())
        .addColumn('tenant_id', text)
        .addColumn('role', text, (column) => column.notNull())
        .addColumn('connectors', text)
        .addColumn('created_by', text, (column) => column.notNull())
        .addColumn('created_at', text, (column) => column.notNull())
        .addColumn('last_used_at', text)
        .addColumn('revoked_at', text)
        .execute()
      await schema.alterTable('audit_event').addColumn('address', text).execute()
      await schema
        .alterTable('audit_event')
        .addColumn('outcome', text, (column) => column.notNull().defaultTo('done'))
        .execute()
      await sql`update audit_event set outcome = 'refused'
        where action in ('credential.refused', 'secret.replacement_refused')`.execute(database)

      for (const [name, table, columns] of [
        ['session_by_person', 'session', ['tenant_id', 'person_id']],
        ['session_by_expires_at', 'session', ['expires_at']],
        ['session_by_host_key', 'session', ['host_key_id']],
        ['one_time_token_by_expires_at', 'one_time_token', ['expires_at']],
        ['credential_grant_by_grantee', 'credential_grant', ['tenant_id', 'grantee_kind', 'grantee_id']],
        ['credential_by_owner', 'credential', ['tenant_id', 'owner_id', 'connector']],
        ['audit_event_by_at', 'audit_event', ['tenant_id', 'at', 'id']],
        ['audit_event_by_actor', 'audit_event', ['tenant_id', 'actor_id', 'at', 'id']],
      ] as const) {
        await schema
          .createIndex(name)
          .on(table)
          .columns([...columns])
          .execute()
      }
      await schema
        .createIndex('audit_event_of_the_watch')
        .on('audit_event')
        .columns(['at'])
        .where(sql.ref('actor_id'), '=', sql.lit('latchkey:watch'))
        .where(sql.ref('action'), '=', sql.lit('credential.checked'))
        .execute()
      await schema
        .createIndex('host_key_in_use_by_name')
        .unique()
        .on('host_key')
        .columns(['name'])
        .where(sql.ref('revoked_at'), 'is', null)
        .execute()
      if (engine === 'postgres') for (const table of TENANTS) await keepApart(database, table)
    },
  }
}

/** The tables with rows of tenants. */
const TENANTS = [
  'data_key',
  'credential',
  'credential_total',
  'deleted_credential',
  'resource',
  'idempotency_key',
  'audit_event',
  'data_plane_key',
  'credential_usage',
  'session',
  'one_time_token',
  'person',
  'team',
  'credential_grant',
  'host_key',
]
