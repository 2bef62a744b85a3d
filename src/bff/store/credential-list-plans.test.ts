import { Kysely } from 'kysely'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ListCredentials } from '../../contract/credential.ts'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { toNewCredential } from '../fixture/new-credential.ts'
import { share } from '../fixture/shared-credential.ts'
import { toAdmin, toPrincipal } from '../fixture/principal.ts'
import type { Asker } from './credential-access.ts'
import { listCredentials } from './credential-list.ts'
import { listOwners } from './credential-owners.ts'
import { insertCredential } from './credentials.ts'
import { type Database, openStore, type Store } from './database.ts'
import type { Tables } from './schema.ts'
import { createSqliteDialect } from './sqlite.ts'

/** From ten ids on, SQLite may think that an index of the tenant's is less work than they are. */
const PAGE = 12

const owner = { id: 'ada', name: 'Ada' }

let home: TestHome
let store: Store
let path: string
beforeAll(async () => {
  home = await createTestHome('sqlite')
  if (home.config.store.engine !== 'sqlite') throw new Error('Not SQLite')
  ;({ path } = home.config.store)
  store = await openStore(home.config.store)
  for (let row = 0; row < 2 * PAGE; row += 1) {
    await insertCredential(store.database, toNewCredential({ name: `a${row}` }))
    const [own, shared] = [toNewCredential({ name: `ab${row}`, owner }), toNewCredential({ name: `ac${row}` })]
    for (const each of [own, shared]) await insertCredential(store.database, each)
    await share(store.database, shared.id, { kind: 'team', id: 'Data' })
  }
})
afterAll(async () => {
  await store.database.destroy()
  await home.remove()
})

test.each<[string, Partial<ListCredentials>, RegExp]>([
  ['newest', {}, /USING (?:COVERING )?INDEX credential_by_connector/u],
  ['name', { sort: 'name' }, /USING INDEX sqlite_autoindex_credential_\d/u],
  ['status', { sort: 'status' }, /USING (?:COVERING )?INDEX credential_by_status/u],
  ['last used', { sort: '-lastUsedAt' }, /USING (?:COVERING )?INDEX credential_by_last_used_at/u],
  ['newest among what is searched', { q: 'a' }, /USING INDEX credential_by_connector/u],
  ['name among what is searched', { q: 'a', sort: 'name' }, /USING INDEX sqlite_autoindex_credential_\d/u],
  ['status among what is searched', { q: 'a', sort: 'status' }, /USING INDEX credential_by_status/u],
  ['last used among what is searched', { q: 'a', sort: '-lastUsedAt' }, /USING INDEX credential_by_last_used_at/u],
])('a page by %s is read along an index, sorts nothing and reads no other rows', async (_, query, index) => {
  const plans = await explain({ connector: 'intercom', sort: '-createdAt', limit: PAGE, ...query })
  expect(plans.length).toBeGreaterThan(4)
  expect(plans.join('\n')).toMatch(index)
  for (const plan of plans) {
    expect(plan).not.toMatch(/TEMP B-TREE/u)
    expect(plan).not.toMatch(/^SCAN credential(?!_total)/mu)
    expect(plan).not.toMatch(/^SEARCH credential .*\(tenant_id=\?\)$/mu)
  }
})

test.each(['-createdAt', 'name', 'status', '-lastUsedAt'] as const)(
  'a member who sees few of many reads no other rows by %s',
  async (sort) => {
    for (const query of [{}, { q: 'a' }, { connector: 'intercom' }]) {
      const plans = await explain({ sort, limit: 5, ...query }, toPrincipal({ id: 'ada', teams: ['Data', 'Sales'] }))
      expect(plans.length).toBeGreaterThan(4)
      for (const plan of plans) {
        // The few, read by their ids, are what is scanned then.
        const [, ofFew = plan] = plan.split(
          'SEARCH credential USING INDEX sqlite_autoindex_credential_1 (id=?)\nSCAN credential',
        )
        expect(ofFew).not.toMatch(/SCAN (?:credential|credential_grant)\b/mu)
        expect(plan).not.toMatch(/SEARCH credential .*\((?:tenant_id|connector)=\?(?: AND connector=\?)?\)$/mu)
        expect(plan).not.toMatch(/SEARCH credential_grant .*\(tenant_id=\?\)/u)
      }
    }
  },
)

test('a member’s list of owners reads no other rows', async () => {
  const asker = toPrincipal({ id: 'ada', teams: ['Data', 'Sales'] })
  const plans = await listen((database) => listOwners(database, asker, 'intercom'))
  expect(plans).toHaveLength(2)
  for (const plan of plans) {
    expect(plan).not.toMatch(/SCAN (?:credential|credential_grant|credential_total)\b/mu)
    expect(plan).not.toMatch(/SEARCH credential .*\(tenant_id=\?(?: AND connector=\?)?\)$/mu)
    expect(plan).not.toMatch(/SEARCH credential_grant .*\(tenant_id=\?\)/u)
  }
})

/** The plan of each statement that two pages take. */
function explain(query: ListCredentials, asker: Asker = toAdmin()): Promise<string[]> {
  return listen(async (database) => {
    const first = await listCredentials(database, asker, query)
    await listCredentials(database, asker, { ...query, cursor: first?.nextCursor ?? '' })
  })
}

/** The plan of each statement that some work takes. */
async function listen(work: (database: Database) => Promise<unknown>): Promise<string[]> {
  const statements: { sql: string; parameters: readonly unknown[] }[] = []
  const listening = new Kysely<Tables>({
    dialect: createSqliteDialect(path),
    log: ({ query: { sql, parameters } }) => void statements.push({ sql, parameters }),
  })
  await work(listening)
  await listening.destroy()
  const database = new DatabaseSync(path)
  const plans = statements.map(({ sql, parameters }) => {
    const steps = database.prepare(`explain query plan ${sql}`).all(...(parameters as string[]))
    return steps.map((step) => String(step['detail'])).join('\n')
  })
  database.close()
  return plans
}
