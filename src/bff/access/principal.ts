import { userInfo } from 'node:os'

/** Who is asking, and for which organisation. Every query is by its tenant. */
export interface Principal {
  tenantId: string
  id: string
  name: string
}

/** Whoever can reach the loopback address of this machine: until there is sign-in, one person of one tenant. */
export function localPrincipal(): Principal {
  return { tenantId: 'local', id: 'local', name: readUserName() }
}

/** Latchkey itself, which acts on no person's behalf: the watch, and the erasing of what was deleted long enough ago. */
export function latchkeyPrincipal(tenantId: string): Principal {
  return { tenantId, id: LATCHKEY_ID, name: 'Latchkey' }
}

export function isLatchkey({ id }: Pick<Principal, 'id'>): boolean {
  return id === LATCHKEY_ID
}

const LATCHKEY_ID = 'latchkey:watch'

/** A process may run as a user that has no entry in the system's list. */
function readUserName(): string {
  try {
    return userInfo().username
  } catch {
    return 'local user'
  }
}
