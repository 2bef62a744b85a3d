import { isJsonType, type Parameter, type RequestMethod } from '../../contract/configuration.ts'
import type { Problem } from '../../contract/problem.ts'
import { holdsSecretShape } from '../../contract/secret-shape.ts'
import type { ConnectorDefinition } from '../connectors/connector.ts'
import { parseJson } from '../parse-json.ts'
import { formHeaders } from '../proxy/forwarded-headers.ts'
import { parseTarget } from '../proxy/parse-target.ts'

/** A request as a person configures it, by hand or from a template. */
export interface ConfiguredRequest {
  method: RequestMethod
  path: string
  query: readonly Parameter[]
  headers: readonly Parameter[]
  /** Null for one without a body. */
  contentType: string | null
  body: string
}

export type InputErrors = NonNullable<Problem['errors']>

/**
 * Everything of a configured request that could not be sent, or must not rest in a store, by pointers into the request.
 * What is found here when it is saved needs not be refused at three in the morning, by the proxy. No detail quotes a value.
 */
export function checkRequest(definition: ConnectorDefinition, request: ConfiguredRequest): InputErrors {
  return [
    ...checkPath(definition, request),
    ...request.headers.flatMap(({ name }, index) => checkHeaderName(definition, name, `/headers/${index}/name`)),
    ...checkBody(definition, request),
    ...findSecrets(definition, request),
  ]
}

function checkPath({ use }: ConnectorDefinition, { method, path }: ConfiguredRequest): InputErrors {
  if (/[{}]/u.test(path)) return [toError('/path', 'What stands in braces has to be filled in.')]
  if (/[?#]/u.test(path)) return [toError('/path', 'A query has a place of its own.')]
  const parsed = parseTarget(use.paths, method, path)
  if (parsed.kind === 'target') return []
  if (parsed.refusal.code !== 'method_not_allowed') {
    return [toError('/path', parsed.refusal.detail ?? 'The connector does not allow this path.')]
  }
  // A source has no method of its own to point to.
  return [toError(method === 'GET' ? '/path' : '/method', `The connector allows ${parsed.allow} here.`)]
}

function checkHeaderName({ configuring, use }: ConnectorDefinition, name: string, pointer: string): InputErrors {
  const lowerCase = name.toLowerCase()
  if (formHeaders(use).includes(lowerCase)) return []
  const isAdded = configuring.addedHeaders.some((added) => added.name.toLowerCase() === lowerCase)
  return [toError(pointer, isAdded ? 'Latchkey adds this header itself.' : 'This header cannot be set here.')]
}

function checkBody({ configuring }: ConnectorDefinition, { contentType, body }: ConfiguredRequest): InputErrors {
  if (contentType === null) return []
  if (!configuring.contentTypes.includes(contentType)) {
    return [toError('/contentType', `The connector takes ${configuring.contentTypes.join(', ')}.`)]
  }
  return isJsonType(contentType) && body !== '' && parseJson(body) === undefined
    ? [toError('/body', 'This is not JSON.')]
    : []
}

function findSecrets({ connector }: ConnectorDefinition, request: ConfiguredRequest): InputErrors {
  const { path, query, headers, body } = request
  const json = parseJson(body)
  const texts = [
    ['/path', path],
    ...listTexts('query', query),
    ...listTexts('headers', headers),
    // As it would be read: an escape inside must not hide what it says.
    ['/body', json === undefined ? body : JSON.stringify(json)],
  ] as const
  return texts
    .filter(([, text]) => holdsSecretShape(connector, text))
    .map(([pointer]) => toError(pointer, 'This looks like a secret, and would not be sealed here.'))
}

function listTexts(list: string, parameters: readonly Parameter[]): (readonly [string, string])[] {
  return parameters.flatMap(({ name, value }, index) => [
    [`/${list}/${index}/name`, name] as const,
    [`/${list}/${index}/value`, value] as const,
  ])
}

function toError(pointer: string, detail: string): InputErrors[number] {
  return { pointer, code: 'invalid_value', detail }
}
