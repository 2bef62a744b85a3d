import * as z from 'zod/mini'
import { idSchema, ownerSchema, statusReasonSchema, statusSchema } from './credential.ts'
import { regionSchema } from './region.ts'
import { resourceKindSchema } from './resource-kind.ts'
import { timeSchema } from './verdict.ts'

/** A source or destination of a data flow, and the credential it uses: as much as a list shows. */
export const listedResourceSchema = z.object({
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
  /** What it asks of the provider, in short; null while nobody has said. */
  request: z.nullable(z.object({ method: z.string(), path: z.string() })),
  owner: ownerSchema,
  /** Whether the asker may change and remove it: its owner may, and an admin of the tenant. */
  mayChange: z.boolean(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  /** The strong validator (RFC 9110, 8.8.3) of what people change; goes back in `If-Match`. */
  etag: z.string(),
})
export type ListedResource = z.infer<typeof listedResourceSchema>

/** `GET /api/resources`. */
export const resourcePageSchema = z.object({
  resources: z.array(listedResourceSchema),
  nextCursor: z.nullable(z.string()),
})
export type ResourcePage = z.infer<typeof resourcePageSchema>
