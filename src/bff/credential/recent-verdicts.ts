import type { RegionChoice } from '../../contract/region.ts'
import type { Verdict } from '../../contract/verdict.ts'

/** Milliseconds after its check for which an accepted verdict still holds. */
const LIFETIME = 60 * 1_000

/** Secrets. Far more than people test in a minute, and little memory. */
const MOST = 1_000

/** What was accepted a moment ago, by the secret's hash: *Save* right after *Test* then asks the provider once. */
export interface RecentVerdicts {
  /** Only what was accepted is kept. Any other verdict on the secret takes the place of what was. */
  keep(asked: AskedSecret, verdict: Verdict): void
  /** The verdict on this secret in this region, if it is fresh enough; it is handed out once. */
  take(asked: AskedSecret): Verdict | null
}

export interface AskedSecret {
  /** The vault's: of one tenant and connector. */
  secretHash: string
  region: RegionChoice
}

/** In memory alone: another process asks the provider itself. */
export function createRecentVerdicts(clock: () => Date): RecentVerdicts {
  const kept = new Map<string, { region: RegionChoice; verdict: Verdict }>()

  function isFresh({ checkedAt }: Verdict): boolean {
    return Date.parse(checkedAt) + LIFETIME > clock().getTime()
  }

  return {
    keep({ secretHash, region }, verdict) {
      kept.delete(secretHash)
      if (verdict.kind !== 'accepted') return
      kept.set(secretHash, { region, verdict })
      for (const [oldest, entry] of kept) {
        if (kept.size <= MOST && isFresh(entry.verdict)) break
        kept.delete(oldest)
      }
    },
    take({ secretHash, region }) {
      const entry = kept.get(secretHash)
      if (entry?.region !== region) return null
      kept.delete(secretHash)
      return isFresh(entry.verdict) ? entry.verdict : null
    },
  }
}
