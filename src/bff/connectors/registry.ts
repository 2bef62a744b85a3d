import type { ConnectorDefinition } from './connector.ts'
import { intercom } from './intercom.ts'

/** Every kind of system Latchkey knows, in the order in which a person meets them. */
export const connectors: readonly [ConnectorDefinition, ...ConnectorDefinition[]] = [intercom]

export function findConnector(id: string): ConnectorDefinition | null {
  return connectors.find(({ connector }) => connector.id === id) ?? null
}
