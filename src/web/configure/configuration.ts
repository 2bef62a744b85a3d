import * as z from 'zod/mini'
import {
  type DestinationConfiguration,
  type SourceConfiguration,
  writeMethodSchema,
} from '../../contract/configuration.ts'
import type { ConnectorDetail, DestinationTemplate, SourceTemplate } from '../../contract/connector-detail.ts'
import type { ResourceKind } from '../../contract/resource-kind.ts'

/** What a source reads or a destination writes, as far as somebody has typed it. */
export type Configuration = SourceConfiguration | DestinationConfiguration

const parameters = z.array(z.object({ name: z.string(), value: z.string() }))

const request = { template: z.nullable(z.string()), path: z.string(), query: parameters, headers: parameters }

/** As a tab keeps it. Not the contract's schema: what cannot be saved yet is kept, too. */
export const configurationDraftSchema: z.ZodMiniType<Configuration> = z.union([
  z.object({ ...request, method: writeMethodSchema, contentType: z.string(), sample: z.string() }),
  z.object(request),
])

export function isDestination(configuration: Configuration): configuration is DestinationConfiguration {
  return 'method' in configuration
}

export function methodOf(configuration: Configuration) {
  return isDestination(configuration) ? configuration.method : 'GET'
}

export function templatesOf(kind: ResourceKind, detail: ConnectorDetail): (SourceTemplate | DestinationTemplate)[] {
  return kind === 'source' ? detail.sourceTemplates : detail.destinationTemplates
}

export function fromTemplate(template: SourceTemplate | DestinationTemplate): Configuration {
  const { id, path } = template
  if ('records' in template) return { template: id, path, query: template.query, headers: [] }
  const { method, contentType, sample } = template
  return { template: id, method, path, query: [], headers: [], contentType, sample }
}

/** The same by hand, or an empty one where there is nothing to go on from. */
export function byHand(kind: ResourceKind, detail: ConnectorDetail, from: Configuration | undefined): Configuration {
  if (from) return { ...from, template: null }
  const empty = { template: null, path: '', query: [], headers: [] }
  return kind === 'source' ? empty : { ...empty, method: 'POST', contentType: detail.contentTypes[0] ?? '', sample: '' }
}
