import * as z from 'zod/mini'

const NAME = 200
const VALUE = 4_000
const PARAMETERS = 50
/** UTF-16 units of a sample record; the whole body of a request has 64 kB. */
export const SAMPLE_LENGTH = 48_000

/** A query parameter or a header: several of one name are sent one after the other. */
export const parameterSchema = z.strictObject({
  name: z.string().check(z.minLength(1, 'required'), z.maxLength(NAME, 'too_long')),
  value: z.string().check(
    z.maxLength(VALUE, 'too_long'),
    z.refine((text) => text.isWellFormed(), 'lone_surrogate'),
  ),
})
export type Parameter = z.infer<typeof parameterSchema>

const parametersSchema = z._default(z.array(parameterSchema).check(z.maxLength(PARAMETERS, 'out_of_range')), [])

/** A header's name is a token (RFC 9110, 5.6.2); its value is printable, without white space around it (5.5). */
export const headersSchema = z._default(
  z
    .array(
      z.strictObject({
        name: parameterSchema.shape.name.check(z.regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]*$/u, 'invalid_value')),
        value: parameterSchema.shape.value.check(
          z.regex(/^[\x20-\x7e]*$/u, 'not_printable_ascii'),
          z.refine((text) => text === text.trim(), 'invalid_value'),
        ),
      }),
    )
    .check(z.maxLength(PARAMETERS, 'out_of_range')),
  [],
)

/** Below the API's origin, without a query: `/contacts`. Which paths there are the connector says. */
export const requestPathSchema = z
  .string()
  .check(z.minLength(1, 'required'), z.maxLength(1_000, 'too_long'), z.regex(/^(?:\/[\x21-\x7e]*)?$/u, 'invalid_value'))

export const readMethodSchema = z.literal('GET')
export const writeMethodSchema = z.enum(['POST', 'PUT', 'PATCH', 'DELETE'])
export type WriteMethod = z.infer<typeof writeMethodSchema>
export type RequestMethod = WriteMethod | z.infer<typeof readMethodSchema>

/** The template that it was made from; null for one configured by hand. */
const templateSchema = z._default(z.nullable(z.string().check(z.maxLength(NAME, 'too_long'))), null)

/** What a source reads: page after page of `GET path?query`. */
export const sourceConfigurationSchema = z.strictObject({
  template: templateSchema,
  path: requestPathSchema,
  query: parametersSchema,
  headers: headersSchema,
})
export type SourceConfiguration = z.output<typeof sourceConfigurationSchema>

/** What a destination writes: a request for each record. */
export const destinationConfigurationSchema = z.strictObject({
  template: templateSchema,
  method: writeMethodSchema,
  path: requestPathSchema,
  query: parametersSchema,
  headers: headersSchema,
  /** A media type that the connector takes. */
  contentType: z.string().check(z.maxLength(NAME, 'too_long')),
  /** A record as it would be sent; empty for a request without a body. */
  sample: z._default(
    z.string().check(
      z.maxLength(SAMPLE_LENGTH, 'too_long'),
      z.refine((text) => text.isWellFormed(), 'lone_surrogate'),
    ),
    '',
  ),
})
export type DestinationConfiguration = z.output<typeof destinationConfigurationSchema>

/** RFC 6839, 3.1. */
export function isJsonType(contentType: string): boolean {
  return /^application\/(?:[^;]+\+)?json(?:;|$)/iu.test(contentType)
}
