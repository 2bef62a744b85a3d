import { describeRoute, resolver } from 'hono-openapi'
import type { MiddlewareHandler } from 'hono'
import type * as z from 'zod/mini'
import { type ProblemCode, PROBLEM_MEDIA_TYPE, problems, problemSchema } from '../../contract/problem.ts'

/** What a route answers, for the OpenAPI document: its own schemas, and the refusals by their codes. */
export function describe({
  summary,
  answers,
  refusals = [],
}: {
  summary: string
  answers: Record<number, z.ZodMiniType>
  refusals?: readonly ProblemCode[]
}): MiddlewareHandler {
  const described = Object.entries(answers).map(([status, schema]) => [
    status,
    { description: summary, content: { 'application/json': { schema: resolver(schema) } } },
  ])
  const refused = Object.entries(Object.groupBy(refusals, (code) => problems[code].status)).map(
    ([status, codes = []]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${problems[code].title}`).join('\n'),
        content: { [PROBLEM_MEDIA_TYPE]: { schema: resolver(problemSchema) } },
      },
    ],
  )
  return describeRoute({ summary, responses: Object.fromEntries([...described, ...refused]) })
}

/** What any route that changes something may refuse. */
export const changeRefusals = [
  'malformed_json',
  'forbidden_origin',
  'forbidden_host',
  'client_header_missing',
  'too_large',
  'unsupported_media_type',
  'invalid_input',
  'store_unavailable',
] as const satisfies readonly ProblemCode[]
