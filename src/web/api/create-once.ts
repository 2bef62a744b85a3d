import type * as z from 'zod/mini'
import { IDEMPOTENCY_KEY_HEADER } from '../../contract/endpoints.ts'
import { ProblemFailure, request } from './request.ts'

/** Milliseconds: how long an answer is waited for that an earlier request under the same key is still getting. */
const IN_FLIGHT_PATIENCE = 15_000
const IN_FLIGHT_PAUSE = 1_000

type CreateOnceOptions<Answer> = {
  body: unknown
  /** The same for the same body, so that sending it again after a lost answer makes nothing twice. */
  idempotencyKey: string
  schema: z.ZodMiniType<Answer>
  signal?: AbortSignal
}

/** Makes something by `POST`; where a first attempt under the key is still being answered, its answer is waited for. */
export async function createOnce<Answer>(path: string, options: CreateOnceOptions<Answer>): Promise<Answer> {
  const { idempotencyKey, ...rest } = options
  const patienceEnds = performance.now() + IN_FLIGHT_PATIENCE
  for (;;) {
    try {
      return await request(path, { ...rest, method: 'POST', headers: { [IDEMPOTENCY_KEY_HEADER]: idempotencyKey } })
    } catch (failure) {
      const isInFlight = failure instanceof ProblemFailure && failure.problem.code === 'idempotency_in_flight'
      if (!isInFlight || performance.now() > patienceEnds) throw failure
      await pause(IN_FLIGHT_PAUSE, options.signal)
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason as Error)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, milliseconds)
    signal?.addEventListener('abort', stop, { once: true })
  })
}
