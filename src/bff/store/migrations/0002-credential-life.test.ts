import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Insertable, Kysely, PostgresDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { Pool } from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { credentialPageSchema, ownerListSchema } from '../../../contract/credential.ts'
import { createTestHome, get, openTestLatchkey, type TestHome } from '../../fixture/latchkey.ts'
import { engines } from '../../fixture/postgres.ts'
import { runOnStore } from '../../fixture/raw-store.ts'
import type { Latchkey } from '../../latchkey.ts'
import type { StoreLocation } from '../database.ts'
import type { CredentialTable, Tables } from '../schema.ts'
import { createSqliteDialect } from '../sqlite.ts'
import { createFirstTables } from './0001-credentials.ts'

const LAST_RELEASE = '2026-03-04T05:06:07.890Z'

describe.each(engines)('on %s a store of the first release', (engine) => {
  let home: TestHome
  let latchkey: Latchkey

  beforeAll(async () => {
    home = await createTestHome(engine)
    await fillAsFirstRelease(home.config.store)
    latchkey = await openTestLatchkey(home)
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
  })

  test('has what it had, each at its first revision, and the total of it', async () => {
    const page = credentialPageSchema.parse(await (await get(latchkey, '/api/credentials?sort=name')).json())
    expect(page).toMatchObject({ total: 3, totalIsAtLeast: false })
    expect(page.credentials.map(({ name, etag }) => [name, etag])).toEqual([
      ['Billing', '"1"'],
      ['Support', '"1"'],
      ['Unchecked', '"1"'],
    ])
  })

  test('says whose they are', async () => {
    const { owners } = ownerListSchema.parse(await (await get(latchkey, '/api/credential-owners')).json())
    expect(owners).toEqual([
      { id: 'ada', name: 'Ada', credentials: 2 },
      { id: 'local', name: 'somebody', credentials: 1 },
    ])
  })

  test.each([
    ['WS_7q', ['Support']],
    ['nordlicht', ['Support']],
    ['billing', ['Billing']],
  ])('finds by %s what a search of today looks at', async (q, names) => {
    const page = credentialPageSchema.parse(await (await get(latchkey, `/api/credentials?q=${q}`)).json())
    expect(page.credentials.map(({ name }) => name)).toEqual(names)
  })

  test('knows the workspaces, and is due for a check at once', async () => {
    const rows = await runOnStore(
      home.config.store,
      'select name, workspace_id, check_due_at, rejected_at from credential order by name',
    )
    const due = { check_due_at: LAST_RELEASE, rejected_at: null }
    expect(rows).toEqual([
      { name: 'Billing', workspace_id: null, ...due },
      { name: 'Support', workspace_id: 'WS_7Q', ...due },
      { name: 'Unchecked', workspace_id: null, ...due },
    ])
  })
})

type FirstRow = Omit<Insertable<CredentialTable>, 'revision' | 'workspace_id' | 'check_due_at' | 'rejected_at'>

async function fillAsFirstRelease(location: StoreLocation): Promise<void> {
  const database = new Kysely<Tables>({ dialect: createDialect(location) })
  const migrations = { '0001-credentials': createFirstTables(location.engine) }
  const migrator = new Migrator({ db: database, provider: { getMigrations: () => Promise.resolve(migrations) } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
  const account = { workspaceId: 'WS_7Q', workspaceName: 'Nordlicht', region: null, adminName: null, adminEmail: null }
  const nameless = { ...account, workspaceId: null, workspaceName: null }
  const ada = { owner_id: 'ada', owner_name: 'Ada' }
  const rows: FirstRow[] = [
    toFirstRow('Support', { account: JSON.stringify(account), search_folded: 'support\n\nnordlicht' }),
    toFirstRow('Billing', { account: JSON.stringify(nameless), search_folded: 'billing\n\n', ...ada }),
    toFirstRow('Unchecked', { search_folded: 'unchecked\n\n', ...ada }),
  ]
  for (const row of rows)
    await database
      .insertInto('credential')
      .values(row as Insertable<CredentialTable>)
      .execute()
  await database.destroy()
}

function toFirstRow(name: string, own: Partial<FirstRow> & Pick<FirstRow, 'search_folded'>): FirstRow {
  const id = uuidv7()
  return {
    id,
    tenant_id: 'local',
    connector: 'intercom',
    method: 'access_token',
    name,
    name_folded: name.toLowerCase(),
    description: '',
    region: 'us',
    account: null,
    status: 'verified',
    status_reason: null,
    status_since: LAST_RELEASE,
    checked_at: LAST_RELEASE,
    sealed_secret: '{}',
    secret_version: 1,
    secret_hash: id,
    owner_id: 'local',
    owner_name: 'somebody',
    created_at: LAST_RELEASE,
    updated_at: LAST_RELEASE,
    last_used_at: '',
    ...own,
  }
}

function createDialect(location: StoreLocation) {
  if (location.engine === 'postgres') {
    return new PostgresDialect({ pool: new Pool({ connectionString: location.url.href, max: 1 }) })
  }
  mkdirSync(dirname(location.path), { recursive: true })
  return createSqliteDialect(location.path)
}
