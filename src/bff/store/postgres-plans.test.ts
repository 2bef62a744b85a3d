import { CompiledQuery, Kysely } from 'kysely'
import { Pool } from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ListCredentials } from '../../contract/credential.ts'
import { copyTenant } from '../fixture/copy-tenant.ts'
import { toNewCredential } from '../fixture/new-credential.ts'
import { createTestDatabase, engines } from '../fixture/postgres.ts'
import { toAdmin } from '../fixture/principal.ts'
import { listCredentials } from './credential-list.ts'
import { insertCredential } from './credentials.ts'
import { openStore } from './database.ts'
import { createPostgresDialect, oneTenant } from './postgres.ts'
import type { Tables } from './schema.ts'

/** So many that the planner, were it to expect few, would rather sort a tenant's than walk an index. */
const CREDENTIALS = 400
const OTHERS = 50
const PAGE = 12

describe.runIf(engines.includes('postgres'))('under the policy of PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof createTestDatabase>>
  let pool: Pool
  beforeAll(async () => {
    server = await createTestDatabase()
    pool = new Pool({ connectionString: server.url.href, max: 1 })
    const store = await openStore({ engine: 'postgres', url: server.url, connections: 1 })
    await store.write(async (transaction) => {
      for (let row = 0; row < CREDENTIALS; row += 1) {
        await insertCredential(transaction, toNewCredential({ tenantId: 'one', id: uuidv7({ msecs: row }) }))
      }
      await copyTenant(transaction, 'postgres', 'one', { last: OTHERS })
    })
    await store.database.executeQuery(CompiledQuery.raw('analyze'))
    await store.database.destroy()
  }, 30_000)
  afterAll(async () => {
    await pool.end()
    await server.drop()
  })

  test.each<[string, Partial<ListCredentials>, RegExp]>([
    ['newest', {}, /Index (?:Only )?Scan Backward using credential_by_connector/u],
    [
      'newest of every connector',
      { connector: undefined },
      /Index (?:Only )?Scan Backward using credential_by_created_at/u,
    ],
    ['name', { sort: 'name' }, /Index (?:Only )?Scan using credential_name/u],
    ['status', { sort: 'status' }, /Index (?:Only )?Scan using credential_by_status/u],
    ['last used', { sort: '-lastUsedAt' }, /Index (?:Only )?Scan Backward using credential_by_last_used_at/u],
  ])('a page by %s is read along an index, and sorts nothing', async (_, query, index) => {
    const plans = await explain({ connector: 'intercom', sort: '-createdAt', limit: PAGE, ...query })
    expect(plans.join('\n')).toMatch(index)
    for (const plan of plans) {
      // Names are unique without their ids, which an incremental sort has nothing to do for.
      expect(plan).not.toMatch(/-> {2}Sort\b/u)
      expect(plan).not.toMatch(/Seq Scan on credential\b/u)
    }
  })

  /** The plan of each statement that two pages take. */
  async function explain(query: ListCredentials): Promise<string[]> {
    const statements: CompiledQuery[] = []
    const listening = new Kysely<Tables>({
      dialect: createPostgresDialect(pool, oneTenant('one')),
      log: ({ query: statement }) => void statements.push(statement),
    })
    const admin = toAdmin('one')
    const first = await listCredentials(listening, admin, query)
    expect(first?.credentials).toHaveLength(PAGE)
    await listCredentials(listening, admin, { ...query, cursor: first?.nextCursor ?? '' })
    const plans: string[] = []
    for (const { sql, parameters } of statements.splice(0)) {
      const explained = CompiledQuery.raw(`explain ${sql}`, [...parameters])
      const { rows } = await listening.executeQuery<{ 'QUERY PLAN': string }>(explained)
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
    }
    return plans
  }
})
