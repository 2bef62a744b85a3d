import * as z from 'zod/mini'
import { regionSchema } from './region.ts'

export const methodSchema = z.enum(['access_token', 'oauth'])
export type Method = z.infer<typeof methodSchema>

/** Plain sentences; what stands between `**` is to be emphasised. Never HTML. */
export const guideTextSchema = z.string()

export const guideSchema = z.object({
  title: z.string(),
  /** How to obtain the secret, step by step. */
  steps: z.array(guideTextSchema),
  warning: z.object({ title: z.string(), text: guideTextSchema }),
  /** What else is worth knowing before saving: scopes, limits, regions, for whom which method is. */
  sections: z.array(z.object({ title: z.string(), paragraphs: z.array(guideTextSchema) })),
  links: z.array(z.object({ label: z.string(), url: z.url() })),
})
export type Guide = z.infer<typeof guideSchema>

/** One of the secret's fields: where it goes in `secret`, and what its input is called. */
export const secretFieldSchema = z.object({
  name: z.string(),
  label: z.string(),
  /** A regular expression of the usual shape. A value that differs earns `unusualShape` as a hint, never a refusal. */
  usualShape: z.optional(z.object({ pattern: z.string(), unusualShape: z.string() })),
})
export type SecretField = z.infer<typeof secretFieldSchema>

/** What a form needs to know of a kind of system. Read-only; one file of the BFF defines it. */
export const connectorSchema = z.object({
  id: z.string(),
  name: z.string(),
  methods: z.array(
    z.object({
      id: methodSchema,
      name: z.string(),
      /** For whom the method is, in a sentence. */
      summary: guideTextSchema,
      available: z.boolean(),
      /** What somebody has to do who runs Latchkey, step by step, before it can be used. */
      setUp: z.optional(z.array(guideTextSchema)),
      /** In the place of the connector's own, which is about a secret that is typed in. */
      guide: z.optional(guideSchema),
    }),
  ),
  fields: z.array(secretFieldSchema),
  regions: z.array(z.object({ id: regionSchema, name: z.string(), shortName: z.string() })),
  scopes: z.array(z.object({ id: z.string(), name: z.string(), purpose: z.string() })),
  guide: guideSchema,
  /** The provider's API, one origin a region. */
  endpoints: z.array(z.object({ region: regionSchema, url: z.url() })),
})
export type Connector = z.infer<typeof connectorSchema>

/** `GET /api/connectors`. */
export const connectorListSchema = z.object({
  connectors: z.array(connectorSchema),
  /** The sandbox plays the providers: what is said here is not theirs. */
  isSandbox: z.boolean(),
})
