import { QueryClient } from '@tanstack/react-query'
import { NoAnswerFailure } from './request.ts'

/** What every query shares: how long an answer counts as fresh, and when asking again is worth it. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // Latchkey may well run on this very machine: being offline says nothing about it.
        networkMode: 'always',
        // A problem is an answer. Only silence is worth one more try before the person is told.
        retry: (failures, error) => failures < 1 && error instanceof NoAnswerFailure,
        retryDelay: 500,
      },
      mutations: { networkMode: 'always' },
    },
  })
}
