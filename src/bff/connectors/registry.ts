import type { ConnectorDefinition } from './connector.ts'
import { intercom } from './intercom.ts'

/** Every kind of system Latchkey knows, in the order in which a person meets them. */
export const connectors: readonly [ConnectorDefinition, ...ConnectorDefinition[]] = [intercom]

export function findConnector(id: string): ConnectorDefinition | null {
  return connectors.find(({ connector }) => connector.id === id) ?? null
}

/** Of a connector that is known to be one: parsed as such, or stored. */
export function getConnector(id: string): ConnectorDefinition {
  const definition = findConnector(id)
  if (!definition) throw new Error('A connector is gone that credentials were made with')
  return definition
}
