import { queryOptions } from '@tanstack/react-query'
import { endpoints } from '../../contract/endpoints.ts'
import { sandboxSchema } from '../../contract/sandbox.ts'
import { ProblemFailure, request } from './request.ts'

/** The sandbox's sample tokens, or null where no sandbox runs. It cannot start or end while a page is open. */
export const sandboxQuery = queryOptions({
  queryKey: ['sandbox'],
  queryFn: ({ signal }) =>
    request(endpoints.sandbox, { schema: sandboxSchema, signal }).catch((failure: unknown) => {
      if (failure instanceof ProblemFailure && failure.problem.code === 'not_found') return null
      throw failure
    }),
  retry: false,
  staleTime: Infinity,
})
