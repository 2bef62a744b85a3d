import { isStoreError, type Store, type TenantStore } from './database.ts'

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

  function counted<Counted extends TenantStore>(uncounted: Counted): Counted {
    const { write, note } = uncounted
    return { ...uncounted, write: (work) => counting(write(work)), note: (work) => counting(note(work)) }
  }

  return { ...counted(store), of: (tenantId) => counted(store.of(tenantId)) }
}
