import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callAsHost, type MadeHostKey, makeHostKey } from '../fixture/host-key.ts'
import { createTestHome, openTestLatchkey, readProblem, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { storeCredentials } from '../fixture/stored-credentials.ts'
import type { Latchkey } from '../latchkey.ts'

const account = { workspaceName: 'Acme', workspaceId: 'w1', region: 'us', adminName: 'Ines', adminEmail: 'i@acme.test' }

describe.each(engines)('GET /v1/tenants/{tenant}/credentials/{credential} on %s', (engine) => {
  let home: TestHome
  let latchkey: Latchkey
  let key: MadeHostKey
  beforeAll(async () => {
    home = await createTestHome(engine)
    latchkey = await openTestLatchkey(home)
    key = await makeHostKey(home.config)
  })
  afterAll(async () => {
    await latchkey.close()
    await home.remove()
  })

  const ask = (tenant: string, id: string, by = key) =>
    callAsHost(latchkey, by, 'GET', `/v1/tenants/${encodeURIComponent(tenant)}/credentials/${encodeURIComponent(id)}`)

  test('tells what a host’s server may know, and nothing else', async () => {
    const own = { tenantId: 'acme', name: 'Support', account, status: 'failed', statusReason: 'revoked' } as const
    const [stored] = await storeCredentials(home, own)
    const answer = await ask('acme', stored?.id ?? '')
    expect([answer.status, await answer.json()]).toEqual([
      200,
      {
        id: stored?.id,
        name: 'Support',
        connector: 'intercom',
        region: 'us',
        status: 'failed',
        statusReason: 'revoked',
        account,
        createdAt: stored?.createdAt,
      },
    ])
  })

  test('finds it for a tenant of any name', async () => {
    const tenant = 'Łódź/№ 1?'
    const [stored] = await storeCredentials(home, { tenantId: tenant })
    expect((await ask(tenant, stored?.id ?? '')).status).toBe(200)
  })

  test('S10 says 404 of another tenant’s, of what the key is not for, and of what is not there', async () => {
    const [acmes, globexs] = await storeCredentials(home, { tenantId: 'acme' }, { tenantId: 'globex' })
    const [locals] = await storeCredentials(home, { tenantId: 'local' })
    const [ofAcme, ofZendesk, ofLocal] = [
      await makeHostKey(home.config, { tenantId: 'acme' }),
      await makeHostKey(home.config, { connectors: ['zendesk'] }),
      await makeHostKey(home.config, { tenantId: 'local' }),
    ]
    const [acme, globex] = [acmes?.id ?? '', globexs?.id ?? '']
    expect((await ask('acme', acme, ofAcme)).status).toBe(200)
    expect((await ask('local', locals?.id ?? '', ofLocal)).status).toBe(200)
    for (const [tenant, id, by] of [
      ['acme', globex, key],
      ['globex', acme, key],
      ['globex', globex, ofAcme],
      ['acme', acme, ofZendesk],
      ['local', locals?.id ?? '', key],
      ['acme', crypto.randomUUID(), key],
      ['acme', 'nothing', key],
      ['a\0b', acme, key],
      ['x'.repeat(256), acme, key],
    ] as const) {
      const answer = await ask(tenant, id, by)
      expect([tenant, answer.status, (await readProblem(answer)).code]).toEqual([tenant, 404, 'not_found'])
    }
  })
})
