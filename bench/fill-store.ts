import { insertCredential } from '../src/bff/store/credentials.ts'
import { type Database, openStore } from '../src/bff/store/database.ts'
import { makeRealisticCredential } from './realistic-credential.ts'

/** Rows in one transaction. */
const BATCH = 10_000

/** A store on SQLite with that many credentials; whoever called closes it. */
export async function fillStore(path: string, rows: number): Promise<Database> {
  const { database } = await openStore({ engine: 'sqlite', path })
  for (let begin = 0; begin < rows; begin += BATCH) {
    await database.transaction().execute(async (transaction) => {
      for (let row = begin; row < Math.min(rows, begin + BATCH); row += 1) {
        await insertCredential(transaction, makeRealisticCredential(row))
      }
    })
  }
  return database
}
