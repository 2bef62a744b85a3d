import { USAGE_DAYS } from '../../contract/credential-usage.ts'
import type { CountedUse } from '../store/credential-usage.ts'
import type { CredentialUse } from './credential-use.ts'
import { addHourUse, createHourUse } from './hour-use.ts'

const HOUR = 60 * 60 * 1_000

/** Credentials' hours in memory, of about 5 kB each: what a store that is down may cost. */
const MOST = 5_000

/** What is counted and not yet in the store. */
export interface PendingUses {
  /** Where a call of now is to be added. Null where there are too many to begin another. */
  find(call: Pick<CredentialUse, 'tenantId' | 'credentialId'>, now: Date): CountedUse | null
  /** What could not be written is added to what was counted since. */
  putBack(counted: CountedUse): void
  /** There will soon be too many. */
  isHalfFull(): boolean
  of(credentialId: string): readonly CountedUse[]
  list(): CountedUse[]
}

export function createPendingUses(): PendingUses {
  const hours = new Map<string, CountedUse[]>()
  let total = 0
  /** Milliseconds since 1970 at which the current hour ends, and its name. */
  let ends = 0
  let hour = ''

  function add(counted: CountedUse): void {
    total += 1
    const known = hours.get(counted.credentialId)
    if (known) known.push(counted)
    else hours.set(counted.credentialId, [counted])
  }

  function find(credentialId: string, ofHour: string): CountedUse | undefined {
    return hours.get(credentialId)?.find((each) => each.hour === ofHour)
  }

  return {
    find({ tenantId, credentialId }, now) {
      const time = now.getTime()
      if (time >= ends || time < ends - HOUR) {
        hour = firstOfHours(now, 1)
        ends = Date.parse(hour) + HOUR
      }
      const known = find(credentialId, hour)
      if (known || total >= MOST) return known ?? null
      const counted = { tenantId, credentialId, hour, use: createHourUse(), lastUsedAt: now }
      add(counted)
      return counted
    },
    putBack(counted) {
      const known = find(counted.credentialId, counted.hour)
      // What is known was counted later: its last use is the last.
      if (known) addHourUse(known.use, counted.use)
      else add(counted)
    },
    isHalfFull: () => total >= MOST / 2,
    of: (credentialId) => hours.get(credentialId) ?? [],
    list: () => [...hours.values()].flat(),
  }
}

/** The first of so many hours, of which the last is the current one (RFC 3339). */
export function firstOfHours(now: Date, hours = USAGE_DAYS * 24): string {
  return new Date((Math.floor(now.getTime() / HOUR) - hours + 1) * HOUR).toISOString()
}
