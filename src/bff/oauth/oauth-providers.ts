import { oauthEndpoints } from '../../contract/oauth.ts'
import type { Region } from '../../contract/region.ts'
import type { Config } from '../config.ts'
import type { ConnectorDefinition, OAuthDefinition } from '../connectors/connector.ts'
import { connectors as everyConnector } from '../connectors/registry.ts'
import type { Outbound } from '../provider/outbound.ts'
import { createOAuthProvider, type OAuthProvider } from './oauth-provider.ts'

/** The providers at which somebody has set Latchkey up. */
export interface OAuthProviders {
  /** Null for a connector without OAuth, or one whose client nobody has named. */
  find(connector: string): OAuthProvider | null
}

export interface OAuthProvidersDependencies {
  config: Pick<Config, 'oauthClients' | 'operatorPages' | 'publicUrl'>
  outbound: Pick<Outbound, 'request'>
  originOf(connector: string, region: Region): string
  connectors?: readonly ConnectorDefinition[]
}

export function createOAuthProviders({
  config,
  outbound,
  originOf,
  connectors = everyConnector,
}: OAuthProvidersDependencies): OAuthProviders {
  function pageOf(oauth: OAuthDefinition, connector: string, region: Region): string {
    const operators = config.operatorPages.find((each) => each.connector === connector && each.region === region)
    const page = operators?.origin ?? oauth.pages.find((each) => each.region === region)?.url
    if (page === undefined) throw new Error('The connector has no such region')
    return page
  }

  const providers = new Map<string, OAuthProvider>()
  for (const { connector, oauth } of connectors) {
    const client = config.oauthClients.find((each) => each.connector === connector.id)
    if (!oauth || !client) continue
    const redirectUri = toRedirectUri(config.publicUrl, connector.id)
    const definition = { connector, oauth }
    providers.set(connector.id, createOAuthProvider({ definition, client, redirectUri, outbound, originOf, pageOf }))
  }
  return { find: (connector) => providers.get(connector) ?? null }
}

/** What a provider has to have registered, letter by letter. */
export function toRedirectUri(publicUrl: URL, connector: string): URL {
  return new URL(oauthEndpoints.callback.replace(':connector', connector), publicUrl)
}
