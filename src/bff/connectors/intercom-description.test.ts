import { existsSync, readFileSync } from 'node:fs'
import { Ajv, type AnySchemaObject } from 'ajv'
import addFormats from 'ajv-formats'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseTarget } from '../proxy/parse-target.ts'
import { intercomConfiguring } from './intercom-configuring.ts'
import { intercomUse } from './intercom-use.ts'

const description = new URL('../../../../shared/intercom-openapi/api.intercom.io-2.16.yaml', import.meta.url)
const isAtHand = existsSync(description)

/** In the description, and left out on purpose. */
const leftOut = ['GET /ip_allowlist', 'PUT /ip_allowlist']
/** What the description has only in prose: how a list is paged, and the three ways to say whose events. */
const undescribed: Record<string, string[]> = { '/contacts': ['per_page'], '/events': ['email'] }

interface Operation {
  parameters?: { in: string; name: string; required?: boolean }[]
  requestBody?: { content: Record<string, { schema: AnySchemaObject }> }
}

let paths: Record<string, Record<string, Operation>>
let ajv: Ajv
beforeAll(() => {
  if (!isAtHand) return
  const document = parse(readFileSync(description, 'utf8'))
  ;({ paths } = document)
  ajv = new Ajv({ strict: false, logger: false })
  addFormats.default(ajv)
  ajv.addSchema(document, 'intercom')
})
beforeEach(({ skip }) => {
  skip(!isAtHand, 'Intercom’s OpenAPI description is not at hand (../shared/intercom-openapi)')
})

describe('of Intercom’s description', () => {
  test('every path and method is allowed, but for those that are left out on purpose', () => {
    const operations = listOperations()
    expect(operations.length).toBeGreaterThan(150)
    const refused = operations.filter(({ method, path }) => !isAllowed(method, path))
    expect(refused.map(({ method, path }) => `${method} ${path}`)).toEqual(leftOut)
  })

  test('nothing more is allowed: each method of a path is one that is there, or below', () => {
    const operations = listOperations()
    const unknown = intercomUse.paths.flatMap((allowed) =>
      allowed.methods
        .filter((each) => !operations.some(({ method, path }) => method === each && isUnder(allowed.path, path)))
        .map((method) => `${method} ${allowed.path}`),
    )
    expect(unknown).toEqual([])
  })

  test.each(intercomConfiguring.sourceTemplates)('the source $id is there, with its parameters', ({ path, query }) => {
    const { parameters = [] } = paths[path]?.['get'] ?? {}
    const known = [
      ...parameters.filter((each) => each.in === 'query').map(({ name }) => name),
      ...(undescribed[path] ?? []),
    ]
    const names = query.map(({ name }) => name)
    expect(known).toEqual(expect.arrayContaining(names))
    const needed = parameters.filter(({ required, name }) => required && name !== 'filter').map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(needed))
  })

  test.each(intercomConfiguring.destinationTemplates)('the destination $id is there', ({ method, path, sample }) => {
    const operation = paths[path]?.[method.toLowerCase()]
    expect(operation).toBeDefined()
    expect(operation?.requestBody !== undefined).toBe(sample !== '')
  })

  test.each(intercomConfiguring.destinationTemplates.filter(({ sample }) => sample !== ''))(
    'the destination $id takes its sample',
    ({ method, path, contentType, sample }) => {
      const content = paths[path]?.[method.toLowerCase()]?.requestBody?.content ?? {}
      expect(Object.keys(content)).toContain(contentType)
      const pointer = ['paths', path, method.toLowerCase(), 'requestBody', 'content', contentType, 'schema']
      const validate = ajv.compile({ $ref: `intercom#/${pointer.map(escape).join('/')}` })
      const record: object = JSON.parse(sample)
      validate(record)
      expect(validate.errors ?? []).toEqual([])
      expect(listProperties(content[contentType]?.schema ?? {})).toEqual(expect.arrayContaining(Object.keys(record)))
    },
  )
})

function listOperations(): { method: string; path: string }[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations)
      .map((method) => ({ method: method.toUpperCase(), path }))
      // What a path item has for all its operations stands beside them.
      .filter(({ method }) => method !== 'PARAMETERS'),
  )
}

function isAllowed(method: string, path: string): boolean {
  return parseTarget(intercomUse.paths, method, path.replaceAll(/\{\w+\}/gu, '1')).kind === 'target'
}

function isUnder(allowed: string, path: string): boolean {
  return path === allowed || path.startsWith(`${allowed}/`)
}

/** A sample's field that the schema does not know would be valid: additional properties are. */
function listProperties(schema: AnySchemaObject): string[] {
  const { $ref: reference, properties = {}, oneOf = [], anyOf = [], allOf = [] } = schema
  const referred = reference ? ajv.getSchema(`intercom${reference}`)?.schema : undefined
  const parts: AnySchemaObject[] = [...oneOf, ...anyOf, ...allOf, ...(typeof referred === 'object' ? [referred] : [])]
  return [...Object.keys(properties), ...parts.flatMap(listProperties)]
}

/** RFC 6901, 3, in a URI's fragment (6). */
function escape(segment: string): string {
  return encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'))
}
