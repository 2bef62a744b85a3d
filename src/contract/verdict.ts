import * as z from 'zod/mini'
import { regionChoiceSchema } from './region.ts'

/** RFC 3339, in UTC. */
export const timeSchema = z.iso.datetime()

/** Whom a secret belongs to at the provider. The provider need not say any of it. */
export const accountSchema = z.object({
  workspaceName: z.nullable(z.string()),
  workspaceId: z.nullable(z.string()),
  /** As the provider wrote it (`US`, `Europe`, `AU` were seen), not one of Latchkey's regions. */
  region: z.nullable(z.string()),
  adminName: z.nullable(z.string()),
  adminEmail: z.nullable(z.string()),
})
export type Account = z.infer<typeof accountSchema>

export const rejectedReasonSchema = z.enum(['invalid', 'revoked', 'suspended', 'invalid_or_other_region'])
export type RejectedReason = z.infer<typeof rejectedReasonSchema>

/** `token_unauthorized` is a code on whose meaning sources disagree; it is passed on as it stands. */
export const restrictedReasonSchema = z.enum(['scope', 'plan', 'token_unauthorized'])
export type RestrictedReason = z.infer<typeof restrictedReasonSchema>

export const unreachableReasonSchema = z.enum(['dns', 'refused', 'tls', 'timeout', 'server_error', 'unexpected_answer'])
export type UnreachableReason = z.infer<typeof unreachableReasonSchema>

const seen = {
  checkedAt: timeSchema,
  /** What the provider's support asks for. Not always a UUID. */
  requestId: z.optional(z.string()),
}

export const acceptedSchema = z.object({
  kind: z.literal('accepted'),
  account: z.nullable(accountSchema),
  /** The region the credential will use; `auto` while nothing confirmed one. */
  region: regionChoiceSchema,
  ...seen,
})
export const rejectedSchema = z.object({ kind: z.literal('rejected'), reason: rejectedReasonSchema, ...seen })
export const restrictedSchema = z.object({
  kind: z.literal('restricted'),
  reason: restrictedReasonSchema,
  /** Ids of the connector's scopes that the token lacks, where the answer tells. */
  missing: z.optional(z.array(z.string())),
  region: regionChoiceSchema,
  ...seen,
})
export const throttledSchema = z.object({ kind: z.literal('throttled'), retryAt: timeSchema, ...seen })
export const unreachableSchema = z.object({
  kind: z.literal('unreachable'),
  reason: unreachableReasonSchema,
  ...seen,
})

/** What a check found out. Only `rejected` says anything against the token. */
export const verdictSchema = z.discriminatedUnion('kind', [
  acceptedSchema,
  rejectedSchema,
  restrictedSchema,
  throttledSchema,
  unreachableSchema,
])
export type Verdict = z.infer<typeof verdictSchema>

export const verdictKindSchema = z.enum(['accepted', 'rejected', 'restricted', 'throttled', 'unreachable'])
