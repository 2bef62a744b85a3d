import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localPrincipal } from '../access/principal.ts'
import { createSessions, type Sessions } from '../access/sessions.ts'
import { HOST_ORIGIN } from '../fixture/host-key.ts'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { countRows, refuseInserts, runOnStore } from '../fixture/raw-store.ts'
import { openStore, type Store } from '../store/database.ts'
import { type HostKey, listHostKeys } from '../store/host-keys.ts'
import { createHostKey } from './create-host-key.ts'
import { createKey } from './create-key.ts'
import { hashKeyText } from './key-text.ts'
import { revokeKey } from './revoke-key.ts'

const principal = { ...localPrincipal(), name: 'Ada' }
const clock = (): Date => new Date('2026-03-04T05:06:07.890Z')
const from = { signIn: 'host', origin: HOST_ORIGIN, address: null } as const

describe.each(engines)('host keys on %s', (engine) => {
  let home: TestHome
  /** Of two instances. */
  let stores: [Store, Store]
  let sessions: [Sessions, Sessions]

  beforeAll(async () => {
    home = await createTestHome(engine)
    stores = [await openStore(home.config.store), await openStore(home.config.store)]
    sessions = [createSessions({ store: stores[0], clock }), createSessions({ store: stores[1], clock })]
  })
  afterAll(async () => {
    await Promise.all(stores.map(({ database }) => database.destroy()))
    await home.remove()
  })

  const create = (name: string, own: Partial<HostKey> = {}, store = stores[0]) => {
    const wanted = { origins: [HOST_ORIGIN], tenantId: null, role: 'admin', connectors: null } as const
    return createHostKey({ store, clock }, { principal, ...wanted, name, ...own })
  }
  const revoke = (idOrName: string, store = stores[0]) => revokeKey({ store, clock }, { principal, idOrName })
  const issue = (hostKeyId: string, by = sessions[0]) =>
    by.issueForHost({ ...principal, id: 'ada', signIn: 'host', pageOrigin: HOST_ORIGIN, hostKeyId })

  test('a key is listed with all that it is for and without its hash, and stored as nothing but one', async () => {
    const own = { origins: [HOST_ORIGIN, 'http://localhost:3000'], tenantId: 'acme', role: 'member' } as const
    const made = await create('shop', { ...own, connectors: ['intercom'] })
    const text = made?.text.reveal() ?? ''
    expect(text).toMatch(/^latchkey_host_[\w-]{49}$/u)
    expect(await listHostKeys(stores[1].database)).toEqual([
      {
        kind: 'host',
        id: made?.id,
        name: 'shop',
        ...own,
        connectors: ['intercom'],
        createdBy: 'Ada',
        createdAt: clock().toISOString(),
        lastUsedAt: null,
        revokedAt: null,
      },
    ])
    const rows = await runOnStore(home.config.store, 'select * from host_key')
    expect(rows).toMatchObject([{ hash: hashKeyText(text) }])
    expect(JSON.stringify(rows)).not.toContain(text.slice(14, 57))
  })

  test('a name is one host key’s in use, be two asked for at once, and free when that is revoked', async () => {
    const made = await Promise.all(stores.map((store) => create('once', {}, store)))
    expect(made.filter((key) => key !== null)).toHaveLength(1)
    expect(await revoke('once')).toMatchObject({ kind: 'host', name: 'once', revokedAt: clock().toISOString() })
    expect(await create('once')).not.toBeNull()
  })

  test('a host key and a data-plane key of one name are told apart by their ids', async () => {
    const [host, data] = [
      await create('twice'),
      await createKey({ store: stores[0], clock }, { principal, name: 'twice', connector: 'intercom' }),
    ]
    expect(await revoke('twice')).toBe('ambiguous')
    expect(await revoke(host?.id ?? '')).toMatchObject({ kind: 'host', id: host?.id })
    expect(await revoke('twice')).toMatchObject({ kind: 'data_plane', id: data?.id })
  })

  test('S23 revoked, what a key opened is over on every instance, and what it could still open opens nothing', async () => {
    const [key, other] = [await create('ended'), await create('kept')]
    const [opened, unspent, kept] = [
      await issue(key?.id ?? ''),
      await issue(key?.id ?? ''),
      await issue(other?.id ?? ''),
    ]
    const bearers = await Promise.all([opened, kept].map((each) => sessions[0].open(each?.token.reveal() ?? '', from)))
    const tokens = bearers.map((each) => (each.kind === 'opened' ? each.token.reveal() : ''))
    for (const token of tokens) expect(await sessions[1].find(token, null)).not.toBeNull()

    await revoke('ended')
    expect(await sessions[1].find(tokens[0] ?? '', null)).toBeNull()
    expect(await sessions[1].find(tokens[1] ?? '', null)).not.toBeNull()
    expect(await sessions[1].open(unspent?.token.reveal() ?? '', from)).toMatchObject({ kind: 'refused' })
    expect(await issue(key?.id ?? '', sessions[1])).toBeNull()
  })

  test('S23 nothing that is made or opened while a key is being revoked outlives it', { timeout: 30_000 }, async () => {
    for (let round = 0; round < 4; round += 1) {
      const key = await create(`raced ${round}`)
      const ready = await Promise.all(Array.from({ length: 4 }, () => issue(key?.id ?? '')))
      await Promise.all([
        ...ready.map((each, index) => sessions[index % 2 === 0 ? 0 : 1].open(each?.token.reveal() ?? '', from)),
        revoke(key?.id ?? '', stores[round % 2 === 0 ? 0 : 1]),
        ...Array.from({ length: 4 }, (_, index) => issue(key?.id ?? '', sessions[index % 2 === 0 ? 0 : 1])),
      ])
      for (const table of ['session', 'one_time_token']) {
        const left = `select id from (select host_key_id as id from ${table}) as rows where id = '${key?.id}'`
        expect(await runOnStore(home.config.store, left), table).toEqual([])
      }
    }
  })

  test('S24 a key is neither made nor revoked while the audit takes nothing, and its sessions go on', async () => {
    const made = await create('audited', { tenantId: 'acme' })
    const token = await issue(made?.id ?? '')
    const allow = await refuseInserts(home.config.store, 'audit_event')
    const keys = await countRows(home.config.store, 'host_key')
    await expect(create('refused')).rejects.toThrow('no')
    await expect(revoke('audited')).rejects.toThrow('no')
    await allow()
    expect(await countRows(home.config.store, 'host_key')).toBe(keys)
    expect(await sessions[0].open(token?.token.reveal() ?? '', from)).toMatchObject({ kind: 'opened' })
    await revoke('audited')
    const ofKey = `select tenant_id, action, actor_name, connector, detail from audit_event
      where detail like '%"audited"%' order by id`
    const detail = JSON.stringify({ key: { id: made?.id, name: 'audited' } })
    const row = { tenant_id: 'acme', actor_name: 'Ada', connector: '', detail }
    expect(await runOnStore(home.config.store, ofKey)).toEqual([
      { ...row, action: 'key.created' },
      { ...row, action: 'key.revoked' },
    ])
  })
})
