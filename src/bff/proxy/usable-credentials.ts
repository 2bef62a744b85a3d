import type { ConnectorDefinition } from '../connectors/connector.ts'
import { getConnector } from '../connectors/registry.ts'
import { parseId } from '../http/path-id.ts'
import type { Store } from '../store/database.ts'
import { findUsableCredential, type StoredUsableCredential } from '../store/usable-credential.ts'
import type { Secret } from '../vault/secret.ts'
import type { Vault } from '../vault/vault.ts'
import { createEchoGuard, type EchoGuard } from './echo-guard.ts'

/** An opened credential, and all that is the same for each call with it. */
export interface UsableCredential {
  stored: StoredUsableCredential
  definition: ConnectorDefinition
  /** What carries the secret to the provider. */
  authorization: Readonly<Record<string, Secret>>
  echoGuard: EchoGuard
}

/** The credentials that this instance has used lately, opened. */
export interface UsableCredentials {
  /** Of any tenant: whoever asks compares. At once where it is known; null where there is none. */
  find(credentialId: string): UsableCredential | null | Promise<UsableCredential | null>
}

export interface UsableCredentialsDependencies {
  store: Pick<Store, 'database'>
  vault: Pick<Vault, 'open'>
  clock(): Date
}

/** Milliseconds that a row is believed, from when it was asked for: so long does what is deleted or replaced serve on. */
const BELIEVED = 1_000
/** Milliseconds that a secret which nobody uses stays open. */
const UNUSED = 60_000
/** Credentials that are kept open; beyond it the ones go that were not used for longest. */
const KEPT = 1_000

/** So that a call costs neither a query nor an unsealing. Only a row of the same version keeps a secret open. */
export function createUsableCredentials({ store, vault, clock }: UsableCredentialsDependencies): UsableCredentials {
  // In the order in which they were last read, which is within a second of when they were last used.
  const kept = new Map<string, Kept>()
  const reading = new Map<string, Promise<UsableCredential | null>>()
  let sweeping: NodeJS.Timeout | null = null

  async function read(id: string): Promise<UsableCredential | null> {
    const readAt = clock().getTime()
    const before = kept.get(id)?.credential
    const stored = await findUsableCredential(store.database, id)
    kept.delete(id)
    if (!stored) return null
    const credential = before && isSameSecret(before.stored, stored) ? { ...before, stored } : await open(stored)
    kept.set(id, { credential, readAt, usedAt: readAt })
    const [longestUnused] = kept.keys()
    if (kept.size > KEPT && longestUnused !== undefined) kept.delete(longestUnused)
    sweeping ??= setTimeout(sweep, UNUSED).unref()
    return credential
  }

  async function open(stored: StoredUsableCredential): Promise<UsableCredential> {
    const { tenantId, id: credentialId, secretVersion: version } = stored
    const secret = await vault.open(stored.sealedSecret, { tenantId, credentialId, version })
    const definition = getConnector(stored.connector)
    const authorization = definition.use.authorize(secret)
    return { stored, definition, authorization, echoGuard: createEchoGuard(secret) }
  }

  function sweep(): void {
    const now = clock().getTime()
    for (const [id, { usedAt }] of kept) if (now - usedAt >= UNUSED) kept.delete(id)
    sweeping = kept.size > 0 ? setTimeout(sweep, UNUSED / 4).unref() : null
  }

  return {
    find(credentialId) {
      const known = kept.get(credentialId)
      if (known) {
        const now = clock().getTime()
        const age = now - known.readAt
        // A clock that is set back makes no row good for longer.
        if (age >= 0 && age < BELIEVED) {
          known.usedAt = now
          return known.credential
        }
      }
      const underWay = reading.get(credentialId)
      if (underWay) return underWay
      const id = parseId(credentialId)
      if (id === null) return null
      const found = read(id).finally(() => reading.delete(id))
      reading.set(id, found)
      return found
    },
  }
}

interface Kept {
  credential: UsableCredential
  /** Milliseconds since 1970. */
  readAt: number
  usedAt: number
}

function isSameSecret(one: StoredUsableCredential, other: StoredUsableCredential): boolean {
  return one.secretVersion === other.secretVersion && one.sealedSecret === other.sealedSecret
}
