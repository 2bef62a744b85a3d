import { randomBytes } from 'node:crypto'
import type { SecretFields } from '../connectors/connector.ts'
import type { DataKeys } from '../store/data-keys.ts'
import { importKey, type Keyring } from './keyring.ts'
import { open, seal, SealBrokenError, sealedUnder, type SealingKey } from './seal.ts'
import { Secret } from './secret.ts'

/** Which row a sealed secret stands in. */
export interface SecretPlace {
  tenantId: string
  credentialId: string
  /** Counts the secrets the credential has had. */
  version: number
}

/** Where what an authorization brought waits to be saved. No credential's place: neither opens in the other's. */
export function placeOfAuthorization({ tenantId, id }: { tenantId: string; id: string }): SecretPlace {
  return { tenantId, credentialId: id, version: 0 }
}

/** Seals secrets under their tenant's data key, opens them again, and tells whether two are the same. */
export interface Vault {
  seal(secret: SecretFields, place: SecretPlace): Promise<string>
  /** @throws {SealBrokenError} */
  open(sealed: string, place: SecretPlace): Promise<SecretFields>
  /** The same secret of the same tenant and connector, and only that, has the same hash. */
  hash(secret: SecretFields, scope: { tenantId: string; connector: string }): string
}

export function createVault(keyring: Keyring, dataKeys: DataKeys): Vault {
  const unwrapped = new Map<string, Promise<SealingKey>>()

  function unwrap(key: { kid: string; tenantId: string; wrapped: string }): Promise<SealingKey> {
    const known = unwrapped.get(key.kid)
    if (known) return known
    const opening = unwrapDataKey(keyring, key)
    unwrapped.set(key.kid, opening)
    opening.catch(() => unwrapped.delete(key.kid))
    return opening
  }

  const current = new Map<string, Promise<SealingKey>>()

  function currentDataKey(tenantId: string): Promise<SealingKey> {
    const known = current.get(tenantId)
    if (known) return known
    const finding = findOrMakeDataKey(tenantId)
    current.set(tenantId, finding)
    finding.catch(() => current.delete(tenantId))
    return finding
  }

  async function findOrMakeDataKey(tenantId: string): Promise<SealingKey> {
    const stored = await dataKeys.findByTenant(tenantId)
    if (stored) return unwrap(stored)
    const kid = randomBytes(9).toString('base64url')
    const wrapped = await seal(randomBytes(32), keyring.current(), bindDataKey(tenantId, kid))
    // Another process may have been faster; both go on with the one that was stored.
    return unwrap(await dataKeys.addOrFind({ kid, tenantId, wrapped }))
  }

  return {
    async seal(secret, place) {
      const key = await currentDataKey(place.tenantId)
      return seal(new TextEncoder().encode(serialise(secret)), key, bindSecret(place))
    },
    async open(sealed, place) {
      const stored = await dataKeys.findByTenant(place.tenantId)
      if (!stored || stored.kid !== sealedUnder(sealed)) throw new SealBrokenError()
      const plaintext = await open(sealed, await unwrap(stored), bindSecret(place))
      return parse(new TextDecoder().decode(plaintext))
    },
    hash(secret, { tenantId, connector }) {
      return keyring.hash('fingerprint', JSON.stringify([tenantId, connector, serialise(secret)]))
    },
  }
}

async function unwrapDataKey(
  keyring: Keyring,
  { kid, tenantId, wrapped }: { kid: string; tenantId: string; wrapped: string },
): Promise<SealingKey> {
  const keyEncryptionKey = keyring.find(sealedUnder(wrapped))
  if (!keyEncryptionKey) throw new SealBrokenError()
  const bytes = await open(wrapped, keyEncryptionKey, bindDataKey(tenantId, kid))
  return { kid, key: await importKey(new Uint8Array(bytes)) }
}

function bindDataKey(tenantId: string, kid: string): readonly string[] {
  return ['data key', tenantId, kid]
}

function bindSecret({ tenantId, credentialId, version }: SecretPlace): readonly (string | number)[] {
  return ['secret', tenantId, credentialId, version]
}

/** The same text whatever the order of the fields. */
function serialise(secret: SecretFields): string {
  const entries = Object.entries(secret).map(([name, value]): [string, string] => [name, value.reveal()])
  return JSON.stringify(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

function parse(serialised: string): SecretFields {
  const entries = JSON.parse(serialised) as [string, string][]
  return Object.fromEntries(entries.map(([name, value]) => [name, new Secret(value)]))
}
