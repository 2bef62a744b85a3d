import { Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { StartError } from '../start-error.ts'
import { createFirstTables } from './migrations/0001-credentials.ts'
import { createCredentialLife } from './migrations/0002-credential-life.ts'
import { createCredentialUse } from './migrations/0003-credential-use.ts'
import { createPeople } from './migrations/0004-people.ts'
import { createOAuth } from './migrations/0005-oauth.ts'
import {
  createPool,
  createPostgresDialect,
  everyTenant,
  isAbovePolicies,
  isPolicyError,
  oneTenant,
} from './postgres.ts'
import type { Tables } from './schema.ts'
import type { Scope } from './scoped-query.ts'
import { createSqliteScrub, type Scrub } from './scrub.ts'
import { createSqliteDialect, isSqliteError } from './sqlite.ts'
import { createWriter, type Writer } from './writer.ts'

export type Engine = 'sqlite' | 'postgres'
export type Database = Kysely<Tables>

/** Where rows rest: read from the database, changed through the writer. */
export interface TenantStore extends Writer {
  database: Database
}

/** The rows of every tenant: what Latchkey does by itself is done on these. */
export interface Store extends TenantStore {
  /** One tenant's rows. Whatever is done for somebody is done on these. */
  of(tenantId: string): TenantStore
  /** On PostgreSQL nothing: there it is up to vacuum. */
  scrub: Scrub
  /** Whether PostgreSQL's own keeping apart of tenants does not hold for the role that it was opened with. */
  isAbovePolicies: boolean
}

const MIGRATION_TABLE = 'kysely_migration'

export type StoreLocation = { engine: 'sqlite'; path: string } | { engine: 'postgres'; url: URL; connections: number }

/**
 * Opens the store and brings its schema up to this code's.
 * @throws {StartError} when it cannot be opened, or was written by a newer Latchkey.
 */
export async function openStore(location: StoreLocation): Promise<Store> {
  const opened = location.engine === 'sqlite' ? openSqlite(location.path) : openPostgres(location)
  const { database } = opened
  try {
    await sql`select 1`.execute(database)
    await migrate(location.engine, database)
    return { ...opened, isAbovePolicies: location.engine === 'postgres' && (await isAbovePolicies(database)) }
  } catch (error) {
    await database.destroy().catch(() => undefined)
    throw toStartError(error, location)
  }
}

type OpenedStore = Omit<Store, 'isAbovePolicies'>

function openSqlite(path: string): OpenedStore {
  const database = new Kysely<Tables>({ dialect: createSqliteDialect(path) })
  const everybodys = { database, ...createWriter('sqlite', database) }
  return { ...everybodys, scrub: createSqliteScrub(database, path), of: () => everybodys }
}

function openPostgres({ url, connections }: { url: URL; connections: number }): OpenedStore {
  const pool = createPool(url, connections)
  const see = (scope: Scope): TenantStore => {
    const database = new Kysely<Tables>({ dialect: createPostgresDialect(pool, scope) })
    return { database, ...createWriter('postgres', database) }
  }
  return { ...see(everyTenant), scrub: () => Promise.resolve(true), of: (tenantId) => see(oneTenant(tenantId)) }
}

/** Whether an error came out of the store itself rather than out of Latchkey's code. */
export function isStoreError(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? error.code : undefined
  if (isPolicyError(error)) return false
  const isPostgres = 'severity' in error && typeof code === 'string' && /^[0-9A-Z]{5}$/u.test(code)
  return isSqliteError(error) || isPostgres || isConnectionError(error)
}

async function migrate(engine: Engine, database: Database): Promise<void> {
  const migrations: Record<string, Migration> = {
    '0001-credentials': createFirstTables(engine),
    '0002-credential-life': createCredentialLife(engine),
    '0003-credential-use': createCredentialUse(engine),
    '0004-people': createPeople(engine),
    '0005-oauth': createOAuth(engine),
  }
  const migrator = new Migrator({ db: database, provider: { getMigrations: () => Promise.resolve(migrations) } })
  const executed = await sql<{ name: string }>`select name from ${sql.table(MIGRATION_TABLE)}`
    .execute(database)
    .catch(() => ({ rows: [] }))
  if (executed.rows.some(({ name }) => !(name in migrations))) {
    throw new StartError('The store was written by a newer Latchkey. Start that version, or restore an older backup.')
  }
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

/** Why a store cannot be used, in one line that says what to do. */
export function toStartError(error: unknown, location: StoreLocation): StartError {
  if (error instanceof StartError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  if (location.engine === 'sqlite') {
    return new StartError(toSqliteLine(error, code, location.path))
  }
  const { hostname, port, pathname } = location.url
  return new StartError(
    `PostgreSQL at ${hostname}:${port || '5432'}${pathname} cannot be used (${code}). ` +
      'Check LATCHKEY_DATABASE_URL, its password file, and that the server runs.',
  )
}

/** SQLite's result codes (sqlite.org/rescode.html): the low byte is the kind, what stands above it only details it. */
function toSqliteLine(error: unknown, code: string, path: string): string {
  const result = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : null
  if (result === SQLITE.corrupt || result === SQLITE.notADatabase) {
    return `The store ${path} is damaged, or is no store. Restore it from its backup.`
  }
  if (result === SQLITE.full) return `The disk is full that holds the store ${path}. Make room on it.`
  if (result === SQLITE.busy) return `The store ${path} is in use by another program. Close that one first.`
  return `The store ${path} cannot be opened or written (${code}). Make it and its folder writable for this user.`
}

const SQLITE = { busy: 5, corrupt: 11, full: 13, notADatabase: 26 }

/** Those that `pg` makes itself have no code. A name of several addresses fails with an error for each of them. */
function isConnectionError(error: Error): boolean {
  if (error instanceof AggregateError) return error.errors.some((each) => isStoreError(each))
  return ('code' in error && SOCKET_CODES.has(String(error.code))) || DISCONNECTED.test(error.message)
}

/** A socket's, or its host name's: a file that may not be read (EACCES) has a system call too, and is no store. */
const SOCKET_CODES = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
])

const DISCONNECTED =
  /^(Connection terminated|timeout exceeded|Query read timeout|Client (has encountered|was closed)|Cannot use a pool after|driver has already been destroyed)/u
