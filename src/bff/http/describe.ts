import { describeRoute, resolver } from 'hono-openapi'
import type { MiddlewareHandler } from 'hono'
import type * as z from 'zod/mini'
import { CLIENT_HEADER, IDEMPOTENCY_KEY_HEADER } from '../../contract/endpoints.ts'
import { type ProblemCode, PROBLEM_MEDIA_TYPE, problemSchema } from '../../contract/problem.ts'
import { problems } from '../../contract/problems.ts'

/**
 * What a route answers, for the OpenAPI document: its own schemas, null for an answer without a body, and the refusals by
 * their codes.
 */
export function describe({
  summary,
  answers,
  refusals = [],
  mediaType = 'application/json',
}: {
  summary: string
  answers: Record<number, z.ZodMiniType | null>
  refusals?: readonly ProblemCode[]
  /** Of the answers that have a body. */
  mediaType?: string
}): MiddlewareHandler {
  const described = Object.entries(answers).map(([status, schema]) => [
    status,
    { description: summary, ...(schema && { content: { [mediaType]: { schema: resolver(schema) } } }) },
  ])
  const all = new Set<ProblemCode>(['forbidden_host', ...refusals, 'internal_error'])
  const refused = Object.entries(Object.groupBy(all, (code) => problems[code].status)).map(([status, codes]) => [
    status,
    {
      description: codes.map((code) => `\`${code}\`: ${problems[code].title}`).join('\n'),
      content: { [PROBLEM_MEDIA_TYPE]: { schema: resolver(problemSchema) } },
    },
  ])
  const parameters = headers
    .filter(({ refusal }) => all.has(refusal))
    .map(({ missing, parameter }) => Object.assign({ required: missing !== null && all.has(missing) }, parameter))
  return describeRoute({
    summary,
    ...(parameters.length > 0 && { parameters }),
    responses: Object.fromEntries([...described, ...refused]),
  })
}

/** A header belongs to a route that may refuse it, and is needed where its lack is a refusal. */
const headers = [
  {
    refusal: 'client_header_missing',
    missing: 'client_header_missing',
    parameter: { in: 'header', name: CLIENT_HEADER, schema: { type: 'string', minLength: 1 } },
  },
  {
    refusal: 'idempotency_key_invalid',
    missing: 'idempotency_key_missing',
    parameter: {
      in: 'header',
      name: IDEMPOTENCY_KEY_HEADER,
      schema: { type: 'string', minLength: 1, maxLength: 257 },
    },
  },
  {
    refusal: 'changed_meanwhile',
    missing: null,
    parameter: { in: 'header', name: 'If-Match', schema: { type: 'string' } },
  },
] as const

/** What any route that changes something may refuse, and takes no body. */
export const bodilessChangeRefusals = [
  'forbidden_origin',
  'forbidden_host',
  'client_header_missing',
  'store_unavailable',
] as const satisfies readonly ProblemCode[]

/** The same with a body. */
export const changeRefusals = [
  ...bodilessChangeRefusals,
  'malformed_json',
  'too_large',
  'unsupported_media_type',
  'invalid_input',
] as const satisfies readonly ProblemCode[]
