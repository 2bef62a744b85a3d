import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { Kysely, PostgresDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestHome, type TestHome } from '../../fixture/latchkey.ts'
import { toNewCredential } from '../../fixture/new-credential.ts'
import { engines } from '../../fixture/postgres.ts'
import { toAdmin } from '../../fixture/principal.ts'
import { listCredentials } from '../credential-list.ts'
import { insertCredential } from '../credentials.ts'
import { openStore, type Store, type StoreLocation } from '../database.ts'
import type { Tables } from '../schema.ts'
import { createSqliteDialect } from '../sqlite.ts'
import { createFirstTables } from './0001-credentials.ts'
import { createCredentialLife } from './0002-credential-life.ts'
import { createCredentialUse } from './0003-credential-use.ts'

const BEFORE = '2026-03-04T05:06:07.890Z'

describe.each(engines)('on %s a store from before people signed in', (engine) => {
  let home: TestHome
  let store: Store
  const credential = toNewCredential({ name: 'Support', owner: { id: 'local', name: 'somebody' } })

  beforeAll(async () => {
    home = await createTestHome(engine)
    await fillAsBefore(home.config.store, credential)
    store = await openStore(home.config.store)
  })
  afterAll(async () => {
    await store.database.destroy()
    await home.remove()
  })

  test('has the credentials it had, for their tenant and no other', async () => {
    const page = await listCredentials(store.of('local').database, toAdmin(), { sort: 'name', limit: 50 })
    expect(page).toMatchObject({ total: 1, credentials: [{ id: credential.id, name: 'Support' }] })
    expect(
      await listCredentials(store.of('other').database, toAdmin('other'), { sort: 'name', limit: 50 }),
    ).toMatchObject({
      total: 0,
      credentials: [],
    })
  })

  test('has the keys and the counters it had', async () => {
    const { database } = store.of('local')
    expect(await database.selectFrom('data_plane_key').select(['id', 'hash']).execute()).toEqual([
      { id: 'k', hash: 'h' },
    ])
    expect(await database.selectFrom('credential_usage').select('hour').execute()).toEqual([{ hour: BEFORE }])
    expect(await database.selectFrom('data_key').select('kid').execute()).toEqual([{ kid: 'kid' }])
  })

  test('tells of each event how it came out, and from nowhere', async () => {
    const events = await store
      .of('local')
      .database.selectFrom('audit_event')
      .select(['action', 'outcome', 'address'])
      .orderBy('id')
      .execute()
    expect(events).toEqual([
      { action: 'credential.created', outcome: 'done', address: null },
      { action: 'credential.refused', outcome: 'refused', address: null },
      { action: 'secret.replacement_refused', outcome: 'refused', address: null },
    ])
  })
})

async function fillAsBefore(location: StoreLocation, credential: ReturnType<typeof toNewCredential>): Promise<void> {
  const { engine } = location
  const database = new Kysely<Tables>({ dialect: createDialect(location) })
  const migrations = {
    '0001-credentials': createFirstTables(engine),
    '0002-credential-life': createCredentialLife(engine),
    '0003-credential-use': createCredentialUse(engine),
  }
  const migrator = new Migrator({ db: database, provider: { getMigrations: () => Promise.resolve(migrations) } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error

  const ofTenant = { tenant_id: credential.tenantId, connector: credential.connector }
  await insertCredential(database, credential)
  for (const [place, action] of ['credential.created', 'credential.refused', 'secret.replacement_refused'].entries()) {
    const event = { id: `${place}`, at: BEFORE, actor_id: 'local', actor_name: 'somebody', action }
    await database
      .insertInto('audit_event')
      .values({ ...ofTenant, ...event, credential_id: credential.id })
      .execute()
  }
  await database
    .insertInto('data_plane_key')
    .values({ ...ofTenant, id: 'k', name: 'flows', hash: 'h', created_by: 'local', created_at: BEFORE })
    .execute()
  const counted = { calls: 1, errors: 0, throttled: 0, bytes_sent: 0, bytes_received: 0, latency: '' }
  await database
    .insertInto('credential_usage')
    .values({ tenant_id: credential.tenantId, credential_id: credential.id, hour: BEFORE, ...counted })
    .execute()
  await database
    .insertInto('data_key')
    .values({ kid: 'kid', tenant_id: credential.tenantId, wrapped: '{}', created_at: BEFORE })
    .execute()
  await database.destroy()
}

function createDialect(location: StoreLocation) {
  if (location.engine === 'postgres') {
    return new PostgresDialect({ pool: new Pool({ connectionString: location.url.href, max: 1 }) })
  }
  mkdirSync(dirname(location.path), { recursive: true })
  return createSqliteDialect(location.path)
}
