import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { change } from '../fixture/change.ts'
import { createTestHome, openTestLatchkey, readProblem, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { toPrincipal } from '../fixture/principal.ts'
import { refuseInserts, runOnStore } from '../fixture/raw-store.ts'
import { storeCredentials } from '../fixture/stored-credentials.ts'
import type { Latchkey } from '../latchkey.ts'
import { openStore } from '../store/database.ts'
import { notePerson } from '../store/people.ts'

describe.each(engines)('S24 on %s, while the audit takes nothing,', (engine) => {
  let home: TestHome
  let latchkey: Latchkey
  let id: string
  beforeAll(async () => {
    home = await createTestHome(engine)
    latchkey = await openTestLatchkey(home)
    const [made] = await storeCredentials(home, {})
    id = made?.id ?? ''
    const store = await openStore(home.config.store)
    await store.write((transaction) => notePerson(transaction, toPrincipal({ id: 'ada' }), new Date().toISOString()))
    await store.database.destroy()
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
  })

  // One after the other, since each needs what the one before it did once it was let.
  test.each<[string, string, string, object, number]>([
    ['shared', 'PUT', '/api/credentials/:id/access/person/ada', { body: { access: 'admin' } }, 200],
    ['taken back', 'DELETE', '/api/credentials/:id/access/person/ada', {}, 204],
    ['handed over', 'PUT', '/api/credentials/:id/owner', { body: { owner: 'ada' } }, 200],
    ['edited', 'PATCH', '/api/credentials/:id', { body: { name: 'Edited' } }, 200],
    ['deleted', 'DELETE', '/api/credentials/:id', {}, 200],
    ['restored', 'POST', '/api/deleted-credentials/:id/restore', {}, 200],
    ['deleted again', 'DELETE', '/api/credentials/:id', {}, 200],
    ['erased', 'DELETE', '/api/deleted-credentials/:id', {}, 204],
  ])('a credential is not %s, and is once it does', async (_, method, template, request, status) => {
    const path = template.replace(':id', id)
    const before = await readEverything(home)
    const allow = await refuseInserts(home.config.store, 'audit_event')
    const failed = await change(latchkey, method, path, request)
    expect([failed.status, await readProblem(failed)]).toMatchObject([503, { code: 'store_unavailable' }])
    expect(await readEverything(home)).toEqual(before)
    await allow()

    expect((await change(latchkey, method, path, request)).status).toBe(status)
    const after = await readEverything(home)
    expect(after['audit_event']).toHaveLength((before['audit_event']?.length ?? 0) + 1)
    expect(after).not.toEqual(before)
  })
})

const tables = ['credential', 'credential_grant', 'person', 'deleted_credential', 'credential_total', 'audit_event']

async function readEverything(home: TestHome): Promise<Record<string, unknown[]>> {
  const rows = await Promise.all(tables.map((table) => runOnStore(home.config.store, `select * from ${table}`)))
  return Object.fromEntries(tables.map((table, index) => [table, rows[index] ?? []]))
}
