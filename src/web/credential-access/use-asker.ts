import { useQuery } from '@tanstack/react-query'
import type { TenantRole } from '../../contract/person.ts'
import { sessionQuery } from '../api/session.ts'

export type Asker = {
  /** Null until it is known who it is. */
  personId: string | null
  role: TenantRole
  /** Ids of their teams. */
  teams: string[]
}

const nobodyYet: Asker = { personId: null, role: 'member', teams: [] }

/** Who looks at the page. Until that is known, somebody who may no more than each credential itself says. */
export function useAsker(): Asker {
  const { data } = useQuery(sessionQuery)
  return data ? { personId: data.person.id, role: data.role, teams: data.teams } : nobodyYet
}
