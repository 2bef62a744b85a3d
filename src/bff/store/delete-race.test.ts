import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deleteCredential } from '../credential/delete-credential.ts'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { toNewCredential } from '../fixture/new-credential.ts'
import { toAdmin, toPrincipal } from '../fixture/principal.ts'
import { engines } from '../fixture/postgres.ts'
import { editResource } from '../resource/edit-resource.ts'
import { insertCredential, lockCredential } from './credentials.ts'
import { openStore, type Store } from './database.ts'
import { moveToDeleted } from './deleted-credentials.ts'
import { findResource, holdForResource, insertResource } from './resources.ts'

describe.runIf(engines.includes('postgres'))('on PostgreSQL, where two change at once,', () => {
  let home: TestHome
  let store: Store
  beforeAll(async () => {
    home = await createTestHome('postgres')
    store = await openStore(home.config.store)
  })
  afterAll(async () => {
    await store.database.destroy()
    await home.remove()
  })

  async function make(): Promise<string> {
    const credential = toNewCredential()
    await insertCredential(store.database, credential)
    return credential.id
  }

  test('a deletion waits for a source that is being made, and is refused for it', async () => {
    const id = await make()
    const making = await store.database.startTransaction().execute()
    expect(await holdForResource(making, toAdmin(), id)).toBe('intercom')
    await insertResource(making, toNewResource(id))
    const principal = toPrincipal({ id: 'local', name: 'somebody' })
    const dependencies = { store, clock: () => new Date() }
    const deleting = deleteCredential(dependencies, { principal, credentialId: id, matches: () => true })
    await waitUntilOneWaits(store)
    await making.commit().execute()
    expect(await deleting).toMatchObject({ code: 'credential_in_use', usedBy: [{ name: 'Contacts' }] })
  })

  test('a source waits for a deletion, and then has no credential', async () => {
    const id = await make()
    const deleting = await store.database.startTransaction().execute()
    const locked = await lockCredential(deleting, toAdmin(), id)
    if (!locked) throw new Error('It is not there')
    await moveToDeleted(deleting, locked, { by: { id: 'local', name: 'somebody' }, at: new Date().toISOString() })
    const holding = holdForResource(store.database, toAdmin(), id)
    await waitUntilOneWaits(store)
    await deleting.commit().execute()
    expect(await holding).toBeNull()
  })

  test('a source that moves to a credential waits for its deletion, and stays where it was', async () => {
    const [from, to] = [await make(), await make()]
    const source = toNewResource(from)
    await insertResource(store.database, source)
    const deleting = await store.database.startTransaction().execute()
    const locked = await lockCredential(deleting, toAdmin(), to)
    if (!locked) throw new Error('It is not there')
    await moveToDeleted(deleting, locked, { by: { id: 'local', name: 'somebody' }, at: new Date().toISOString() })
    const asked = { kind: 'source', credentialId: to, matches: () => true } as const
    const principal = toPrincipal({ id: 'local', name: 'somebody' })
    const moving = editResource({ store, clock: () => new Date() }, { principal, resourceId: source.id, ...asked })
    await waitUntilOneWaits(store)
    await deleting.commit().execute()
    expect(await moving).toMatchObject({ code: 'invalid_input', errors: [{ pointer: '/credentialId' }] })
    expect(await findResource(store.database, toAdmin(), source.id)).toMatchObject({ credential: { id: from } })
  })
})

/** Until another connection stands behind a lock. */
async function waitUntilOneWaits({ database }: Store): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await sql`
        select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
      `.execute(database)
      return rows.length
    })
    .toBe(1)
}

function toNewResource(credentialId: string): Parameters<typeof insertResource>[1] {
  const now = new Date().toISOString()
  return {
    id: crypto.randomUUID(),
    tenantId: 'local',
    kind: 'source',
    connector: 'intercom',
    credentialId,
    name: 'Contacts',
    region: null,
    configuration: null,
    owner: { id: 'local', name: 'somebody' },
    createdAt: now,
    updatedAt: now,
  }
}
