import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { listCredentialsSchema } from '../src/contract/credential.ts'
import { listCredentials } from '../src/bff/store/credential-list.ts'
import { toCursor } from '../src/bff/store/key-page.ts'
import { insertCredential } from '../src/bff/store/credentials.ts'
import { type Database, openStore } from '../src/bff/store/database.ts'
import { type Figure, median } from './figure.ts'
import { createHome } from './process.ts'

const FEW = 1_000
const MANY = 1_000_000
/** Rows in one transaction while the store is filled. */
const BATCH = 10_000
const ROUNDS = 200

/** A page of 50 from the middle of a million credentials, against one from the middle of a thousand. */
export async function measurePages(): Promise<Figure[]> {
  const home = createHome()
  try {
    const few = await fill(join(home, 'few.db'), FEW)
    const many = await fill(join(home, 'many.db'), MANY)
    const figures = [
      await compare(
        few,
        many,
        `a page of 50 among ${MANY.toLocaleString('en')} credentials against ${FEW.toLocaleString('en')}`,
        'intercom',
      ),
      await compare(few, many, 'the same, of every connector', undefined),
    ]
    await few.database.destroy()
    await many.database.destroy()
    return figures
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

async function compare(few: Filled, many: Filled, what: string, connector: string | undefined): Promise<Figure> {
  const rounds: { few: number; many: number }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({ few: await timePage(few, connector), many: await timePage(many, connector) })
  }
  const ofFew = median(rounds.map((round) => round.few))
  const ofMany = median(rounds.map((round) => round.many))
  return {
    what,
    value: `${(ofMany / ofFew).toFixed(2)} times`,
    must: '1.50 times, or less',
    holds: ofMany / ofFew <= 1.5,
    baseline: `${ofMany.toFixed(2)} ms against ${ofFew.toFixed(2)} ms`,
  }
}

interface Filled {
  database: Database
  cursor: string
}

async function fill(path: string, rows: number): Promise<Filled> {
  const { database } = await openStore({ engine: 'sqlite', path })
  const first = Date.parse('2026-01-01T00:00:00Z')
  for (let begin = 0; begin < rows; begin += BATCH) {
    await database.transaction().execute(async (transaction) => {
      for (let row = begin; row < Math.min(rows, begin + BATCH); row += 1) await insert(transaction, row, first)
    })
  }
  const middle = await database
    .selectFrom('credential')
    .select(['id', 'created_at'])
    .orderBy('created_at')
    .offset(rows / 2)
    .limit(1)
    .executeTakeFirstOrThrow()
  return { database, cursor: toCursor('-createdAt', { sortValue: middle.created_at, id: middle.id }) }
}

async function insert(transaction: Database, row: number, first: number): Promise<void> {
  const now = new Date(first + row * 1_000).toISOString()
  await insertCredential(transaction, {
    id: crypto.randomUUID(),
    tenantId: 'local',
    connector: 'intercom',
    method: 'access_token',
    name: `Credential ${row}`,
    description: 'Feeds the weekly churn report; fresh every hour.',
    region: 'us',
    account: { workspaceName: 'Acme', workspaceId: `w${row}`, region: 'US', adminName: null, adminEmail: null },
    status: 'verified',
    statusReason: null,
    statusSince: now,
    checkedAt: now,
    owner: { id: 'local', name: 'local' },
    createdAt: now,
    updatedAt: now,
    checkDueAt: now,
    sealedSecret: 'x'.repeat(320),
    secretVersion: 1,
    secretHash: crypto.randomUUID(),
  })
}

async function timePage({ database, cursor }: Filled, connector: string | undefined): Promise<number> {
  const query = listCredentialsSchema.parse({ connector, cursor })
  const began = performance.now()
  const page = await listCredentials(database, 'local', query)
  const took = performance.now() - began
  if (page?.credentials.length !== 50) throw new Error('Not a page of 50')
  return took
}
