/** Intercom's Rate Limiting page: 10,000 calls a minute for an app, spread over windows of ten seconds. */
export const CALLS_A_WINDOW = 1_667

const windowSeconds = 10

export type RateWindow = {
  exceeded: boolean
  headers: { 'x-ratelimit-limit': string; 'x-ratelimit-remaining': string; 'x-ratelimit-reset': string }
}

export interface RateWindows {
  /** Counts a call, unless the window is used up. */
  count(token: string): RateWindow
  /** A window that is used up and ends a whole window from now, whatever was counted. */
  usedUp(): RateWindow
  /** As integrators met it. */
  exceededMessage: string
}

/**
 * Counts calls by token. A token is an app's, so the app's limit is the token's; the workspace's own limit (25,000 a
 * minute) is out of one app's reach. The page's examples (resets at …510 and …520) show windows that start on the ten
 * seconds of the clock, so all of them end together, and with them everything that is remembered here.
 */
export function createRateWindows(clock: () => number, callsAWindow: number = CALLS_A_WINDOW): RateWindows {
  const calls = new Map<string, number>()
  let reset = 0
  return {
    count(token) {
      const current = (Math.floor(clock() / 1_000 / windowSeconds) + 1) * windowSeconds
      if (current !== reset) calls.clear()
      reset = current
      const before = calls.get(token) ?? 0
      if (before >= callsAWindow) return { exceeded: true, headers: toHeaders(0, reset) }
      calls.set(token, before + 1)
      // The page's first answer of a window still shows it full: a call is counted after its own answer.
      return { exceeded: false, headers: toHeaders(callsAWindow - before, reset) }
    },
    usedUp: () => ({ exceeded: true, headers: toHeaders(0, Math.ceil(clock() / 1_000) + windowSeconds) }),
    exceededMessage: `Exceeded rate limit of ${callsAWindow} in ${windowSeconds}_seconds`,
  }

  function toHeaders(remaining: number, until: number): RateWindow['headers'] {
    return {
      'x-ratelimit-limit': String(callsAWindow),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(until),
    }
  }
}
