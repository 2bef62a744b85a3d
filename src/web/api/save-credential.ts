import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type CreateCredential, type Credential, credentialSchema } from '../../contract/credential.ts'
import { endpoints, IDEMPOTENCY_KEY_HEADER } from '../../contract/endpoints.ts'
import { ProblemFailure, request } from './request.ts'

/** Milliseconds: how long an answer is waited for that an earlier request under the same key is still getting. */
const IN_FLIGHT_PATIENCE = 15_000
const IN_FLIGHT_PAUSE = 1_000
/** Milliseconds after which a save that the page gave up has been committed, or never will be: a check's 10 s and some. */
const COMMITTED_BY = 12_000

export type SaveCredential = { body: CreateCredential; idempotencyKey: string; signal: AbortSignal }

/** Checks a secret and saves it as a credential. Nothing of what it sent stays in the cache once it is reset. */
export function useSaveCredential() {
  const queryClient = useQueryClient()
  const refreshCredentials = () => queryClient.invalidateQueries({ queryKey: ['credentials'] })
  return useMutation({
    mutationFn: saveCredential,
    gcTime: 0,
    retry: false,
    // The BFF may well be on this machine: the browser's belief to be offline must not hold a save back.
    networkMode: 'always',
    onSuccess: () => void refreshCredentials(),
    onError: (failure) => {
      if (!mayHaveSaved(failure)) return
      void refreshCredentials()
      setTimeout(() => void refreshCredentials(), COMMITTED_BY)
    },
  })
}

/** Whether a failed save, the cancelled one included, can have been committed all the same. */
export function mayHaveSaved(failure: unknown): boolean {
  if (!(failure instanceof ProblemFailure)) return true
  return ['internal_error', 'store_unavailable', 'idempotency_in_flight'].includes(failure.problem.code)
}

async function saveCredential({ body, idempotencyKey, signal }: SaveCredential): Promise<Credential> {
  const patienceEnds = performance.now() + IN_FLIGHT_PATIENCE
  for (;;) {
    try {
      return await request(endpoints.credentials, {
        method: 'POST',
        body,
        headers: { [IDEMPOTENCY_KEY_HEADER]: idempotencyKey },
        signal,
        schema: credentialSchema,
      })
    } catch (failure) {
      const inFlight = failure instanceof ProblemFailure && failure.problem.code === 'idempotency_in_flight'
      if (!inFlight || performance.now() > patienceEnds) throw failure
      await pause(IN_FLIGHT_PAUSE, signal)
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, milliseconds)
    signal.addEventListener('abort', stop, { once: true })
  })
}
