import * as z from 'zod/mini'
import { rateBudgetSchema } from './rate-budget.ts'
import { timeSchema } from './verdict.ts'

/** Days that an hour is remembered. */
export const USAGE_DAYS = 30

/** One hour of a credential's calls to its provider, checks left out. */
export const usageHourSchema = z.object({
  /** When it began. */
  hour: timeSchema,
  /** Requests that went to the provider, each repeated one counted. */
  calls: z.int(),
  /** Calls that were answered 4xx or 5xx but 429, or not at all. */
  errors: z.int(),
  /** Calls that the provider answered 429. */
  throttled: z.int(),
  /** Bytes of the bodies. */
  bytesSent: z.int(),
  bytesReceived: z.int(),
  /** Milliseconds to the head of the answer, of the median call and of the slowest in a hundred. Null without any. */
  p50: z.nullable(z.number()),
  p99: z.nullable(z.number()),
  /** The fullest window of the hour: calls it allowed, and how many of them were left. Null where no answer said. */
  budget: z.nullable(z.object({ limit: z.int(), leastRemaining: z.int() })),
})
export type UsageHour = z.infer<typeof usageHourSchema>

/** `GET /api/credentials/{id}/usage`. */
export const credentialUsageQuerySchema = z.strictObject({
  /** How far back, the current hour included. */
  hours: z._default(
    z.coerce
      .number()
      .check(z.int('invalid_value'), z.minimum(1, 'out_of_range'), z.maximum(USAGE_DAYS * 24, 'out_of_range')),
    24,
  ),
})

export const credentialUsageSchema = z.object({
  /** Oldest first, without the hours that had no calls. What was counted in the last seconds may be missing. */
  hours: z.array(usageHourSchema),
  /** Null while this instance knows of none. */
  budget: z.nullable(rateBudgetSchema),
})
export type CredentialUsage = z.infer<typeof credentialUsageSchema>
