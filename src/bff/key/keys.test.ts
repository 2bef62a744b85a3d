import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localPrincipal } from '../access/principal.ts'
import { createTestHome, type TestHome } from '../fixture/latchkey.ts'
import { engines } from '../fixture/postgres.ts'
import { countRows, refuseInserts, runOnStore } from '../fixture/raw-store.ts'
import { listKeys, noteKeyUse } from '../store/data-plane-keys.ts'
import { openStore, type Store } from '../store/database.ts'
import { createKey } from './create-key.ts'
import { hashKeyText } from './key-text.ts'
import { revokeKey } from './revoke-key.ts'

const principal = { ...localPrincipal(), name: 'Ada' }
const stranger = { ...principal, tenantId: 'another' }
const connector = 'intercom'

describe.each(engines)('data-plane keys on %s', (engine) => {
  let home: TestHome
  let stores: [Store, Store]
  let now = Date.parse('2026-03-04T05:06:07.890Z')
  const clock = (): Date => new Date(now)

  beforeAll(async () => {
    home = await createTestHome(engine)
    stores = [await openStore(home.config.store), await openStore(home.config.store)]
  })
  afterAll(async () => {
    await Promise.all(stores.map(({ database }) => database.destroy()))
    await home.remove()
  })

  const create = (name: string, by = principal, store = stores[0]) =>
    createKey({ store, clock }, { principal: by, name, connector })
  const revoke = (idOrName: string) => revokeKey({ store: stores[0], clock }, { principal, idOrName })
  const find = async (id: string | undefined) => (await listKeys(stores[1].database)).find((key) => key.id === id)

  test('a key is listed without its hash, and stored as nothing but one', async () => {
    const made = await create('worker')
    const listed = await find(made?.id)
    const createdAt = clock().toISOString()
    const { tenantId } = principal
    const expected = {
      kind: 'data_plane',
      id: made?.id,
      tenantId,
      name: 'worker',
      connector,
      createdBy: 'Ada',
      createdAt,
    }
    expect(listed).toEqual({ ...expected, lastUsedAt: null, revokedAt: null })
    const text = made?.text.reveal() ?? ''
    const rows = await runOnStore(home.config.store, 'select * from data_plane_key')
    expect(rows).toMatchObject([{ hash: hashKeyText(text) }])
    expect(JSON.stringify(rows)).not.toContain(text.slice(9, 52))
  })

  test('a name is one key’s in use, be two asked for at once, and free when that is revoked', async () => {
    const made = await Promise.all(stores.map((store) => create('once', principal, store)))
    expect(made.filter((key) => key !== null)).toHaveLength(1)
    expect(await create('once')).toBeNull()
    expect(await revoke('once')).toMatchObject({ name: 'once', revokedAt: clock().toISOString() })
    expect(await create('once')).not.toBeNull()
  })

  test('a key is revoked once, by its name or its id, which goes before a name', async () => {
    const first = await create('first')
    const second = await create(first?.id ?? '')
    expect(await revoke(first?.id ?? '')).toMatchObject({ id: first?.id })
    expect(await revoke(first?.id ?? '')).toMatchObject({ id: second?.id })
    expect(await revoke('first')).toBe('unknown')
  })

  test('where another tenant has a key of the same name neither is revoked by it, and each by its id', async () => {
    const made = [await create('both'), await create('both', stranger)]
    expect(await revoke('both')).toBe('ambiguous')
    expect(await revoke(made[1]?.id ?? '')).toMatchObject({ id: made[1]?.id, tenantId: 'another' })
    expect(await revoke('both')).toMatchObject({ id: made[0]?.id, tenantId: principal.tenantId })
    const ofBoth = `select tenant_id from audit_event where action = 'key.revoked' and detail like '%"both"%' order by id`
    expect(await runOnStore(home.config.store, ofBoth)).toEqual([
      { tenant_id: 'another' },
      { tenant_id: principal.tenantId },
    ])
  })

  test('its last use is told to the minute', async () => {
    const [made, other] = [await create('used'), await create('unused')]
    const usedAt = clock().toISOString()
    await noteKeyUse(stores[0], [], clock())
    await noteKeyUse(stores[0], [made?.id ?? ''], clock())
    now += 59_999
    await noteKeyUse(stores[0], [made?.id ?? ''], clock())
    expect([await find(made?.id), await find(other?.id)]).toMatchObject([{ lastUsedAt: usedAt }, { lastUsedAt: null }])
    now += 1
    await noteKeyUse(stores[0], [made?.id ?? '', other?.id ?? ''], clock())
    const later = { lastUsedAt: clock().toISOString() }
    expect([await find(made?.id), await find(other?.id)]).toMatchObject([later, later])
  })

  test('S24 a key is neither made nor revoked while the audit takes nothing, and leaves a row where it is', async () => {
    const made = await create('audited')
    const allow = await refuseInserts(home.config.store, 'audit_event')
    const keys = await countRows(home.config.store, 'data_plane_key')
    await expect(create('refused')).rejects.toThrow('no')
    await expect(revoke('audited')).rejects.toThrow('no')
    await allow()
    expect(await countRows(home.config.store, 'data_plane_key')).toBe(keys)
    expect(await revoke('audited')).toMatchObject({ id: made?.id })
    const ofKey = `select action, actor_name, connector, detail from audit_event where detail like '%"audited"%' order by id`
    const detail = JSON.stringify({ key: { id: made?.id, name: 'audited' } })
    expect(await runOnStore(home.config.store, ofKey)).toEqual(
      ['key.created', 'key.revoked'].map((action) => ({ action, actor_name: 'Ada', connector, detail })),
    )
  })
})
