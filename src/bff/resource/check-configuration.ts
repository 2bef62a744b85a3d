import type { DestinationConfiguration, SourceConfiguration } from '../../contract/configuration.ts'
import type { ConnectorDefinition } from '../connectors/connector.ts'
import { checkRequest, type ConfiguredRequest, type InputErrors } from './check-request.ts'

/** What of a configuration its connector cannot take, by JSON Pointers into the body that brought it. */
export function checkConfiguration(
  definition: ConnectorDefinition,
  configuration: SourceConfiguration | DestinationConfiguration,
): InputErrors {
  const { sourceTemplates, destinationTemplates } = definition.configuring
  const templates = 'method' in configuration ? destinationTemplates : sourceTemplates
  const isKnown = configuration.template === null || templates.some(({ id }) => id === configuration.template)
  const errors = checkRequest(definition, toRequest(configuration))
  if (!isKnown) errors.unshift({ pointer: '/template', code: 'invalid_value', detail: 'There is no such template.' })
  return errors.map(({ pointer, code, detail }) => ({ pointer: toConfigurationPointer(pointer), code, detail }))
}

/** What is a request's body is a destination's sample. */
function toConfigurationPointer(pointer: string): string {
  return `/configuration${pointer === '/body' ? '/sample' : pointer}`
}

function toRequest(configuration: SourceConfiguration | DestinationConfiguration): ConfiguredRequest {
  const { path, query, headers } = configuration
  return 'method' in configuration
    ? { ...configuration, body: configuration.sample }
    : { method: 'GET', path, query, headers, contentType: null, body: '' }
}
