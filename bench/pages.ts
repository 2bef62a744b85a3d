import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { listCredentialsSchema } from '../src/contract/credential.ts'
import { localPrincipal } from '../src/bff/access/principal.ts'
import { listCredentials } from '../src/bff/store/credential-list.ts'
import type { Database } from '../src/bff/store/database.ts'
import { nameList, type PagePosition, toCursor } from '../src/bff/store/key-page.ts'
import { type Figure, median } from './figure.ts'
import { fillStore } from './fill-store.ts'
import { createHome } from './process.ts'

const FEW = 1_000
const MANY = 1_000_000
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
  /** The middle row's. */
  position: PagePosition
}

async function fill(path: string, rows: number): Promise<Filled> {
  const database = await fillStore(path, rows)
  const middle = await database
    .selectFrom('credential')
    .select(['id', 'created_at'])
    .orderBy('created_at')
    .offset(rows / 2)
    .limit(1)
    .executeTakeFirstOrThrow()
  return { database, position: { sortValue: middle.created_at, id: middle.id } }
}

async function timePage({ database, position }: Filled, connector: string | undefined): Promise<number> {
  const cursor = toCursor(nameList('-createdAt', [connector, undefined, undefined, undefined, []]), position)
  const query = listCredentialsSchema.parse({ connector, cursor })
  const began = performance.now()
  const page = await listCredentials(database, localPrincipal(), query)
  const took = performance.now() - began
  if (page?.credentials.length !== 50) throw new Error('Not a page of 50')
  return took
}
