import * as z from 'zod/mini'

export const resourceKindSchema = z.enum(['source', 'destination'])
export type ResourceKind = z.infer<typeof resourceKindSchema>
