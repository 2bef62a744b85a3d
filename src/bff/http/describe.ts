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
  security,
}: {
  summary: string
  answers: Record<number, z.ZodMiniType | null>
  refusals?: readonly ProblemCode[]
  /** Of the answers that have a body. */
  mediaType?: string
  /** What a call shows, where that is no session. */
  security?: 'host_key'
}): MiddlewareHandler {
  const described = Object.entries(answers).map(([status, schema]) => [
    status,
    { description: summary, ...(schema && { content: { [mediaType]: { schema: resolver(schema) } } }) },
  ])
  const ofKey = security ? (['key_invalid', 'too_many_attempts'] as const) : []
  const all = new Set<ProblemCode>(['forbidden_host', ...ofKey, ...refusals, 'internal_error'])
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
    ...(security && { security: [{ [security]: [] }] }),
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

/** What any route that takes a body may refuse for the body's sake. */
export const bodyRefusals = [
  'malformed_json',
  'too_large',
  'unsupported_media_type',
  'invalid_input',
] as const satisfies readonly ProblemCode[]

/** What any route that changes something by a body may refuse. */
export const changeRefusals = [...bodilessChangeRefusals, ...bodyRefusals] as const satisfies readonly ProblemCode[]

/** The ways of a call to say who makes it (OpenAPI 3.1, 4.8.27); a browser's is its session. */
export const securitySchemes = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-latchkey-session',
    description: 'Of Latchkey’s own page. On loopback the port stands at its end: `__Host-latchkey-session-4680`.',
  },
  frame_session: {
    type: 'http',
    scheme: 'bearer',
    description: 'Of a frame in a product’s page, which holds it in memory.',
  },
  host_key: {
    type: 'http',
    scheme: 'bearer',
    description: 'A host key, as `npm run latchkey -- keys create --host …` makes it.',
  },
} as const
