import type { Region, RegionChoice } from '../../contract/region.ts'
import type { OAuthDefinition, SecretFields, Uninstalled } from '../connectors/connector.ts'
import type { Outbound } from './outbound.ts'

/** Milliseconds to the answer's last byte. */
const DEADLINE = 10_000
const MAX_BYTES = 100_000

/** Ends, at the provider, what somebody consented to. Never throws for what a provider, or the way to it, does. */
export type Uninstall = (request: {
  connector: string
  oauth: OAuthDefinition
  secret: SecretFields
  region: RegionChoice
}) => Promise<Uninstalled>

export function createUninstall({
  outbound,
  originOf,
}: {
  outbound: Pick<Outbound, 'request'>
  /** The API origin of a connector's region. */
  originOf(connector: string, region: Region): string
}): Uninstall {
  return async ({ connector, oauth, secret, region }) => {
    const { path, headers } = oauth.uninstall.request(secret)
    const url = originOf(connector, region === 'auto' ? (oauth.pages[0]?.region ?? 'us') : region) + path
    const signal = AbortSignal.timeout(DEADLINE)
    return oauth.uninstall.judge(await outbound.request({ url, method: 'POST', headers, signal, maxBytes: MAX_BYTES }))
  }
}
