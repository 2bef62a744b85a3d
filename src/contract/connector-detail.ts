import * as z from 'zod/mini'
import { parameterSchema, requestPathSchema, writeMethodSchema } from './configuration.ts'
import { connectorSchema, guideTextSchema } from './connector.ts'

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
