import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { SecretFields } from '../connectors/connector.ts'
import type { DataKeys, StoredDataKey } from '../store/data-keys.ts'
import { createKeyring } from './keyring.ts'
import { SealBrokenError } from './seal.ts'
import { Secret } from './secret.ts'
import { createVault, type SecretPlace } from './vault.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-vault-'))
const keyring = await createKeyring(join(folder, 'keyring.json'))
afterAll(() => rmSync(folder, { recursive: true }))

test('a secret of any fields opens where it was sealed', async () => {
  const vault = createVault(keyring, createDataKeys())
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), fc.string()), places, async (fields, place) => {
      const opened = await vault.open(await vault.seal(toSecret(fields), place), place)
      expect(new Map(Object.entries(opened).map(([name, field]) => [name, field.reveal()]))).toEqual(
        new Map(Object.entries(fields)),
      )
    }),
  )
})

test('S3 a secret moved to another row, tenant or version does not open', async () => {
  const vault = createVault(keyring, createDataKeys())
  await fc.assert(
    fc.asyncProperty(places, places, async (place, other) => {
      fc.pre(JSON.stringify(place) !== JSON.stringify(other))
      const sealed = await vault.seal(secret, place)
      await vault.seal(secret, other)
      await expect(vault.open(sealed, other)).rejects.toThrow(new SealBrokenError())
    }),
  )
})

test('S3 a tenant that is given another tenant’s data key can do nothing with it', async () => {
  const dataKeys = createDataKeys()
  const place = { tenantId: 'one', credentialId: 'credential', version: 1 }
  const sealed = await createVault(keyring, dataKeys).seal(secret, place)
  const stolen = await dataKeys.findByTenant('one')
  if (!stolen) throw new Error('There is no data key')
  const others = createDataKeys([{ ...stolen, tenantId: 'two' }])
  const vault = createVault(keyring, others)
  const own = { ...place, tenantId: 'two' }
  await expect(vault.open(sealed, own)).rejects.toThrow(new SealBrokenError())
  await expect(vault.seal(secret, own)).rejects.toThrow(new SealBrokenError())
})

test('S4 a data key wrapped by another keyring does not open', async () => {
  const dataKeys = createDataKeys()
  const place = { tenantId: 'one', credentialId: 'credential', version: 1 }
  const sealed = await createVault(keyring, dataKeys).seal(secret, place)
  const otherKeyring = await createKeyring(join(folder, 'other.json'))
  await expect(createVault(otherKeyring, dataKeys).open(sealed, place)).rejects.toThrow(new SealBrokenError())
})

test('vaults that make a tenant’s first data key at once go on with one', async () => {
  const dataKeys = createDataKeys()
  const vaults = Array.from({ length: 5 }, () => createVault(keyring, dataKeys))
  const place = { tenantId: 'one', credentialId: 'credential', version: 1 }
  const sealed = await Promise.all(vaults.map((vault) => vault.seal(secret, place)))
  for (const text of sealed) {
    for (const vault of vaults) expect(reveal(await vault.open(text, place))).toBe(reveal(secret))
  }
})

test('a data key that could not be stored is made anew at the next seal', async () => {
  const dataKeys = createDataKeys()
  let isDown = true
  const vault = createVault(keyring, {
    ...dataKeys,
    addOrFind: (key) => (isDown ? Promise.reject(new Error('down')) : dataKeys.addOrFind(key)),
  })
  const place = { tenantId: 'one', credentialId: 'credential', version: 1 }
  await expect(vault.seal(secret, place)).rejects.toThrow('down')
  isDown = false
  expect(reveal(await vault.open(await vault.seal(secret, place), place))).toBe(reveal(secret))
})

test('two secrets have the same hash where secret, tenant and connector are the same, and only there', () => {
  const vault = createVault(keyring, createDataKeys())
  const scope = { tenantId: 'one', connector: 'intercom' }
  const hash = vault.hash(toSecret({ a: '1', b: '2' }), scope)
  expect(vault.hash(toSecret({ b: '2', a: '1' }), scope)).toBe(hash)
  expect(vault.hash(toSecret({ a: '1', b: '3' }), scope)).not.toBe(hash)
  expect(vault.hash(toSecret({ a: '1', b: '2' }), { ...scope, tenantId: 'two' })).not.toBe(hash)
  expect(vault.hash(toSecret({ a: '1', b: '2' }), { ...scope, connector: 'other' })).not.toBe(hash)
})

const secret = toSecret({ accessToken: 'a secret' })

const places: fc.Arbitrary<SecretPlace> = fc.record({
  tenantId: fc.constantFrom('one', 'two'),
  credentialId: fc.constantFrom('a', 'b', 'c'),
  version: fc.integer({ min: 1, max: 3 }),
})

function toSecret(fields: Record<string, string>): SecretFields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, new Secret(value)]))
}

function reveal(fields: SecretFields): string | undefined {
  return fields['accessToken']?.reveal()
}

function createDataKeys(stored: StoredDataKey[] = []): DataKeys {
  const byTenant = new Map(stored.map((key) => [key.tenantId, key]))
  return {
    findByTenant: (tenantId) => Promise.resolve(byTenant.get(tenantId) ?? null),
    addOrFind(key) {
      const known = byTenant.get(key.tenantId) ?? key
      byTenant.set(key.tenantId, known)
      return Promise.resolve(known)
    },
  }
}
