import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { type CreateAuthorizedCredential, type CreateCredential, credentialSchema } from '../../contract/credential.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { createOnce } from './create-once.ts'
import { ProblemFailure } from './request.ts'

/** Milliseconds after which a save that the page gave up has been committed, or never will be: a check's 10 s and some. */
const COMMITTED_BY = 12_000

export type SaveCredential = {
  body: CreateCredential | CreateAuthorizedCredential
  idempotencyKey: string
  signal: AbortSignal
}

/** Checks a secret and saves it as a credential. Nothing of what it sent stays in the cache once it is reset. */
export function useSaveCredential() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (options: SaveCredential) =>
      createOnce(endpoints.credentials, { ...options, schema: credentialSchema }),
    gcTime: 0,
    retry: false,
    // The BFF may well be on this machine: the browser's belief to be offline must not hold a save back.
    networkMode: 'always',
    onSuccess: () => void refreshCredentials(queryClient),
    onError: (failure) => refreshIfSaved(queryClient, failure),
  })
}

/** Whether a failed save, the cancelled one included, can have been committed all the same. */
export function mayHaveSaved(failure: unknown): boolean {
  if (!(failure instanceof ProblemFailure)) return true
  return ['internal_error', 'store_unavailable', 'idempotency_in_flight'].includes(failure.problem.code)
}

/** Looks now, and once more when it must have come to an end, what a failed save has left. */
export function refreshIfSaved(queryClient: QueryClient, failure: unknown): void {
  if (!mayHaveSaved(failure)) return
  void refreshCredentials(queryClient)
  setTimeout(() => void refreshCredentials(queryClient), COMMITTED_BY)
}

function refreshCredentials(queryClient: QueryClient): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['credentials'] })
}
