import { Hono } from 'hono'
import { endpoints } from '../../contract/endpoints.ts'
import { testAnswerSchema, testRequestSchema } from '../../contract/test-request.ts'
import { changeRefusals, describe } from '../http/describe.ts'
import { jsonBody } from '../http/input.ts'
import { parseId } from '../http/path-id.ts'
import { answerProblem } from '../http/problem.ts'
import { sendTestRequest, type SendTestRequestDependencies } from '../resource/send-test-request.ts'

export interface TestRequestDependencies extends SendTestRequestDependencies {}

/** A source or destination tried out, before or after it is saved. */
export function testRequestRoutes(dependencies: TestRequestDependencies): Hono {
  return new Hono().post(
    endpoints.testRequest,
    describe({
      summary: 'Calls the provider once with a credential, as a source or destination would, and answers what it said',
      answers: { 200: testAnswerSchema },
      refusals: [
        ...changeRefusals,
        'not_found',
        'not_permitted',
        'path_not_allowed',
        'rate_budget_spent',
        'answer_withheld',
        'answer_too_large',
        'provider_unreachable',
        'provider_timeout',
        'shutting_down',
      ],
    }),
    jsonBody(testRequestSchema),
    async (c) => {
      const credentialId = parseId(c.req.param('credential'))
      if (!credentialId) return answerProblem(c, { code: 'not_found' })
      const asking = { principal: c.get('principal'), credentialId, signal: c.req.raw.signal }
      const tested = await sendTestRequest(dependencies, { ...asking, request: c.req.valid('json') })
      if (!('refusal' in tested)) return c.json(tested)
      const { refusal, retryAfter } = tested
      return answerProblem(c, refusal, retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) })
    },
  )
}
