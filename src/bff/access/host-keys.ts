import type { Database, Store } from '../store/database.ts'
import { findHostKeys, type HostKey, listHostOrigins } from '../store/host-keys.ts'
import { noteUse, USE_IS_TOLD_TO } from '../store/key-tables.ts'
import { createBelievedKeys } from './believed-keys.ts'

/** Who may use `/v1`, and whose pages may show Latchkey in a frame. */
export interface HostKeys {
  /** By the header `Authorization`; null for what is no host key, or is revoked for a second. Its use is noted. */
  authenticate(authorization: string | undefined): Promise<HostKey | null>
  /** Whether a key in use is for pages of this origin. */
  mayFrame(origin: string): Promise<boolean>
}

export interface HostKeysDependencies {
  store: Pick<Store, 'database' | 'note'>
  clock(): Date
}

export function createHostKeys({ store, clock }: HostKeysDependencies): HostKeys {
  const keys = createBelievedKeys({ kind: 'host', find: (hashes) => findHostKeys(store.database, hashes), clock })
  const notedAt = new Map<string, number>()
  const origins = createHostOrigins(store.database, clock)

  return {
    async authenticate(authorization) {
      const key = await keys.authenticate(authorization)
      const now = clock()
      if (key && now.getTime() - (notedAt.get(key.id) ?? 0) >= USE_IS_TOLD_TO) {
        notedAt.set(key.id, now.getTime())
        // A full disk takes no note, and keeps no host from asking.
        await noteUse(store, 'host_key', [key.id], now).catch(() => undefined)
      }
      return key
    },
    async mayFrame(origin) {
      return (await origins()).has(origin)
    },
  }
}

/** Milliseconds that an answer of the store is believed, from when it was asked. */
const BELIEVED = 1_000

/** All of them together: there are a few, and one question a second answers for every origin that anybody makes up. */
function createHostOrigins(database: Database, clock: () => Date): () => Promise<ReadonlySet<string>> {
  let known: { askedAt: number; origins: Promise<ReadonlySet<string>> } | null = null
  return () => {
    const now = clock().getTime()
    const age = known ? now - known.askedAt : BELIEVED
    if (!known || age < 0 || age >= BELIEVED) {
      const asked = { askedAt: now, origins: listHostOrigins(database).then((origins) => new Set(origins)) }
      known = asked
      // What failed is asked anew.
      asked.origins.catch(() => {
        if (known === asked) known = null
      })
    }
    return known.origins
  }
}
