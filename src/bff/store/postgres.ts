import { type Dialect, PostgresDialect, type PostgresPoolClient, sql } from 'kysely'
import { DatabaseError, Pool, type PoolClient } from 'pg'
import type { Database } from './database.ts'
import { type Scope, ScopedQuery, setScope, type Statement } from './scoped-query.ts'

/** Each row of a tenant's is seen, and written, under its tenant's setting or under the one of them all; else none is. */
export const everyTenant: Scope = { setting: 'latchkey.every_tenant', value: 'on' }

/** Not one setting with a word for all: a tenant may be called whatever its identity provider likes. */
export function oneTenant(tenantId: string): Scope {
  return { setting: 'latchkey.tenant', value: tenantId }
}

export function createPool(url: URL, connections: number): Pool {
  const pool = new Pool({
    connectionString: url.href,
    max: connections,
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
    application_name: 'latchkey',
  })
  // A connection that breaks is replaced, and whoever has it in use hears of it by its query; without listeners, of the pool's
  // for one that is idle and of its own for one that is not, it would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => void client.on('error', () => undefined))
  return pool
}

/** The pool's connections, each used under one scope. They are closed with the dialect of every tenant. */
export function createPostgresDialect(pool: Pool, scope: Scope): Dialect {
  return new PostgresDialect({
    pool: {
      options: pool.options,
      connect: async () => withScope(await pool.connect(), scope),
      end: () => (scope === everyTenant ? pool.end() : Promise.resolve()),
    },
  })
}

const IDLE = 'I'

function withScope(client: PoolClient, scope: Scope): PostgresPoolClient {
  let isKnown = true

  async function run(statement: Statement): Promise<unknown> {
    // The transaction that is open has its scope already.
    if (client.getTransactionStatus() !== IDLE) return runAsItIs(client, statement)
    if (statement.text === 'begin') {
      const began = await runAsItIs(client, statement)
      await runAsItIs(client, setScope(scope))
      return began
    }
    return new Promise((resolve, reject) => {
      client.query(new ScopedQuery(statement, scope, (error, result) => (error ? reject(error) : resolve(result))))
    })
  }

  return {
    // Kysely's type has a second form, for cursors, which it uses nowhere without being given them.
    query: (async (text: string, values: readonly unknown[]) => {
      try {
        return await run({ text, values })
      } catch (error) {
        // A statement that nobody waits for any longer may still run, and begin a transaction.
        if (!(error instanceof DatabaseError)) isKnown = false
        throw error
      }
    }) as PostgresPoolClient['query'],
    release(isBroken) {
      // What is left open is not handed on: the next one's statements would run under another's scope.
      client.release(isBroken === true || !isKnown || client.getTransactionStatus() !== IDLE)
    },
  }
}

function runAsItIs(client: PoolClient, { text, values }: Statement): Promise<unknown> {
  return client.query(text, [...values])
}

/** A superuser and a role with BYPASSRLS see everything, whatever the policies say. */
export async function isAbovePolicies(database: Database): Promise<boolean> {
  const { rows } = await sql<{ is_above: boolean }>`
    select rolsuper or rolbypassrls as is_above from pg_roles where rolname = current_user
  `.execute(database)
  return rows[0]?.is_above ?? true
}

/**
 * A row that was to be written for another tenant. The code alone also says that a role lacks a right, which is the
 * operator's to mend; the routine is the same in every language that the server may speak.
 */
export function isPolicyError(error: Error): boolean {
  return error instanceof DatabaseError && error.code === '42501' && error.routine === 'ExecWithCheckOptions'
}
