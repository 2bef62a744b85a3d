import { createReadStream } from 'node:fs'
import { sql } from 'kysely'
import type { Database } from './database.ts'
import { BUSY_TIMEOUT } from './sqlite.ts'

/**
 * Leaves nothing in the store's files of sealed secrets that were erased or replaced, once that is committed. False while
 * something holds it up, another process that reads or a full disk: it is made up for at the next call, and the sweep
 * makes one every few minutes.
 */
export type Scrub = (sealedSecrets: readonly string[]) => Promise<boolean>

/**
 * SQLite's `secure_delete` overwrites a row where it stood, but may leave two copies: one in the log, until that is
 * emptied, and now and then (one row of some thousands, measured) one that the balancing of pages left in their free
 * space. Only writing the file anew ends the latter; since everything waits for that, the file is searched first.
 */
export function createSqliteScrub(database: Database, path: string): Scrub {
  const gone = new Set<string>()

  async function scrub(): Promise<boolean> {
    if (!(await emptyLog(database))) return false
    const searched = new Set(gone)
    if (searched.size > 0 && (await holdsOneOf(path, searched))) {
      await sql`vacuum`.execute(database)
      if (!(await emptyLog(database))) return false
    }
    for (const iv of searched) gone.delete(iv)
    return true
  }

  return async (sealedSecrets) => {
    for (const iv of sealedSecrets.flatMap(readIv)) gone.add(iv)
    return scrub().catch((error: unknown) => {
      // What it is called for is committed: a file that cannot be read just now is a matter of the next call.
      if (error instanceof Error && 'code' in error) return false
      throw error
    })
  }
}

/** Works the log into the file and empties it. False while another process still reads from it. */
async function emptyLog(database: Database): Promise<boolean> {
  return database.connection().execute(async (connection) => {
    // It would wait for the other, and everything here for it.
    await sql`pragma busy_timeout = 0`.execute(connection)
    try {
      const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(connection)
      return rows[0]?.busy === 0
    } finally {
      await sql.raw(`pragma busy_timeout = ${BUSY_TIMEOUT}`).execute(connection)
    }
  })
}

/** No two sealed secrets have the same IV, and without it one is noise: so it tells whether anything is left of one. */
const BEFORE_IV = '"iv":"'
const IV_LENGTH = 16

function readIv(sealedSecret: string): string[] {
  const at = sealedSecret.indexOf(BEFORE_IV)
  return at === -1 ? [] : [sealedSecret.slice(at + BEFORE_IV.length, at + BEFORE_IV.length + IV_LENGTH)]
}

const CHUNK = 1_024 * 1_024

async function holdsOneOf(path: string, ivs: ReadonlySet<string>): Promise<boolean> {
  const overlap = BEFORE_IV.length + IV_LENGTH - 1
  let bytes = Buffer.alloc(0)
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
    bytes = Buffer.concat([bytes.subarray(-overlap), chunk])
    for (let at = bytes.indexOf(BEFORE_IV); at !== -1; at = bytes.indexOf(BEFORE_IV, at + 1)) {
      const begin = at + BEFORE_IV.length
      if (ivs.has(bytes.toString('latin1', begin, begin + IV_LENGTH))) return true
    }
  }
  return false
}
