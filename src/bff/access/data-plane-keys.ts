import { findKeys, type FoundDataPlaneKey } from '../store/data-plane-keys.ts'
import type { Store } from '../store/database.ts'
import { type BelievedKeys, createBelievedKeys } from './believed-keys.ts'

/** Whose key it is, and for what. */
export type DataPlaneKey = FoundDataPlaneKey

/** Who may use the proxy. */
export type DataPlaneKeys = BelievedKeys<DataPlaneKey>

export interface DataPlaneKeysDependencies {
  store: Pick<Store, 'database'>
  clock(): Date
}

export function createDataPlaneKeys({ store, clock }: DataPlaneKeysDependencies): DataPlaneKeys {
  return createBelievedKeys({ kind: 'data_plane', find: (hashes) => findKeys(store.database, hashes), clock })
}
