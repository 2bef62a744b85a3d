import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { CompiledQuery } from 'kysely'
import { localPrincipal, type Principal } from '../src/bff/access/principal.ts'
import { copyTenant } from '../src/bff/fixture/copy-tenant.ts'
import { createTestDatabase, engines } from '../src/bff/fixture/postgres.ts'
import { listCredentials } from '../src/bff/store/credential-list.ts'
import { insertCredential } from '../src/bff/store/credentials.ts'
import { type Engine, openStore, type Store, type StoreLocation } from '../src/bff/store/database.ts'
import { type ListCredentials, listCredentialsSchema } from '../src/contract/credential.ts'
import { type Figure, median } from './figure.ts'
import { createHome } from './process.ts'
import { makeRealisticCredential, words } from './realistic-credential.ts'

const TENANTS = 1_000
const CREDENTIALS = 1_000
const ROUNDS = 200

/** Of one tenant in the middle of a thousand, against a store that has that tenant alone; on PostgreSQL where tests have one. */
export async function measureTenants(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const engine of engines) {
    const places: Place[] = []
    try {
      const alone = await fill(engine, 1, places)
      const among = await fill(engine, TENANTS, places)
      for (const [what, asked] of Object.entries(pages)) {
        figures.push(await compare(alone, among, `${what}, on ${engine}`, asked))
      }
      for (const { store } of [alone, among]) await store.database.destroy()
    } finally {
      for (const place of places) await place.remove()
    }
  }
  return figures
}

interface Asked {
  principal: Partial<Principal>
  query: Partial<ListCredentials>
}

const pages: Record<string, Asked> = {
  'an admin’s page of 50 of a tenant’s 1,000 credentials': { principal: {}, query: { connector: 'intercom' } },
  'the same by name': { principal: {}, query: { connector: 'intercom', sort: 'name' } },
  'what an admin searches': { principal: {}, query: { connector: 'intercom', q: words.frequent } },
  'the page of a member who has 200 of them': {
    principal: { id: 'ada', role: 'member' },
    query: { connector: 'intercom' },
  },
}

async function compare(alone: Filled, among: Filled, what: string, asked: Asked): Promise<Figure> {
  const rounds: { alone: number; among: number }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({ alone: await timePage(alone, asked), among: await timePage(among, asked) })
  }
  const ofAlone = median(rounds.map((round) => round.alone))
  const ofAmong = median(rounds.map((round) => round.among))
  return {
    what: `${what}: one tenant among ${TENANTS.toLocaleString('en')} against it alone`,
    value: `${(ofAmong / ofAlone).toFixed(2)} times`,
    must: '1.50 times, or less',
    holds: ofAmong / ofAlone <= 1.5,
    baseline: `${ofAmong.toFixed(2)} ms against ${ofAlone.toFixed(2)} ms`,
  }
}

async function timePage({ store, tenantId }: Filled, { principal, query }: Asked): Promise<number> {
  const asker = { ...localPrincipal(), ...principal, tenantId }
  const parsed = listCredentialsSchema.parse(query)
  const { database } = store.of(tenantId)
  const began = performance.now()
  const page = await listCredentials(database, asker, parsed)
  const took = performance.now() - began
  if (page?.credentials.length !== 50) throw new Error('Not a page of 50')
  return took
}

interface Filled {
  store: Store
  tenantId: string
}

async function fill(engine: Engine, tenants: number, places: Place[]): Promise<Filled> {
  const place = engine === 'sqlite' ? createSqlitePlace() : await createPostgresPlace()
  places.push(place)
  const store = await openStore(place.location)
  await store.write(async (transaction) => {
    for (let row = 0; row < CREDENTIALS; row += 1) await insertCredential(transaction, makeRealisticCredential(row))
  })
  if (tenants > 1) await copyInSteps(store, engine, tenants - 1)
  // As PostgreSQL does by itself some time after.
  if (engine === 'postgres') await store.database.executeQuery(CompiledQuery.raw('analyze'))
  return { store, tenantId: tenants > 1 ? `copy ${Math.floor(tenants / 2)}` : 'local' }
}

/** A statement of PostgreSQL's has ten seconds. */
const STEP = 10

async function copyInSteps(store: Store, engine: Engine, copies: number): Promise<void> {
  for (let first = 1; first <= copies; first += STEP) {
    const step = { first, last: Math.min(copies, first + STEP - 1) }
    await store.write((transaction) => copyTenant(transaction, engine, 'local', step))
  }
}

interface Place {
  location: StoreLocation
  remove(): Promise<void>
}

function createSqlitePlace(): Place {
  const home = createHome()
  return {
    location: { engine: 'sqlite', path: join(home, 'latchkey.db') },
    remove: () => Promise.resolve(rmSync(home, { recursive: true, force: true })),
  }
}

async function createPostgresPlace(): Promise<Place> {
  const { url, drop } = await createTestDatabase()
  return { location: { engine: 'postgres', url, connections: 2 }, remove: drop }
}
