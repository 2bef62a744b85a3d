import { userInfo } from 'node:os'
import type { TenantRole } from '../../contract/person.ts'
import type { ResourceKind } from '../../contract/resource-kind.ts'
import type { SignIn } from '../../contract/session.ts'

/** Who is asking, for which organisation, and what they may. Every query is by its tenant. */
export interface Principal {
  tenantId: string
  id: string
  name: string
  role: TenantRole
  /** Ids of the teams they belong to. */
  teams: readonly string[]
  /** What their session is limited to; null for every connector. */
  connectors: readonly string[] | null
  /** What a credential is chosen for, where a host said so. */
  purpose: ResourceKind | null
  /** Null for what no session stands behind: the command line, and Latchkey itself. */
  session: { id: string; signIn: SignIn; expiresAt: string | null } | null
  /** The address they ask from; null where nobody asks over the network. */
  address: string | null
}

declare module 'hono' {
  interface ContextVariableMap {
    /** Whoever asks; there on every route that the doors (doors.ts) do not leave open. */
    principal: Principal
  }
}

/** The tenant of this machine, and of a team whose OpenID provider names none. */
export const LOCAL_TENANT = 'local'

/** Who owns what was made while Latchkey was one person's. */
export const LOCAL_PERSON = 'local'

/** Whoever works on this machine: an admin of its one tenant. */
export function localPrincipal(): Principal {
  return {
    ...everywhere,
    tenantId: LOCAL_TENANT,
    id: LOCAL_PERSON,
    name: readUserName(),
  }
}

/** Latchkey itself, which acts on no person's behalf: the watch, and the erasing of what was deleted long enough ago. */
export function latchkeyPrincipal(tenantId: string): Principal {
  return { ...everywhere, tenantId, id: LATCHKEY_ID, name: 'Latchkey' }
}

export function isLatchkey({ id }: Pick<Principal, 'id'>): boolean {
  return id === LATCHKEY_ID
}

const everywhere = {
  role: 'admin',
  teams: [],
  connectors: null,
  purpose: null,
  session: null,
  address: null,
} as const satisfies Partial<Principal>

const LATCHKEY_ID = 'latchkey:watch'

/** A process may run as a user that has no entry in the system's list. */
function readUserName(): string {
  try {
    return userInfo().username
  } catch {
    return 'local user'
  }
}
