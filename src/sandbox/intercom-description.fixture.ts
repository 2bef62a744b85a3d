import { existsSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'

const description = new URL('../../../shared/intercom-openapi/api.intercom.io-2.16.yaml', import.meta.url)

export const isDescriptionAtHand = existsSync(description)

/** What a body has that the schema at a pointer into the description does not allow; empty for one that fits. */
export type Compare = (pointer: string, body: unknown) => string[]

export function readDescription(): { compare: Compare } {
  const document: Json = parse(readFileSync(description, 'utf8'))
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false })
  addFormats.default(ajv)
  ajv.addSchema(toJsonSchema(document, document) as Record<string, Json>, 'intercom')
  return {
    compare(pointer, body) {
      // Compiled once: ajv keeps what it compiled by its id.
      const validate = ajv.getSchema(`intercom#${pointer}`) ?? ajv.compile({ $ref: `intercom#${pointer}` })
      void validate(body)
      return (validate.errors ?? []).filter(isTelling).map(({ instancePath, message, params }) => {
        const extra: unknown = params['additionalProperty']
        return `${instancePath} ${message}${typeof extra === 'string' ? ` (${extra})` : ''}`
      })
    },
  }
}

/** RFC 6901 section 3. */
export function toPointer(...tokens: string[]): string {
  return tokens.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/**
 * OpenAPI 3.0 to JSON Schema: `nullable` has no meaning there. Beyond that an object whose properties are listed may
 * have no others; and the description's formats of ids and addresses do not count: integrators show that request ids are
 * no UUIDs, and its own examples have `/contacts/…` for a URI.
 */
function toJsonSchema(node: Json, document: Json): Json {
  if (Array.isArray(node)) return node.map((each) => toJsonSchema(each, document))
  if (node === null || typeof node !== 'object') return node
  const isUntrue = (key: string, value: Json) => key === 'format' && (value === 'uuid' || value === 'uri')
  const entries = Object.entries(mergeParts(node, document)).filter(
    ([key, value]) => key !== 'nullable' && !isUntrue(key, value),
  )
  const schema = Object.fromEntries(entries.map(([key, value]) => [key, toJsonSchema(value, document)]))
  const isClosed = typeof schema['properties'] === 'object' && schema['additionalProperties'] === undefined
  const closed = isClosed ? { ...schema, additionalProperties: false } : schema
  return node['nullable'] === true ? { anyOf: [closed, { type: 'null' }] } : closed
}

/** One list of properties for a schema and for all that it is made of: closed apart, none would let the other's pass. */
function mergeParts(node: { [key: string]: Json }, document: Json): { [key: string]: Json } {
  const { allOf, ...rest } = node
  if (!Array.isArray(allOf)) return node
  const parts = [...allOf.map((part) => resolve(part, document)), rest]
  const properties = Object.assign({}, ...parts.map((part) => part['properties'])) as { [key: string]: Json }
  return { ...rest, properties }
}

function resolve(node: Json, document: Json): { [key: string]: Json } {
  const reference = isObject(node) ? node['$ref'] : undefined
  const found = typeof reference === 'string' ? find(document, reference.slice(1)) : node
  return isObject(found) ? found : {}
}

function find(document: Json, pointer: string): Json | undefined {
  const tokens = pointer.split('/').slice(1)
  return tokens
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<Json | undefined>((node, token) => (isObject(node) ? node[token] : undefined), document)
}

function isObject(node: Json | undefined): node is { [key: string]: Json } {
  return typeof node === 'object' && node !== null && !Array.isArray(node)
}

/** Not that the null in place of what went wrong was none either. */
function isTelling({ keyword, schemaPath }: { keyword: string; schemaPath: string }): boolean {
  return keyword !== 'anyOf' && !schemaPath.endsWith('/anyOf/1/type')
}
