import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deleteCredential } from '../credential/delete-credential.ts'
import { editCredential } from '../credential/edit-credential.ts'
import { eraseCredential } from '../credential/erase-credential.ts'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { toNewCredential } from '../fixture/new-credential.ts'
import { toAdmin, toPrincipal } from '../fixture/principal.ts'
import { engines } from '../fixture/postgres.ts'
import { share } from '../fixture/shared-credential.ts'
import { deleteGrant, findGrant } from '../store/credential-grants.ts'
import { listOwners } from '../store/credential-owners.ts'
import { findCredential, insertCredential, lockCredential } from '../store/credentials.ts'
import { openStore, type Store } from '../store/database.ts'
import { listDeletedCredentials, moveToDeleted } from '../store/deleted-credentials.ts'
import { holdForResource } from '../store/resources.ts'
import { notePerson } from '../store/people.ts'
import { handOverCredential } from './hand-over-credential.ts'
import { shareCredential } from './share-credential.ts'
import { unshareCredential } from './unshare-credential.ts'

const people = ['ada', 'bob', 'cleo'].map((id) => toPrincipal({ id, name: id }))
const [ada = toAdmin(), bob = toAdmin()] = people
const grantee = { kind: 'person', id: 'bob' } as const
const matches = (): boolean => true

describe.each(engines)('what is shared on %s, where two change at once,', (engine) => {
  let home: TestHome
  let store: Store
  let dependencies: { store: Store; clock(): Date }
  beforeAll(async () => {
    home = await createTestHome(engine)
    store = await openStore(home.config.store)
    dependencies = { store, clock: () => new Date() }
    await store.write(async (transaction) => {
      for (const person of people) await notePerson(transaction, person, new Date().toISOString())
    })
  })
  afterAll(async () => {
    await store.database.destroy()
    await home.remove()
  })

  async function make(): Promise<string> {
    const credential = toNewCredential({ owner: { id: 'ada', name: 'ada' } })
    await store.write((transaction) => insertCredential(transaction, credential))
    return credential.id
  }

  async function countGrants(id: string): Promise<number> {
    const rows = await store.database
      .selectFrom('credential_grant')
      .select('grantee_id')
      .where('credential_id', '=', id)
      .execute()
    return rows.length
  }

  test('a hand-over and a deletion: the totals are the rows’', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, make))
    await Promise.all(
      ids.flatMap((credentialId, index) => [
        handOverCredential(dependencies, { principal: ada, credentialId, ownerId: index % 2 ? 'bob' : 'cleo' }),
        deleteCredential(dependencies, { principal: toAdmin(), credentialId, matches }),
      ]),
    )
    const asker = toAdmin()
    const owners = await listOwners(store.database, asker, undefined)
    expect(owners).toEqual([])
    const page = await listDeletedCredentials(store.database, asker, { limit: 100 })
    expect(page?.credentials.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
  })

  test('two that hand over: one after the other, and the totals are the rows’', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, make))
    const principal = toAdmin()
    await Promise.all(
      ids.flatMap((credentialId) =>
        ['bob', 'cleo', 'ada'].map((ownerId) => handOverCredential(dependencies, { principal, credentialId, ownerId })),
      ),
    )
    const found = await Promise.all(ids.map((id) => findCredential(store.database, principal, id)))
    const owners = Object.groupBy(found, (credential) => credential?.owner.id ?? '')
    const counted = await listOwners(store.database, principal, undefined)
    expect(Object.fromEntries(counted.map(({ id, credentials }) => [id, credentials]))).toEqual(
      Object.fromEntries(Object.entries(owners).map(([id, rows]) => [id, rows?.length])),
    )
    for (const credential of found) {
      expect(
        await findGrant(store.database, credential?.id ?? '', { kind: 'person', id: credential?.owner.id ?? '' }),
      ).toBeNull()
    }
  })

  test('a grant and an erasure: of what is erased no grant is left', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, make))
    await Promise.all(
      ids.map(async (credentialId) => {
        const sharing = shareCredential(dependencies, { principal: ada, credentialId, grantee, access: 'admin' })
        await deleteCredential(dependencies, { principal: ada, credentialId, matches })
        await eraseCredential(dependencies, { principal: ada, credentialId })
        await sharing
        expect(await countGrants(credentialId)).toBe(0)
      }),
    )
  })

  test('a grant that is given many times at once is one, and one event', async () => {
    const credentialId = await make()
    const request = { principal: ada, credentialId, grantee, access: 'admin' } as const
    const answers = await Promise.all(Array.from({ length: 5 }, () => shareCredential(dependencies, request)))
    expect(answers).toEqual([null, null, null, null, null])
    expect(await countGrants(credentialId)).toBe(1)
    const events = await store.database
      .selectFrom('audit_event')
      .select('action')
      .where('credential_id', '=', credentialId)
      .execute()
    expect(events).toEqual([{ action: 'access.granted' }])
  })

  // SQLite has one writer: nothing of this can happen there.
  describe.runIf(engine === 'postgres')('and one waits', () => {
    test('a grant that was taken back while its holder’s change waited gives nothing any more', async () => {
      const id = await make()
      await share(store.database, id, grantee, { access: 'admin' })
      const revoking = await store.database.startTransaction().execute()
      expect(await lockCredential(revoking, ada, id)).not.toBeNull()
      await deleteGrant(revoking, id, grantee)
      const request = { principal: bob, credentialId: id, matches, name: `Mine ${id}` }
      const waiting = [editCredential(dependencies, request), holdForResource(store.database, bob, id)]
      await waitUntilWaiting(store, waiting.length)
      await revoking.commit().execute()
      expect(await Promise.all(waiting)).toEqual([{ code: 'not_found' }, null])
      expect((await findCredential(store.database, ada, id))?.name).not.toBe(request.name)
    })

    test('a grant made smaller while its holder’s change waited is the smaller one', async () => {
      const id = await make()
      await share(store.database, id, grantee, { access: 'admin' })
      const revoking = await store.database.startTransaction().execute()
      expect(await lockCredential(revoking, ada, id)).not.toBeNull()
      await share(revoking, id, grantee, { access: 'collaborator' })
      const deleting = deleteCredential(dependencies, { principal: bob, credentialId: id, matches })
      await waitUntilWaiting(store, 1)
      await revoking.commit().execute()
      expect(await deleting).toMatchObject({ code: 'not_permitted' })
    })

    test('a grant waits for a deletion, and is then none', async () => {
      const id = await make()
      const deleting = await store.database.startTransaction().execute()
      const locked = await lockCredential(deleting, ada, id)
      if (!locked) throw new Error('It is not there')
      await moveToDeleted(deleting, locked, { by: { id: 'ada', name: 'ada' }, at: new Date().toISOString() })
      const request = { principal: ada, credentialId: id, grantee }
      const waiting = [
        shareCredential(dependencies, { ...request, access: 'admin' }),
        unshareCredential(dependencies, request),
        handOverCredential(dependencies, { principal: ada, credentialId: id, ownerId: 'bob' }),
      ]
      await waitUntilWaiting(store, waiting.length)
      await deleting.commit().execute()
      expect(await Promise.all(waiting)).toEqual(waiting.map(() => ({ code: 'not_found' })))
      expect(await countGrants(id)).toBe(0)
    })
  })
})

/** Until so many connections stand behind a lock. */
async function waitUntilWaiting({ database }: Store, count: number): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await sql`
        select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
      `.execute(database)
      return rows.length
    })
    .toBe(count)
}
