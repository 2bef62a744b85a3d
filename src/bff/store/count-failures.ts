import { isStoreError, type Store } from './database.ts'

/** The same store, whose changes that fail for its own sake are counted. */
export function countFailures(store: Store, failed: () => void): Store {
  async function counting<Result>(changing: Promise<Result>): Promise<Result> {
    try {
      return await changing
    } catch (error) {
      if (isStoreError(error)) failed()
      throw error
    }
  }
  return { ...store, write: (work) => counting(store.write(work)), note: (work) => counting(store.note(work)) }
}
