import type { Region } from '../../contract/region.ts'
import type { Config } from '../config.ts'
import { findConnector } from '../connectors/registry.ts'

/**
 * The API origin of a connector's region: the connector's own, or what the operator put in its place. Looked up once each,
 * since every call through the proxy asks.
 */
export function createOriginOf(config: Pick<Config, 'operatorOrigins'>): (connector: string, region: Region) => string {
  const known = new Map<string, string>()
  return (connector, region) => {
    const place = `${connector} ${region}`
    const origin = known.get(place) ?? findOrigin(config, connector, region)
    known.set(place, origin)
    return origin
  }
}

function findOrigin({ operatorOrigins }: Pick<Config, 'operatorOrigins'>, connector: string, region: Region): string {
  const operators = operatorOrigins.find((each) => each.connector === connector && each.region === region)
  if (operators) return operators.origin
  const own = findConnector(connector)?.connector.endpoints.find((each) => each.region === region)
  if (!own) throw new Error('The connector has no such region')
  return new URL(own.url).origin
}
