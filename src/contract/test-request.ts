import * as z from 'zod/mini'
import {
  headersSchema,
  readMethodSchema,
  requestPathSchema,
  SAMPLE_LENGTH,
  sourceConfigurationSchema,
  writeMethodSchema,
} from './configuration.ts'
import { rateBudgetSchema } from './rate-budget.ts'
import { regionSchema } from './region.ts'

/** Bytes of an answer that a test is shown. */
export const TEST_ANSWER_BYTES = 8_000_000

const request = {
  /** Whose host is asked; the credential's own without one. */
  region: z.optional(regionSchema),
  path: requestPathSchema,
  query: sourceConfigurationSchema.shape.query,
  headers: headersSchema,
}

/** `POST /api/credentials/{id}/test-request`: one call with the credential, as a source or destination would make it. */
export const testRequestSchema = z.discriminatedUnion('method', [
  z.strictObject({ method: readMethodSchema, ...request }),
  ...writeMethodSchema.options.map((method) =>
    z.strictObject({
      method: z.literal(method),
      ...request,
      contentType: z.string().check(z.maxLength(200, 'too_long')),
      body: z.string().check(z.maxLength(SAMPLE_LENGTH, 'too_long')),
    }),
  ),
])
export type TestRequest = z.input<typeof testRequestSchema>

/** What the provider said, whatever its status. A call that came to no answer is a problem instead. */
export const testAnswerSchema = z.object({
  status: z.int(),
  /** Those that are forwarded. */
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  contentType: z.nullable(z.string()),
  /** As text, whole; empty for what is no text (UTF-8): `bytes` tells it from nothing. */
  body: z.string(),
  bytes: z.int(),
  /** To the answer's last byte. */
  milliseconds: z.int(),
  /** Calls used: more than one where it was tried again. */
  calls: z.int(),
  budget: z.nullable(rateBudgetSchema),
})
export type TestAnswer = z.infer<typeof testAnswerSchema>
