import * as z from 'zod/mini'
import { idSchema, ownerSchema, pageLimitSchema, statusReasonSchema, statusSchema } from './credential.ts'
import { regionSchema } from './region.ts'
import { resourceKindSchema } from './resource-kind.ts'
import { nameSchema } from './text.ts'
import { timeSchema } from './verdict.ts'

const configurationSchema = z.record(z.string(), z.unknown())

/** A source or destination of a data flow, and the credential it uses. */
export const resourceSchema = z.object({
  id: idSchema,
  kind: resourceKindSchema,
  connector: z.string(),
  credential: z.object({
    id: idSchema,
    name: z.string(),
    status: statusSchema,
    statusReason: z.nullable(statusReasonSchema),
    statusSince: timeSchema,
  }),
  name: z.string(),
  /** Whose API endpoint the resource calls; null leaves it to the credential's region. */
  region: z.nullable(regionSchema),
  /** What the resource's own kind of system wants to know; Latchkey keeps it as it is. */
  configuration: configurationSchema,
  owner: ownerSchema,
  createdAt: timeSchema,
  updatedAt: timeSchema,
})
export type Resource = z.infer<typeof resourceSchema>

/** `POST /api/resources`. */
export const createResourceSchema = z.strictObject({
  kind: resourceKindSchema,
  connector: z.string(),
  credentialId: idSchema,
  name: nameSchema,
  region: z.optional(regionSchema),
  configuration: z._default(configurationSchema, {}),
})
export type CreateResource = z.input<typeof createResourceSchema>

/** `GET /api/resources`: newest first. */
export const listResourcesSchema = z.strictObject({
  kind: z.optional(resourceKindSchema),
  credential: z.optional(idSchema),
  cursor: z.optional(z.string().check(z.maxLength(1_000, 'too_long'))),
  limit: pageLimitSchema,
})
export type ListResources = z.output<typeof listResourcesSchema>

export const resourcePageSchema = z.object({
  resources: z.array(resourceSchema),
  nextCursor: z.nullable(z.string()),
})
export type ResourcePage = z.infer<typeof resourcePageSchema>
