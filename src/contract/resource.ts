import * as z from 'zod/mini'
import { destinationConfigurationSchema, sourceConfigurationSchema } from './configuration.ts'
import { idSchema, pageLimitSchema } from './credential.ts'
import { listedResourceSchema } from './listed-resource.ts'
import { regionSchema } from './region.ts'
import { resourceKindSchema } from './resource-kind.ts'
import { nameSchema } from './text.ts'

/** `GET /api/resources/{id}`. */
export const resourceSchema = z.extend(listedResourceSchema, {
  /** What it reads or writes, by its kind; null while nobody has said. */
  configuration: z.nullable(z.union([destinationConfigurationSchema, sourceConfigurationSchema])),
})
export type Resource = z.infer<typeof resourceSchema>

const newResource = {
  connector: z.string(),
  credentialId: idSchema,
  name: nameSchema,
  region: z.optional(regionSchema),
}

/** `POST /api/resources`. */
export const createResourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('source'),
    ...newResource,
    configuration: z.optional(sourceConfigurationSchema),
  }),
  z.strictObject({
    kind: z.literal('destination'),
    ...newResource,
    configuration: z.optional(destinationConfigurationSchema),
  }),
])
export type CreateResource = z.input<typeof createResourceSchema>

const changedResource = {
  /** Another credential of the same connector. */
  credentialId: z.optional(idSchema),
  name: z.optional(nameSchema),
  /** Null leaves it to the credential's region. */
  region: z.optional(z.nullable(regionSchema)),
}

/** `PATCH /api/resources/{id}`: what is left out stays; a configuration is replaced whole. The kind says which it is. */
export const editResourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('source'),
    ...changedResource,
    configuration: z.optional(sourceConfigurationSchema),
  }),
  z.strictObject({
    kind: z.literal('destination'),
    ...changedResource,
    configuration: z.optional(destinationConfigurationSchema),
  }),
])
export type EditResource = z.input<typeof editResourceSchema>

/** `GET /api/resources`: newest first. */
export const listResourcesSchema = z.strictObject({
  kind: z.optional(resourceKindSchema),
  credential: z.optional(idSchema),
  cursor: z.optional(z.string().check(z.maxLength(1_000, 'too_long'))),
  limit: pageLimitSchema,
})
export type ListResources = z.output<typeof listResourcesSchema>
