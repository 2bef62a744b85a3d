import type { Parameter, RequestMethod } from '../../contract/configuration.ts'
import type { ConnectorDetail } from '../../contract/connector-detail.ts'
import type { Region } from '../../contract/region.ts'
import type { TestRequest } from '../../contract/test-request.ts'
import { withoutBlankRows } from './blank-rows.ts'
import { type Configuration, isDestination, methodOf } from './configuration.ts'

/** A request as the provider gets it; a secret reads as dots. */
export type ComposedRequest = {
  method: RequestMethod
  url: string
  headers: Parameter[]
  body: string | null
}

/** What a configuration comes to. */
export function composeRequest(
  detail: ConnectorDetail,
  region: Region | undefined,
  configuration: Configuration,
): ComposedRequest {
  const { path, query, headers } = withoutBlankRows(configuration)
  const endpoint = detail.endpoints.find((candidate) => candidate.region === region) ?? detail.endpoints[0]
  const origin = endpoint ? new URL(endpoint.url).origin : ''
  const search = new URLSearchParams(query.map(({ name, value }) => [name, value])).toString()
  const named = new Set(headers.map(({ name }) => name.toLowerCase()))
  const hasBody = isDestination(configuration) && configuration.sample !== ''
  return {
    method: methodOf(configuration),
    // A path that has no slash yet must not read as a part of the host.
    url: `${origin}${path.replace(/^(?=[^/])/u, '/')}${search && `?${search}`}`,
    headers: [
      ...detail.addedHeaders.filter(({ name }) => !named.has(name.toLowerCase())),
      ...(hasBody ? [{ name: 'Content-Type', value: configuration.contentType }] : []),
      ...headers.filter(({ name }) => name !== ''),
    ],
    body: hasBody ? configuration.sample : null,
  }
}

/** The body of the call that tries a configuration out. */
export function toTestRequest(region: Region | undefined, configuration: Configuration): TestRequest {
  const { path, query, headers } = withoutBlankRows(configuration)
  const request = { ...(region && { region }), path, query, headers }
  if (!isDestination(configuration)) return { method: 'GET', ...request }
  const { method, contentType, sample } = configuration
  return { method, ...request, contentType, body: sample }
}
