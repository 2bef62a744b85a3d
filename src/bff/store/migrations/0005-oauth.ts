import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Engine } from '../database.ts'
import { keepApart } from './keep-apart.ts'

/** What people bring from a provider's authorize page: from the moment they go there until it is saved, or given up. */
export function createOAuth(engine: Engine): Migration {
  const text = engine === 'postgres' ? sql`text collate "C"` : sql`text`

  return {
    async up(database: Kysely<unknown>) {
      const { schema } = database
      await schema
        .createTable('oauth_authorization')
        .addColumn('id', text, (column) => column.primaryKey())
        .addColumn('tenant_id', text, (column) => column.notNull())
        .addColumn('person_id', text, (column) => column.notNull())
        .addColumn('person_name', text, (column) => column.notNull())
        .addColumn('session_id', text)
        .addColumn('connector', text, (column) => column.notNull())
        .addColumn('region', text, (column) => column.notNull())
        .addColumn('credential_id', text)
        .addColumn('state_hash', text, (column) => column.notNull().unique())
        .addColumn('browser_hash', text, (column) => column.notNull())
        .addColumn('return_to', text)
        .addColumn('state', text, (column) => column.notNull())
        .addColumn('failure', text)
        .addColumn('verdict', text)
        .addColumn('sealed_secret', text)
        .addColumn('secret_hash', text)
        .addColumn('created_at', text, (column) => column.notNull())
        .addColumn('taken_at', text)
        .addColumn('expires_at', text, (column) => column.notNull())
        .execute()
      await schema
        .createIndex('oauth_authorization_by_expires_at')
        .on('oauth_authorization')
        .column('expires_at')
        .execute()
      // By whose notices of an uninstalled app, and deletions, look for what else works by the same installation.
      await schema
        .createIndex('credential_by_installation')
        .on('credential')
        .columns(['connector', 'workspace_id'])
        .where(sql.ref('method'), '=', sql.lit('oauth'))
        .execute()
      if (engine === 'postgres') await keepApart(database, 'oauth_authorization')
    },
  }
}
