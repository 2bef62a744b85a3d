import ipaddr from 'ipaddr.js'

/** Somebody shows something that may open a door. */
export interface Attempt {
  door: 'session' | 'embeddedSession' | 'hostKey' | 'proxy' | 'signIn' | 'oauth'
  /** Null for what came over no network: it is not limited by where it comes from. */
  address: string | null
  /**
   * A hash of what is shown, null where that says nothing. Where that one failed it is good for nothing any more, so that
   * whoever tries it again and again, from wherever, is in the way of nobody.
   */
  name: string | null
}

/** How often somebody may be wrong, on one instance. Kept in memory: what is guessed at is 32 random bytes. */
export interface AttemptLimits {
  /** Seconds until an attempt is looked at again; null for now. */
  wait(attempt: Attempt): number | null
  failed(attempt: Attempt): void
  /** From then on that name is looked at from that address, whatever else fails there: neighbours share addresses. */
  succeeded(attempt: Attempt): void
}

/** Milliseconds from a first failure until all are forgotten. */
const WINDOW = 5 * 60 * 1_000

/** Failures within them. */
const MOST = { address: 30, name: 5 }

/** Of each kind; the oldest are forgotten for new ones. About 2 MB in all. */
const REMEMBERED = 10_000

export function createAttemptLimits(clock: () => Date): AttemptLimits {
  const failures = new Map<string, { count: number; began: number }>()
  const known = new Map<string, true>()

  function count(key: string, now: number): { count: number; began: number } | null {
    const counted = failures.get(key)
    if (!counted) return null
    const age = now - counted.began
    // A clock that is set back keeps nobody out for longer.
    if (age >= 0 && age < WINDOW) return counted
    failures.delete(key)
    return null
  }

  return {
    wait(attempt) {
      // Nearly always.
      if (failures.size === 0 || known.has(toKnown(attempt))) return null
      const now = clock().getTime()
      const waits = toKeys(attempt).flatMap(({ key, most }) => {
        const counted = count(key, now)
        return counted && counted.count >= most ? [Math.ceil((counted.began + WINDOW - now) / 1_000)] : []
      })
      return waits.length > 0 ? Math.max(...waits) : null
    },
    failed(attempt) {
      const now = clock().getTime()
      for (const { key } of toKeys(attempt)) {
        const counted = count(key, now)
        if (counted) counted.count += 1
        else remember(failures, key, { count: 1, began: now })
      }
    },
    succeeded(attempt) {
      const key = toKnown(attempt)
      known.delete(key)
      remember(known, key, true)
    },
  }
}

function toKeys({ door, address, name }: Attempt): { key: string; most: number }[] {
  return [
    ...(address === null ? [] : [{ key: `${door} from ${toNetwork(address)}`, most: MOST.address }]),
    ...(name === null ? [] : [{ key: `${door} with ${name}`, most: MOST.name }]),
  ]
}

function toKnown({ door, address, name }: Attempt): string {
  return `${door} ${address} ${name}`
}

/** Of IPv6 a subscriber has a whole /64, and each of its addresses for the taking. */
function toNetwork(address: string): string {
  return address.includes(':') ? ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`).toString() : address
}

function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > REMEMBERED && oldest !== undefined) map.delete(oldest)
}
