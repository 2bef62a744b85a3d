import type { Store } from './database.ts'

/** What only one process may do at a time, and which one does. */
export interface Leases {
  /**
   * Takes a lease that is free or past its time, and prolongs one that the holder has. False while somebody else has it:
   * to be called again in good time is how a holder keeps it, and how it learns that it was too late.
   */
  acquire(lease: Lease, milliseconds: number): Promise<boolean>
  /** Gives it back early. Nothing happens where somebody else has it. */
  release(lease: Lease): Promise<void>
  /** Deletes what ran out long ago: of a credential that is not called any more, of a host that is not in use. */
  sweep(): Promise<void>
}

export interface Lease {
  name: string
  /** One running Latchkey; another start is another holder. */
  holder: string
}

/** Milliseconds, far beyond what clocks differ by. */
const LONG_AGO = 24 * 60 * 60 * 1_000

/**
 * One statement decides, so that of two processes one wins on either engine. Written without waiting for the disk: a power
 * cut that takes a lease takes its holder as well. A holder that is killed is succeeded when its time is up.
 */
export function createLeases(store: Store, clock: () => Date): Leases {
  return {
    async acquire({ name, holder }, milliseconds) {
      const now = clock()
      const expiresAt = new Date(now.getTime() + milliseconds).toISOString()
      const held = await store.note((connection) =>
        connection
          .insertInto('lease')
          .values({ name, holder, expires_at: expiresAt })
          .onConflict((conflict) =>
            conflict
              .column('name')
              .doUpdateSet({ holder, expires_at: expiresAt })
              .where((where) =>
                where.or([where('lease.holder', '=', holder), where('lease.expires_at', '<=', now.toISOString())]),
              ),
          )
          .returning('name')
          .executeTakeFirst(),
      )
      return held !== undefined
    },
    async release({ name, holder }) {
      await store.note((connection) =>
        connection.deleteFrom('lease').where('name', '=', name).where('holder', '=', holder).execute(),
      )
    },
    async sweep() {
      const longAgo = new Date(clock().getTime() - LONG_AGO).toISOString()
      await store.note((connection) => connection.deleteFrom('lease').where('expires_at', '<', longAgo).execute())
    },
  }
}
