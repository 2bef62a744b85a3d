import { sql } from 'kysely'
import type { RegionChoice } from '../../contract/region.ts'
import { regionChoiceSchema } from '../../contract/region.ts'
import type { Store } from './database.ts'

/** Where credentials are checked: a connector's host is asked about those of some of its regions. */
export interface CheckPlace {
  connector: string
  region: RegionChoice
}

/** What a check needs of a credential whose time has come. */
export interface DueCredential extends CheckPlace {
  tenantId: string
  id: string
  sealedSecret: string
  secretVersion: number
}

/** Every tenant's credentials, by when the watch is to ask about them again. */
export interface DueCredentials {
  /** The id of the one that is due longest; null when none is. */
  findNext(places: readonly CheckPlace[]): Promise<string | null>
  /**
   * Takes it, by putting it off: whatever becomes of its check, a kill included, it comes up again, and not at once.
   * Null when it is no longer due: somebody checked it, or it is gone.
   */
  take(id: string, milliseconds: number): Promise<DueCredential | null>
  /** So that a shorter interval holds at once, and not after a last one of the old length. */
  bringForward(places: readonly CheckPlace[], milliseconds: number): Promise<void>
}

export function createDueCredentials(store: Store, clock: () => Date): DueCredentials {
  const after = (milliseconds: number): string => new Date(clock().getTime() + milliseconds).toISOString()

  return {
    async findNext(places) {
      let next: { id: string; check_due_at: string } | undefined
      // A query for each, since only then the index gives the first of them without sorting what else is due.
      for (const { connector, region } of places) {
        const first = await store.database
          .selectFrom('credential')
          .select(['id', 'check_due_at'])
          .where('connector', '=', connector)
          .where('region', '=', region)
          .where('check_due_at', '<=', after(0))
          .orderBy('check_due_at')
          .limit(1)
          .executeTakeFirst()
        if (first && (!next || first.check_due_at < next.check_due_at)) next = first
      }
      return next?.id ?? null
    },
    async take(id, milliseconds) {
      const row = await store.note((connection) =>
        connection
          .updateTable('credential')
          .set({ check_due_at: after(milliseconds) })
          .where('id', '=', id)
          .where('check_due_at', '<=', after(0))
          .returning(['tenant_id', 'id', 'connector', 'region', 'sealed_secret', 'secret_version'])
          .executeTakeFirst(),
      )
      if (!row) return null
      return {
        tenantId: row.tenant_id,
        id: row.id,
        connector: row.connector,
        region: regionChoiceSchema.parse(row.region),
        sealedSecret: row.sealed_secret,
        secretVersion: row.secret_version,
      }
    },
    async bringForward(places, milliseconds) {
      for (const { connector, region } of places) {
        await store.note((connection) =>
          connection
            .updateTable('credential')
            .set({ check_due_at: after(milliseconds) })
            .where('connector', '=', connector)
            .where('region', '=', region)
            .where('check_due_at', '>', after(milliseconds))
            .execute(),
        )
      }
    },
  }
}

/** Milliseconds after a check for which nothing makes another worth while. */
const JUST_CHECKED = 60 * 1_000

/** Credentials; a workspace has a few. */
const MOST = 1_000

/** Has the watch ask at once about what works, of whatever tenant, by what a workspace has installed. */
export async function bringForwardInstallation(
  store: Pick<Store, 'note'>,
  { connector, workspaceId, now }: { connector: string; workspaceId: string; now: Date },
): Promise<void> {
  const at = now.toISOString()
  const justNow = new Date(now.getTime() - JUST_CHECKED).toISOString()
  await store.note((connection) =>
    connection
      .updateTable('credential')
      .set({ check_due_at: at })
      .where('id', 'in', (installed) =>
        installed
          .selectFrom('credential as installed')
          .select('installed.id')
          .where('installed.connector', '=', connector)
          .where('installed.workspace_id', '=', workspaceId)
          .where('installed.method', '=', sql.lit('oauth'))
          .where('installed.check_due_at', '>', at)
          .where((or) => or.or([or('installed.checked_at', 'is', null), or('installed.checked_at', '<=', justNow)]))
          .limit(MOST),
      )
      .execute(),
  )
}
