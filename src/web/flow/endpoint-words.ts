import type { Connector } from '../../contract/connector.ts'
import type { Region } from '../../contract/region.ts'

/** Which of the provider's hosts a resource calls, as much as is known of it. */
export function endpointInWords(connector: Connector | undefined, region: Region | null): string {
  if (!region) return 'By the credential’s region'
  const endpoint = connector?.endpoints.find((candidate) => candidate.region === region)
  return endpoint ? new URL(endpoint.url).host : region.toUpperCase()
}
