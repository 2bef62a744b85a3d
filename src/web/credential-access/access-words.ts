import type { GrantedAccess } from '../../contract/access.ts'
import type { Credential } from '../../contract/credential.ts'
import type { Access, TenantRole } from '../../contract/person.ts'

export const accessNames: Record<Access, string> = { owner: 'Owner', admin: 'Admin', collaborator: 'Collaborator' }

/** What sharing gives. */
export const accessGives: Record<GrantedAccess, string> = {
  collaborator: 'Can use it for sources and destinations, and see how it is.',
  admin: 'Can change it, too: edit and delete it, replace its token, and say who else may use it.',
}

/** On a tile that is somebody else's: how one comes to see it, and what for. An admin of the tenant sees them all. */
export function sharingInWords({ access }: Pick<Credential, 'access'>, role: TenantRole): string | null {
  if (access === 'owner' || role === 'admin') return null
  return access === 'admin' ? 'Shared with you: you can change it' : 'Shared with you: you can use it'
}

/** What the person who looks may do, in a sentence; null for the owner, who is named as such. */
export function ownAccessInWords({ access }: Pick<Credential, 'access'>, role: TenantRole): string | null {
  if (access === 'owner') return null
  if (access === 'collaborator') return 'You can use it for sources and destinations. Its admins can change it.'
  return role === 'admin' ? 'You can change it, as an admin of your organisation.' : 'You can use it and change it.'
}
