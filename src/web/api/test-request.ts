import { useMutation, useQueryClient } from '@tanstack/react-query'
import { endpoints } from '../../contract/endpoints.ts'
import { type TestRequest, testAnswerSchema } from '../../contract/test-request.ts'
import { credentialPath } from './credential-path.ts'
import { request } from './request.ts'

/** Milliseconds: it may wait for room in the rate budget, be tried again, and bring some megabytes. */
const TEST_TIMEOUT = 60_000

/** Makes one call with a credential, as a source or destination would. Never twice: it may write. */
export function useTestRequest(credentialId: string) {
  const client = useQueryClient()
  return useMutation({
    // An answer is the provider's data: it goes with the screen that shows it.
    gcTime: 0,
    mutationFn: ({ body, signal }: { body: TestRequest; signal: AbortSignal }) =>
      request(credentialPath(endpoints.testRequest, credentialId), {
        method: 'POST',
        body,
        schema: testAnswerSchema,
        timeout: TEST_TIMEOUT,
        signal,
      }),
    onSuccess: ({ status }) => {
      // It has the credential checked, and its status may move.
      if (status === 401) void client.invalidateQueries({ queryKey: ['credentials'] })
    },
  })
}
