import { Kysely, sql } from 'kysely'
import { Client, Pool } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { toNewCredential } from '../fixture/new-credential.ts'
import { createTestDatabase, engines } from '../fixture/postgres.ts'
import { insertCredential } from './credentials.ts'
import { type Database, isStoreError, openStore, type Store } from './database.ts'
import { createPostgresDialect, oneTenant } from './postgres.ts'
import type { Tables } from './schema.ts'

/** Whatever an organisation may be called. */
const TENANTS = ['one', 'other', '*', 'on', "o'clock", 'ünï', '%']

describe.runIf(engines.includes('postgres'))('PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof createTestDatabase>>
  let store: Store
  beforeAll(async () => {
    server = await createTestDatabase()
    store = await openStore({ engine: 'postgres', url: server.url, connections: 5 })
  })
  afterAll(async () => {
    await store.database.destroy()
    await server.drop()
  })
  beforeEach(async () => {
    await store.write(async (transaction) => {
      for (const tenantId of TENANTS) await addCredential(transaction, tenantId)
    })
  })
  afterEach(async () => {
    for (const table of ['credential', 'credential_total', 'person'] as const)
      await store.database.deleteFrom(table).execute()
  })

  describe('S10 a query that forgets its tenant', () => {
    test.each(TENANTS)('finds the rows of %j, and no other’s', async (tenantId) => {
      expect(await listTenants(store.of(tenantId).database)).toEqual([tenantId])
      expect(await store.of(tenantId).write(listTenants)).toEqual([tenantId])
      expect(await store.of(tenantId).note(listTenants)).toEqual([tenantId])
    })

    test('changes and deletes those alone', async () => {
      const { write } = store.of('one')
      await write((transaction) => transaction.updateTable('credential').set({ description: 'changed' }).execute())
      expect(await listTenants(store.database, 'changed')).toEqual(['one'])
      await write((transaction) => transaction.deleteFrom('credential').execute())
      expect(await listTenants(store.database)).toEqual(TENANTS.filter((each) => each !== 'one').toSorted())
    })

    test('writes for no other, which is a mistake of Latchkey’s and no failure of the store', async () => {
      const { write, database } = store.of('one')
      const mistakes = [
        () => write((transaction) => addCredential(transaction, 'other')),
        () => write((transaction) => transaction.updateTable('credential').set({ tenant_id: 'other' }).execute()),
        () => addPerson(database, 'other'),
      ]
      for (const mistake of mistakes) {
        const refusal: unknown = await mistake().catch((error: unknown) => error)
        expect(refusal).toMatchObject({ message: expect.stringContaining('row-level security') })
        expect(isStoreError(refusal)).toBe(false)
      }
      expect(await listTenants(store.database)).toEqual(TENANTS.toSorted())
    })

    test('has a policy in its way on every table of tenants', async () => {
      const { rows } = await sql<{ table: string }>`
        select relname as table, relrowsecurity as "isKept", relforcerowsecurity as "isForced",
          (select count(*)::int from pg_policy where polrelid = c.oid) as policies
        from pg_class c join pg_attribute a on a.attrelid = c.oid
        where relkind = 'r' and attname = 'tenant_id' order by relname
      `.execute(store.database)
      expect(rows.map(({ table }) => table)).toEqual(expect.arrayContaining(['audit_event', 'credential', 'session']))
      for (const row of rows) {
        expect(row).toEqual({ table: row.table, isKept: true, isForced: true, policies: 1 })
      }
    })
  })

  test('a connection that names no tenant sees no row and writes none, though it is the owner’s', async () => {
    await addPerson(store.database, '')
    const client = new Client({ connectionString: server.url.href })
    await client.connect()
    const list = async (table: string) => (await client.query(`select tenant_id from ${table}`)).rows.length
    expect(await list('credential')).toBe(0)
    // Once it was set, PostgreSQL says that it is empty.
    await client.query(
      "select set_config('latchkey.tenant', 'one', true), set_config('latchkey.every_tenant', 'on', true)",
    )
    expect([await list('credential'), await list('person')]).toEqual([0, 0])
    const statement = "insert into person (tenant_id, id, name, name_folded, seen_at) values ('', 'a', 'a', 'a', '')"
    await expect(client.query(statement)).rejects.toThrow('row-level security')
    await client.end()
  })

  test('what Latchkey does by itself sees them all', async () => {
    expect(await listTenants(store.database)).toEqual(TENANTS.toSorted())
    expect(await store.write(listTenants)).toEqual(TENANTS.toSorted())
  })

  test('a hundred tenants at once over five connections never mix', { timeout: 30_000 }, async () => {
    const names = Array.from({ length: 100 }, (_, place) => `tenant ${place}`)
    await store.write(async (transaction) => {
      for (const tenantId of names) await addCredential(transaction, tenantId)
    })
    await Promise.all(
      names.map(async (tenantId) => {
        const { database, write, note } = store.of(tenantId)
        const twice = async (transaction: Database): Promise<string[]> => [
          ...(await listTenants(transaction)),
          ...(await listTenants(transaction)),
        ]
        const failing = sql`select * from nothing`
        expect(await listTenants(database)).toEqual([tenantId])
        await expect(write((transaction) => addPerson(transaction, 'other'))).rejects.toThrow('row-level security')
        expect(await write(twice)).toEqual([tenantId, tenantId])
        await expect(failing.execute(database)).rejects.toThrow('does not exist')
        await note((connection) => addPerson(connection, tenantId))
        expect(await listTenants(database)).toEqual([tenantId])
      }),
    )
    const people = await store.database.selectFrom('person').select('tenant_id').execute()
    expect(new Set(people.map(({ tenant_id }) => tenant_id))).toEqual(new Set(names))
  })

  describe('over one connection, which has just been another tenant’s,', () => {
    let one: Store
    beforeEach(async () => {
      one = await openStore({ engine: 'postgres', url: server.url, connections: 1 })
    })
    afterEach(() => one.database.destroy())

    test.each<[string, (store: Store) => Promise<unknown>]>([
      ['after a statement that failed', ({ of }) => sql`select * from nothing`.execute(of('one').database)],
      [
        'after a transaction that failed',
        ({ of }) => of('one').write((transaction) => sql`select * from nothing`.execute(transaction)),
      ],
      ['after one that was given up', ({ of }) => of('one').write(() => Promise.reject(new Error('given up')))],
      ['after one of all tenants', ({ write }) => write(() => Promise.reject(new Error('given up')))],
      [
        'after one that was left open',
        ({ of }) =>
          of('one')
            .database.connection()
            .execute((connection) => sql`begin`.execute(connection)),
      ],
      [
        'after a connection that broke',
        ({ of }) => of('one').write(async (transaction) => breakConnection(transaction, server.url)),
      ],
      ['after a commit', ({ of }) => of('one').write(() => Promise.resolve())],
    ])('another sees its own alone, %s', async (_, before) => {
      await before(one).catch(() => undefined)
      expect(await listTenants(one.of('other').database)).toEqual(['other'])
      expect(await one.of('other').write(listTenants)).toEqual(['other'])
      await before(one).catch(() => undefined)
      expect(await one.of('nobody').write(listTenants)).toEqual([])
      expect(await one.of('nobody').note(listTenants)).toEqual([])
    })
  })

  test('a statement that nobody waited for to the end takes its connection along', async () => {
    const pool = new Pool({ connectionString: server.url.href, max: 1, query_timeout: 100 })
    const see = (tenantId: string) => new Kysely<Tables>({ dialect: createPostgresDialect(pool, oneTenant(tenantId)) })
    const late = sql`select pg_sleep(0.5)`.execute(see('one'))
    await expect(late).rejects.toThrow('Query read timeout')
    expect(await listTenants(see('other'))).toEqual(['other'])
    await pool.end()
  })

  test('a role that policies do not hold for is told of', async () => {
    expect(store.isAbovePolicies).toBe(false)
    const above = new URL(process.env['LATCHKEY_TEST_DATABASE_URL'] ?? '')
    above.pathname = server.url.pathname
    const opened = await openStore({ engine: 'postgres', url: above, connections: 1 })
    expect(opened.isAbovePolicies).toBe(true)
    await opened.database.destroy()
  })
})

async function addCredential(transaction: Database, tenantId: string): Promise<void> {
  await insertCredential(transaction, toNewCredential({ tenantId }))
}

async function addPerson(database: Database, tenantId: string): Promise<void> {
  const person = { id: crypto.randomUUID(), name: 'Ada', name_folded: 'ada', seen_at: '' }
  await database
    .insertInto('person')
    .values({ tenant_id: tenantId, ...person })
    .execute()
}

/** Whose credentials a query finds that asks for no tenant's. */
async function listTenants(database: Database, description = ''): Promise<string[]> {
  const rows = await database
    .selectFrom('credential')
    .select('tenant_id')
    .where('description', '=', description)
    .orderBy('tenant_id')
    .execute()
  return rows.map(({ tenant_id }) => tenant_id)
}

async function breakConnection(transaction: Database, url: URL): Promise<void> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction)
  const client = new Client({ connectionString: url.href })
  await client.connect()
  await client.query('select pg_terminate_backend($1)', [rows[0]?.pid])
  await client.end()
  await sql`select 1`.execute(transaction)
}
