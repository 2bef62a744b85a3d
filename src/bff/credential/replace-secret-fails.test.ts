import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Credential } from '../../contract/credential.ts'
import { createTestHome, freshToken, openTestLatchkey, readProblem, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { refuseInserts, runOnStore } from '../fixture/raw-store.ts'
import { checkNow, replace, saveFresh } from '../fixture/replace-secret.ts'
import { accept, type ScriptedProvider, startScriptedProvider } from '../fixture/scripted-provider.ts'
import type { Latchkey } from '../latchkey.ts'

describe.each(engines)('S26 on %s, the old secret stays and serves where', (engine) => {
  let provider: ScriptedProvider
  let home: TestHome
  let latchkey: Latchkey
  let saved: Credential & { token: string }
  let before: Record<string, unknown>

  beforeAll(async () => {
    provider = await startScriptedProvider()
    home = await createTestHome(engine, provider.origins)
    latchkey = await openTestLatchkey(home)
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
    await provider.close()
  })
  beforeEach(async () => {
    saved = await saveFresh(latchkey)
    before = await readRow()
  })

  async function readRow(): Promise<Record<string, unknown>> {
    const [row] = await runOnStore(home.config.store, `select * from credential where id = '${saved.id}'`)
    return row ?? {}
  }

  /** The row is as it was, it opens, and what it holds is sent to the provider. */
  async function expectOldServes(): Promise<void> {
    expect(await readRow()).toEqual(before)
    let seen = ''
    provider.next((response) => {
      seen = response.req.headers.authorization ?? ''
      accept(response)
    })
    expect((await checkNow(latchkey, saved.id)).status).toBe(200)
    expect(seen).toBe(`Bearer ${saved.token}`)
  }

  test('the check breaks off', async () => {
    provider.next((response) => void response.destroy())
    const cut = replace(latchkey, saved, freshToken())
    await provider.asked()
    provider.next((response) => void response.destroy())
    expect(await readProblem(await cut)).toMatchObject({ code: 'provider_unreachable' })
    await expectOldServes()
  })

  test('whoever asked leaves during the check', async () => {
    provider.next(() => undefined)
    const leaving = new AbortController()
    const left = replace(latchkey, saved, freshToken(), {}, leaving.signal)
    await provider.asked()
    leaving.abort()
    expect((await left).status).toBe(499)
    await expectOldServes()
  })

  test('the new one cannot be sealed', async () => {
    const kept = await runOnStore(home.config.store, 'select wrapped from data_key')
    await runOnStore(home.config.store, `update data_key set wrapped = 'broken'`)
    const other = await openTestLatchkey(home)
    expect(await readProblem(await replace(other, saved, freshToken()))).toMatchObject({ code: 'internal_error' })
    await other.close()
    await runOnStore(home.config.store, `update data_key set wrapped = '${String(kept[0]?.['wrapped'])}'`)
    await expectOldServes()
  })

  test('the store does not take the new one', async () => {
    const allow = await refuseNewSecrets(home)
    const failed = await replace(latchkey, saved, freshToken())
    await allow()
    expect([failed.status, (await readProblem(failed)).code]).toEqual([503, 'store_unavailable'])
    await expectOldServes()
  })

  test('S24 the audit takes nothing, be the new one taken or refused', async () => {
    const allow = await refuseInserts(home.config.store, 'audit_event')
    const taken = await replace(latchkey, saved, freshToken())
    provider.next((response) => void response.writeHead(429).end())
    const refused = await replace(latchkey, saved, freshToken())
    await allow()
    expect([taken.status, refused.status]).toEqual([503, 503])
    await expectOldServes()
  })

  test('somebody changes the credential while the new one is checked', async () => {
    provider.next(async (response) => {
      await runOnStore(
        home.config.store,
        `update credential set name = 'Renamed', revision = 2 where id = '${saved.id}'`,
      )
      before = await readRow()
      accept(response)
    })
    const late = await replace(latchkey, saved, freshToken())
    expect([late.status, (await readProblem(late)).code]).toEqual([412, 'changed_meanwhile'])
    await expectOldServes()
    await runOnStore(home.config.store, `delete from credential where name = 'Renamed'`)
  })

  test('and where somebody takes the credential away meanwhile, there is none to be replaced', async () => {
    provider.next(async (response) => {
      await runOnStore(home.config.store, `delete from credential where id = '${saved.id}'`)
      accept(response)
    })
    expect(await readProblem(await replace(latchkey, saved, freshToken()))).toMatchObject({ code: 'not_found' })
  })

  test('without a condition, a name that is changed meanwhile is kept, and the secret replaced', async () => {
    provider.next(async (response) => {
      await runOnStore(home.config.store, `update credential set name = 'Kept', revision = 2 where id = '${saved.id}'`)
      accept(response)
    })
    const replaced = await replace(latchkey, { ...saved, etag: '*' }, freshToken())
    expect(await replaced.json()).toMatchObject({ name: 'Kept', etag: '"3"' })
    await runOnStore(home.config.store, `delete from credential where name = 'Kept'`)
  })
})

/** Until the answer is called. */
async function refuseNewSecrets({ config: { store } }: TestHome): Promise<() => Promise<void>> {
  const when = 'before update of sealed_secret on credential'
  if (store.engine === 'sqlite') {
    await runOnStore(store, `create trigger refuse_secret ${when} begin select raise(abort, 'no'); end`)
    return async () => {
      await runOnStore(store, 'drop trigger refuse_secret')
    }
  }
  const body = `begin raise exception 'no'; end`
  await runOnStore(store, `create function refuse_secret() returns trigger language plpgsql as $$ ${body} $$`)
  await runOnStore(store, `create trigger refuse_secret ${when} for each row execute function refuse_secret()`)
  return async () => {
    await runOnStore(store, 'drop function refuse_secret cascade')
  }
}
