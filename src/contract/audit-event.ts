import * as z from 'zod/mini'
import { authorizationFailureSchema } from './authorization-failure.ts'
import { idSchema, ownerSchema, pageLimitSchema } from './credential.ts'
import { credentialActionSchema, eventDetailSchema } from './credential-event.ts'
import { comparableIdSchema } from './person.ts'
import { signInSchema } from './session.ts'
import { timeSchema } from './verdict.ts'

/** Everything that leaves an audit row. Reads of a secret by the proxy are counted, not listed. */
export const auditActionSchema = z.enum([
  ...credentialActionSchema.options,
  'credential.refused',
  'secret.checked',
  'authorization.made',
  'authorization.refused',
  'session.started',
  'session.ended',
  'session.refused',
  'key.created',
  'key.revoked',
])
export type AuditAction = z.infer<typeof auditActionSchema>

/** `refused`: it was tried and did not happen. */
export const outcomeSchema = z.enum(['done', 'refused'])
export type Outcome = z.infer<typeof outcomeSchema>

export const auditDetailSchema = z.extend(eventDetailSchema, {
  /** Why an authorization came to nothing. */
  authorization: z.optional(authorizationFailureSchema),
  key: z.optional(z.object({ id: z.string(), name: z.string() })),
  /** Of a session: how it was got, and why it was refused. */
  session: z.optional(
    z.object({
      signIn: signInSchema,
      /** Of the host's page. */
      origin: z.optional(z.string()),
      why: z.optional(z.enum(['used', 'expired', 'other_origin'])),
    }),
  ),
})
export type AuditDetail = z.infer<typeof auditDetailSchema>

export const auditEventSchema = z.object({
  id: idSchema,
  at: timeSchema,
  action: auditActionSchema,
  outcome: outcomeSchema,
  /** Null where Latchkey itself acted. */
  actor: z.nullable(ownerSchema),
  connector: z.nullable(z.string()),
  /** Its name of today; null once it is erased, or where it never came to be. */
  credential: z.nullable(z.object({ id: idSchema, name: z.nullable(z.string()) })),
  resource: z.nullable(z.object({ id: idSchema, name: z.nullable(z.string()) })),
  /** The address it was asked from; null for Latchkey's own doing and the command line's. */
  address: z.nullable(z.string()),
  detail: auditDetailSchema,
})
export type AuditEvent = z.infer<typeof auditEventSchema>

const filters = {
  /** A person's id. */
  actor: z.optional(comparableIdSchema),
  action: z.optional(auditActionSchema),
  outcome: z.optional(outcomeSchema),
  credential: z.optional(idSchema),
  /** From this time on, and before that one. */
  from: z.optional(timeSchema),
  to: z.optional(timeSchema),
}

/** `GET /api/events`: every event of the tenant, the newest first. For its admins. */
export const listAuditEventsSchema = z.strictObject({
  ...filters,
  cursor: z.optional(z.string().check(z.maxLength(1_000, 'too_long'))),
  limit: pageLimitSchema,
})
export type ListAuditEvents = z.output<typeof listAuditEventsSchema>

/** `GET /api/events.jsonl`: all of them, the oldest first, an event a line, each as a page has it. */
export const exportAuditEventsSchema = z.strictObject(filters)
export type ExportAuditEvents = z.output<typeof exportAuditEventsSchema>

export const auditEventPageSchema = z.object({
  events: z.array(auditEventSchema),
  nextCursor: z.nullable(z.string()),
})
export type AuditEventPage = z.infer<typeof auditEventPageSchema>
