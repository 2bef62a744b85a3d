import type { EventDetail } from '../../contract/credential-event.ts'
import type { Account, Verdict } from '../../contract/verdict.ts'
import type { Refusal } from '../refusal.ts'
import { refuse } from './refuse.ts'
import { toVerdictDetail } from './verdict-detail.ts'

/**
 * What stands between a verdict on a new secret and the place of the old one; null when nothing does. What cannot be
 * asked about replaces nothing that serves, and neither does another workspace's secret, nor one that does not say whose
 * it is where the old one did: data would flow from or to the wrong place.
 * @param known the account of the secret that is to be replaced
 */
export function refuseReplacement(
  known: Account | null,
  verdict: Verdict,
  { acceptRestricted, acceptAccountChange }: { acceptRestricted: boolean; acceptAccountChange: boolean },
): Refusal | null {
  const refusal = refuse(verdict, { acceptUnverified: false, acceptRestricted })
  if (refusal) return refusal
  const isKnown = known !== null && known.workspaceId !== null
  const isSame = !isKnown || known.workspaceId === accountOf(verdict)?.workspaceId
  return isSame || acceptAccountChange ? null : { code: 'account_mismatch', verdict }
}

/** What the event of a replacement, made or refused, tells. */
export function toReplacementDetail(known: Account | null, verdict: Verdict): EventDetail {
  const saysWhose = verdict.kind === 'accepted' || verdict.kind === 'restricted'
  const workspace = { before: toWorkspace(known), after: toWorkspace(accountOf(verdict)) }
  return { ...toVerdictDetail(verdict), ...(saysWhose && { workspace }) }
}

function toWorkspace(account: Account | null): string | null {
  return account?.workspaceName ?? account?.workspaceId ?? null
}

function accountOf(verdict: Verdict): Account | null {
  return verdict.kind === 'accepted' ? verdict.account : null
}
