import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { credentialQuery, credentialsQuery } from '../api/credentials.ts'
import { ProblemFailure } from '../api/request.ts'

export type Credentials = ReturnType<typeof useCredentials>

/** A connector's credentials as far as they were loaded, and the chosen one in any case. */
export function useCredentials(connector: string, chosenId: string | undefined) {
  const list = useInfiniteQuery(credentialsQuery(connector))
  const loaded = list.data?.pages.flatMap((page) => page.credentials)
  const listed = loaded?.find(({ id }) => id === chosenId)
  const isLone = loaded !== undefined && chosenId !== undefined && !listed
  const lone = useQuery({ ...credentialQuery(chosenId ?? ''), enabled: isLone })
  const chosen = listed ?? (isLone ? lone.data : undefined)
  const last = list.data?.pages.at(-1)
  return {
    list,
    lone,
    chosen,
    /** What the grid shows; the chosen one comes first where no page has it yet. Undefined until a page has come. */
    shown: loaded && chosen && !listed ? [chosen, ...loaded] : loaded,
    total: last && { count: last.total, isAtLeast: last.totalIsAtLeast },
    /** The chosen one is no more. */
    isGone: isLone && lone.error instanceof ProblemFailure && lone.error.problem.code === 'not_found',
  }
}
