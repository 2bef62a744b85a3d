import * as z from 'zod/mini'
import { parameterSchema, requestPathSchema, writeMethodSchema } from './configuration.ts'
import { regionSchema } from './region.ts'

export const methodSchema = z.enum(['access_token', 'oauth'])
export type Method = z.infer<typeof methodSchema>

/** Plain sentences; what stands between `**` is to be emphasised. Never HTML. */
const guideTextSchema = z.string()

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

/** A JSON Pointer (RFC 6901) into an answer. */
const pointerSchema = z.string()

/** A source that is known to make sense. */
export const sourceTemplateSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** What is read, in a sentence. */
  summary: guideTextSchema,
  path: requestPathSchema,
  query: z.array(parameterSchema),
  /** Where the records stand in an answer. */
  records: pointerSchema,
})
export type SourceTemplate = z.infer<typeof sourceTemplateSchema>

/** A destination that is known to make sense. What stands in braces in its path a person has to fill in. */
export const destinationTemplateSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** What is written, in a sentence. */
  summary: guideTextSchema,
  method: writeMethodSchema,
  path: requestPathSchema,
  contentType: z.string(),
  sample: z.string(),
})
export type DestinationTemplate = z.infer<typeof destinationTemplateSchema>

/** `GET /api/connectors/{id}`: what a form needs, and what it takes to configure a source or destination. */
export const connectorDetailSchema = z.extend(connectorSchema, {
  sourceTemplates: z.array(sourceTemplateSchema),
  destinationTemplates: z.array(destinationTemplateSchema),
  /** The media types a destination can send, the usual one first. */
  contentTypes: z.array(z.string()),
  /** How the page after one is asked for. */
  paging: z.object({
    /** Where its cursor stands in an answer, and the parameter that takes it. */
    next: pointerSchema,
    parameter: z.string(),
    /** Where its address stands, in an answer that has no cursor but links to it: the same path with another query. */
    link: pointerSchema,
  }),
  /** What Latchkey adds to each request; a secret reads as dots. */
  addedHeaders: z.array(parameterSchema),
  /** The headers that a request may have beside those, in small letters. */
  requestHeaders: z.array(z.string()),
})
export type ConnectorDetail = z.infer<typeof connectorDetailSchema>
