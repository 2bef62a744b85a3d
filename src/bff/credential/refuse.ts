import type { Verdict } from '../../contract/verdict.ts'
import type { Refusal } from '../refusal.ts'

/** What stands between a verdict and a saved credential; null when it may be saved. */
export function refuse(
  verdict: Verdict,
  accepting: { acceptUnverified: boolean; acceptRestricted: boolean },
): Refusal | null {
  switch (verdict.kind) {
    case 'accepted':
      return null
    case 'rejected':
      return { code: 'token_rejected', verdict }
    case 'restricted':
      return accepting.acceptRestricted ? null : { code: 'token_restricted', verdict }
    case 'throttled':
      return accepting.acceptUnverified ? null : { code: 'provider_throttled', verdict }
    case 'unreachable':
      return accepting.acceptUnverified ? null : { code: 'provider_unreachable', verdict }
  }
}
