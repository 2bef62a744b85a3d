import { queryOptions } from '@tanstack/react-query'
import { endpoints } from '../../contract/endpoints.ts'
import { sandboxSchema } from '../../contract/sandbox.ts'
import { request } from './request.ts'

/** The sandbox's sample tokens, where one runs. */
export const sampleTokensQuery = queryOptions({
  queryKey: ['sandbox'],
  queryFn: ({ signal }) => request(endpoints.sandbox, { schema: sandboxSchema, signal }),
  select: ({ tokens }) => tokens,
  staleTime: Infinity,
})
