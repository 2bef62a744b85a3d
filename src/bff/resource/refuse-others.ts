import type { Resource } from '../../contract/resource.ts'
import type { Refusal } from '../refusal.ts'

/** Why somebody may not change a source or destination that they see; null where they may. */
export function refuseOthers({ mayChange, kind, owner }: Resource): Refusal | null {
  if (mayChange) return null
  const detail = `Only its owner and the admins of the organisation may change this ${kind}. ${owner.name} owns it.`
  return { code: 'not_permitted', detail }
}
