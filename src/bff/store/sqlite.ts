import { chmodSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { SqliteAdapter, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely'
import { makeFolder } from '../make-folder.ts'

/** Milliseconds to wait for another process on the same file to end its transaction. */
const BUSY_TIMEOUT = 5_000

/** Pages of 4 kB in the log before it is worked into the file: at SQLite's own 1,000 a busy minute has hundreds of these. */
const CHECKPOINT = 4_000

/** Node's own SQLite for Kysely: in WAL mode, with every commit synced to the disk before it is acknowledged. */
export function createSqliteDialect(path: string): SqliteDialect {
  return new MigratingDialect({ database: () => Promise.resolve(openDatabase(path)) })
}

/**
 * Kysely runs a migration of SQLite's outside of a transaction, although SQLite can take tables back: a kill in the
 * middle of the first start, or another process that starts at the same time, would leave half a schema for ever.
 */
class MigratingDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new (class extends SqliteAdapter {
      override get supportsTransactionalDdl(): boolean {
        return true
      }
    })()
  }
}

function openDatabase(path: string): SqliteDatabase {
  makeFolder(dirname(path))
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT, enableForeignKeyConstraints: true })
  chmodSync(path, 0o600)
  database.exec(`pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = ${CHECKPOINT}`)

  const statements = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = statements.get(sql)
      if (known) return known
      // A deferred transaction that reads before it writes fails at once when another process wrote meanwhile.
      const statement = toKyselyStatement(database.prepare(sql === 'begin' ? 'begin immediate' : sql))
      statements.set(sql, statement)
      return statement
    },
  }
}

function toKyselyStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...toValues(parameters)),
    run: (parameters) => statement.run(...toValues(parameters)),
    iterate: (parameters) => statement.iterate(...toValues(parameters)),
  }
}

type Value = null | number | bigint | string | Uint8Array

function toValues(parameters: readonly unknown[]): Value[] {
  return parameters as Value[]
}
