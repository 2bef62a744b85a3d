import { useQuery } from '@tanstack/react-query'
import { credentialQuery } from '../api/credentials.ts'
import { ProblemFailure } from '../api/request.ts'

export type Chosen = ReturnType<typeof useChosen>

/** The chosen credential, wherever in the list it stands, and whatever the list is narrowed to. */
export function useChosen(id: string | undefined) {
  const query = useQuery({ ...credentialQuery(id ?? ''), enabled: id !== undefined })
  const isGone = query.error instanceof ProblemFailure && query.error.problem.code === 'not_found'
  return { query, isGone, credential: isGone ? undefined : query.data }
}
