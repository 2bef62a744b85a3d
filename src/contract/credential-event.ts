import * as z from 'zod/mini'
import { grantedAccessSchema, granteeKindSchema } from './access.ts'
import { writeMethodSchema } from './configuration.ts'
import { idSchema, ownerSchema, pageLimitSchema, statusReasonSchema, statusSchema } from './credential.ts'
import { resourceKindSchema } from './resource-kind.ts'
import { timeSchema, verdictKindSchema } from './verdict.ts'

/** What becomes of a credential in its life. Each is an audit row, written in the transaction of what it tells. */
export const credentialActionSchema = z.enum([
  'credential.created',
  'credential.edited',
  'credential.checked',
  'credential.deleted',
  'credential.restored',
  'credential.erased',
  'credential.uninstalled',
  'secret.replaced',
  'secret.replacement_refused',
  'resource.created',
  'resource.edited',
  'resource.removed',
  'request.tested',
  'access.granted',
  'access.revoked',
  'owner.changed',
])
export type CredentialAction = z.infer<typeof credentialActionSchema>

const changeSchema = z.object({ before: z.nullable(z.string()), after: z.nullable(z.string()) })

/** What an event tells beside its action; each action has the parts that make sense for it. Never a secret. */
export const eventDetailSchema = z.object({
  /** Of whatever asked the provider. */
  verdict: z.optional(verdictKindSchema),
  reason: z.optional(statusReasonSchema),
  requestId: z.optional(z.string()),
  /** What the credential's status was made, where it was changed or set. */
  status: z.optional(statusSchema),
  name: z.optional(changeSchema),
  /** The description was changed: how, is nobody's business later. */
  description: z.optional(z.boolean()),
  /** The workspace that a replaced secret belonged to, and the new one's. */
  workspace: z.optional(changeSchema),
  resource: z.optional(z.object({ kind: resourceKindSchema, name: z.string() })),
  /** A request that wrote to the provider, to try it. Where a value could stand in the path, it reads `…`: `/contacts/…`. */
  request: z.optional(z.object({ method: writeMethodSchema, path: z.string() })),
  /** With whom it was shared, or no longer is; what they had and have now, null for nothing. */
  grant: z.optional(
    z.object({
      kind: granteeKindSchema,
      name: z.string(),
      before: z.nullable(grantedAccessSchema),
      after: z.nullable(grantedAccessSchema),
    }),
  ),
  /** The names of who owned it and who does now. */
  owner: z.optional(changeSchema),
})
export type EventDetail = z.infer<typeof eventDetailSchema>

export const credentialEventSchema = z.object({
  id: idSchema,
  action: credentialActionSchema,
  at: timeSchema,
  /** Null where Latchkey itself acted: the watch, or the erasing of what was deleted seven days ago. */
  actor: z.nullable(ownerSchema),
  detail: eventDetailSchema,
})
export type CredentialEvent = z.infer<typeof credentialEventSchema>

/** `GET /api/credentials/{id}/events`: newest first; of a deleted credential, too. */
export const listCredentialEventsSchema = z.strictObject({
  /** `checks`: only what asked the provider about the secret, and what it said. */
  about: z.optional(z.literal('checks')),
  cursor: z.optional(z.string().check(z.maxLength(1_000, 'too_long'))),
  limit: pageLimitSchema,
})
export type ListCredentialEvents = z.output<typeof listCredentialEventsSchema>

export const credentialEventPageSchema = z.object({
  events: z.array(credentialEventSchema),
  nextCursor: z.nullable(z.string()),
})
export type CredentialEventPage = z.infer<typeof credentialEventPageSchema>
