import { QueryClient } from '@tanstack/react-query'
import { NoAnswerFailure } from './request.ts'

/** Milliseconds for which an answer counts as fresh. */
export const FRESH_FOR = 15_000

/** What every query shares: how long an answer counts as fresh, and when asking again is worth it. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_FOR,
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
