import { chmodSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import {
  type SelectModifierNode,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteQueryCompiler,
  type SqliteStatement,
} from 'kysely'
import { makeFolder } from '../make-folder.ts'

/** Milliseconds to wait for another process on the same file to end its transaction. */
export const BUSY_TIMEOUT = 5_000

/** Milliseconds between two attempts at what SQLite refuses at once while another process does the same. */
const RETRY = 20

const SQLITE_BUSY = 5

/** Pages of 4 kB in the log before it is worked into the file: at SQLite's own 1,000 a busy minute has hundreds of these. */
const CHECKPOINT = 4_000

/** Kilobytes of pages in memory: ten thousand credentials, which a search walks through (7 ms without, 5 with). */
const CACHE = 16_000

/** Node's own SQLite for Kysely: in WAL mode, with every commit synced to the disk before it is acknowledged. */
export function createSqliteDialect(path: string): SqliteDialect {
  return new OwnDialect({ database: () => openDatabase(path) })
}

class OwnDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new (class extends SqliteAdapter {
      /**
       * Kysely runs a migration of SQLite's outside of a transaction, although SQLite can take tables back: a kill in the
       * middle of the first start, or another process that starts at the same time, would leave half a schema for ever.
       */
      override get supportsTransactionalDdl(): boolean {
        return true
      }
    })()
  }

  override createQueryCompiler(): SqliteQueryCompiler {
    return new (class extends SqliteQueryCompiler {
      /** A transaction here is the only one that writes: it has what `for update` asks PostgreSQL for. */
      protected override visitSelectModifier(_modifier: SelectModifierNode): void {
        // SQLite has no word for it.
      }
    })()
  }
}

export function isSqliteError(error: unknown): error is Error {
  if (!(error instanceof Error) || !('code' in error)) return false
  // A file that was closed is an invalid state to Node, and so are many other things.
  const isClosed = error.code === 'ERR_INVALID_STATE' && CLOSED.test(error.message)
  return error.code === 'ERR_SQLITE_ERROR' || isClosed
}

const CLOSED = /^(database is not open|statement has been finalized)/u

async function openDatabase(path: string): Promise<SqliteDatabase> {
  makeFolder(dirname(path))
  const database = new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: true })
  try {
    chmodSync(path, 0o600)
    await enterWal(database)
    database.exec(`
      pragma secure_delete = on;
      pragma synchronous = full;
      pragma wal_autocheckpoint = ${CHECKPOINT};
      pragma cache_size = -${CACHE};
      pragma busy_timeout = ${BUSY_TIMEOUT}
    `)
  } catch (error) {
    database.close()
    throw error
  }

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

/**
 * SQLite's own waiting does not cover the change to WAL, which two processes may make at once. What a killed process left
 * in the log is worked into the file, so that what it had erased is gone (scrub.ts), unless somebody reads it just now.
 */
async function enterWal(database: DatabaseSync): Promise<void> {
  for (let left = BUSY_TIMEOUT; ; left -= RETRY) {
    try {
      database.exec('pragma journal_mode = wal; pragma wal_checkpoint(truncate)')
      return
    } catch (error) {
      if (left <= 0 || !isBusy(error)) throw error
      await setTimeout(RETRY)
    }
  }
}

function isBusy(error: unknown): boolean {
  // The low byte is the kind (sqlite.org/rescode.html).
  return isSqliteError(error) && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY
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
