import type { RateBudget } from '../../contract/rate-budget.ts'

/** What is left of a rate budget, as draft-ietf-httpapi-ratelimit-headers-10 writes it: the policy is the connector's. */
export function toRateLimitHeaders(
  connector: string,
  window: number,
  { limit, remaining, resetsAt }: RateBudget,
  now: number,
): Record<string, string> {
  const left = Math.max(0, Math.ceil((Date.parse(resetsAt) - now) / 1_000))
  return {
    ratelimit: `"${connector}";r=${remaining};t=${left}`,
    'ratelimit-policy': `"${connector}";q=${limit};w=${window / 1_000}`,
  }
}
