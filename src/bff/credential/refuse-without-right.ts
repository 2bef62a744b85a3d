import { type CredentialRight, hasRight } from '../../contract/access.ts'
import type { Access, TenantRole } from '../../contract/person.ts'
import type { Refusal } from '../refusal.ts'

/**
 * Why somebody may not do this to a credential that they see; null where they may. The detail names its owner, whom they
 * can ask: the credential says as much to whoever sees it.
 */
export function refuseWithoutRight(
  right: CredentialRight,
  { role, access, ownerName }: { role: TenantRole; access: Access; ownerName: string },
): Refusal | null {
  if (hasRight({ access, role }, right)) return null
  return { code: 'not_permitted', detail: `${missing[right]} ${ownerName} owns it.` }
}

const missing: Record<CredentialRight, string> = {
  use: 'Only whom this credential is shared with may use it.',
  check: 'Only whom this credential is shared with may check it.',
  edit: 'Only an admin of this credential may change it.',
  replace: 'Only an admin of this credential may replace its secret.',
  delete: 'Only an admin of this credential may delete it, bring it back or erase it.',
  share: 'Only an admin of this credential may say with whom it is shared.',
  handOver: 'Only its owner and the admins of the organisation may hand this credential over.',
}

/** What a session that is for other connectors makes or checks. */
export const otherConnector: Refusal = {
  code: 'not_permitted',
  detail: 'This session is for other connectors.',
}
