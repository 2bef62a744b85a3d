/** Milliseconds until a probe that was not answered counts as one that told nothing. */
const PATIENCE = 1_000
/** Probes that told nothing until the connector's own limit is believed. */
const ATTEMPTS = 3

/** While nobody knows a credential's quota one call at a time goes first, and the others wait for what its answer tells. */
export interface Probe {
  isUnderWay(now: number): boolean
  start(now: number): void
  /** Its answer came, and told nothing. */
  miss(): void
  /** The quota is known. */
  end(): void
  /** Asked often enough. */
  isHopeless(): boolean
  /** When it is given up; infinity where none is under way. */
  givenUpAt(): number
}

export function createProbe(): Probe {
  let givenUpAt = Infinity
  let misses = 0

  function miss(): void {
    if (givenUpAt === Infinity) return
    givenUpAt = Infinity
    misses += 1
  }

  return {
    isUnderWay(now) {
      if (now >= givenUpAt) miss()
      return givenUpAt !== Infinity
    },
    start(now) {
      givenUpAt = now + PATIENCE
    },
    miss,
    end() {
      givenUpAt = Infinity
      misses = 0
    },
    isHopeless: () => misses >= ATTEMPTS,
    givenUpAt: () => givenUpAt,
  }
}
