import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Behaviour } from '../contract/sandbox.ts'
import { endpoints } from './endpoints.ts'
import { intercomErrors } from './error-list.ts'
import { createIntercomApi } from './intercom-api.ts'
import { makeSampleTokens } from './sample-tokens.ts'

const description = new URL('../../../shared/intercom-openapi/api.intercom.io-2.16.yaml', import.meta.url)
const isAtHand = existsSync(description)

let validatorAt: (pointer: string) => ValidateFunction
beforeAll(() => {
  if (isAtHand) validatorAt = readDescription()
})
beforeEach(({ skip }) => {
  skip(!isAtHand, 'Intercom’s OpenAPI description is not at hand (../shared/intercom-openapi)')
})

describe('Intercom’s description holds for', () => {
  test.each([...endpoints.keys()])('200 of %s, on each page', (path) => {
    const validate = validatorAt(`/paths/${escape(path)}/get/responses/200/content/application~1json/schema`)
    for (let url = path; url !== '';) {
      const { status, body } = call('accepted', url)
      expect(status).toBe(200)
      expect(errorsOf(validate, body)).toEqual([])
      const next = body.pages?.next?.starting_after
      url = next === undefined ? '' : `${path}?${new URLSearchParams({ starting_after: next })}`
    }
  })

  test('the account that is null', () => {
    const validate = validatorAt('/components/schemas/admin_with_app')
    expect(errorsOf(validate, call('null_account', '/me').body)).toEqual([])
  })

  test('every error, and each of them was seen', () => {
    const validate = validatorAt('/components/schemas/error')
    const refused = [
      call('invalid', '/me'),
      call('revoked', '/me'),
      call('suspended', '/me'),
      call('restricted', '/me'),
      call('throttled', '/me'),
      call('server_error', '/me'),
      call('accepted', '/nowhere'),
      call('accepted', '/contacts?per_page=0'),
      call('accepted', '/me', { version: '9.9' }),
      call('accepted', '/me', { authorization: undefined }),
    ]
    for (const { body } of refused) expect(errorsOf(validate, body)).toEqual([])
    const codes = refused.map(({ body }) => body.errors[0].code)
    expect(new Set(codes)).toEqual(new Set(Object.keys(intercomErrors)))
  })
})

describe('the comparison finds', () => {
  const me = '/paths/~1me/get/responses/200/content/application~1json/schema'

  test('a field of another type', () => {
    const { body } = call('accepted', '/me')
    expect(errorsOf(validatorAt(me), { ...body, app: { ...body.app, created_at: 'today' } })).toEqual([
      '/app/created_at must be integer',
    ])
  })

  test('a field that the description does not have', () => {
    const { body } = call('accepted', '/me')
    expect(errorsOf(validatorAt(me), { ...body, workspace: 'mine' })).toEqual([
      ' must NOT have additional properties (workspace)',
    ])
  })

  test('a null where none may be', () => {
    const { body } = call('accepted', '/contacts')
    const validate = validatorAt('/components/schemas/contact_list')
    expect(errorsOf(validate, { ...body, data: [{ ...body.data[0], email: null }] })).toEqual([
      '/data/0/email must be string',
    ])
  })

  test('an error without its code', () => {
    const { body } = call('invalid', '/me')
    const validate = validatorAt('/components/schemas/error')
    expect(errorsOf(validate, { ...body, errors: [{ message: 'No' }] })).toEqual([
      "/errors/0 must have required property 'code'",
    ])
  })
})

function call(behaviour: Behaviour, url: string, changes: { version?: string; authorization?: undefined } = {}) {
  const samples = makeSampleTokens(randomBytes)
  const token = samples.find((sample) => sample.behaviour === behaviour)?.token
  const api = createIntercomApi({ samples, revoked: new Set(), random: randomBytes, clock: Date.now })
  const authorization = `Bearer ${token}`
  const answer = api({ region: 'us', method: 'GET', url, version: '2.16', authorization, ...changes })
  if ('misbehaviour' in answer) throw new Error('Only answers that are Intercom’s can be compared.')
  return { status: answer.status, body: JSON.parse(answer.body) }
}

function readDescription(): (pointer: string) => ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false })
  addFormats.default(ajv)
  const document: Json = parse(readFileSync(description, 'utf8'))
  ajv.addSchema(toJsonSchema(document) as Record<string, Json>, 'intercom')
  return (pointer) => ajv.compile({ $ref: `intercom#${pointer}` })
}

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/**
 * OpenAPI 3.0 to JSON Schema: `nullable` has no meaning there. Beyond that an object whose properties are listed may
 * have no others; and an id that the description says is a UUID need not be one, since integrators show that request
 * ids are not.
 */
function toJsonSchema(node: Json): Json {
  if (Array.isArray(node)) return node.map(toJsonSchema)
  if (node === null || typeof node !== 'object') return node
  const entries = Object.entries(node).filter(
    ([key, value]) => key !== 'nullable' && !(key === 'format' && value === 'uuid'),
  )
  const schema = Object.fromEntries(entries.map(([key, value]) => [key, toJsonSchema(value)]))
  const isClosed = typeof schema['properties'] === 'object' && schema['additionalProperties'] === undefined
  const closed = isClosed ? { ...schema, additionalProperties: false } : schema
  return node['nullable'] === true ? { anyOf: [closed, { type: 'null' }] } : closed
}

function errorsOf(validate: ValidateFunction, body: unknown): string[] {
  validate(body)
  return (validate.errors ?? [])
    .filter(({ keyword, schemaPath }) => keyword !== 'anyOf' && !schemaPath.endsWith('/anyOf/1/type'))
    .map(({ instancePath, message, params }) => {
      const extra: unknown = params['additionalProperty']
      return `${instancePath} ${message}${typeof extra === 'string' ? ` (${extra})` : ''}`
    })
}

/** RFC 6901 section 3. */
function escape(path: string): string {
  return path.replaceAll('~', '~0').replaceAll('/', '~1')
}
