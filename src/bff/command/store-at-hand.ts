import { existsSync } from 'node:fs'
import { type Config, parseConfig } from '../config.ts'
import { isStoreError, openStore, type Store, type StoreLocation, toStartError } from '../store/database.ts'
import { StartError } from '../start-error.ts'

/**
 * Opens the store that a Latchkey of this environment has, for as long as the work takes. Nothing else of Latchkey is
 * opened, the keyring least of all.
 * @throws {StartError} when the environment or the store is not as it must be
 */
export async function withStore<Result>(
  environment: Readonly<Record<string, string | undefined>>,
  work: (store: Store, config: Config) => Promise<Result>,
): Promise<Result> {
  const config = parseConfig(environment)
  if (Array.isArray(config)) throw new StartError(config.join('\n'))
  const location = withOneConnection(config.store)
  // An empty store where nobody looks for it would take a key that is good for nothing.
  if (location.engine === 'sqlite' && !existsSync(location.path)) {
    throw new StartError(
      `There is no store ${location.path}. Start Latchkey once, or set LATCHKEY_HOME and LATCHKEY_SANDBOX as it has them.`,
    )
  }
  const store = await openStore(location)
  try {
    return await work(store, config)
  } catch (error) {
    throw isStoreError(error) ? toStartError(error, location) : error
  } finally {
    await store.database.destroy()
  }
}

function withOneConnection(location: StoreLocation): StoreLocation {
  return location.engine === 'postgres' ? { ...location, connections: 1 } : location
}
