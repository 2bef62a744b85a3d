import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretPost,
  Configuration,
  customFetch,
} from 'openid-client'
import type { AuthorizationFailure } from '../../contract/authorization-failure.ts'
import type { Region, RegionChoice } from '../../contract/region.ts'
import type { OAuthClient } from '../config.ts'
import type { ConnectorDefinition, OAuthDefinition, SecretFields } from '../connectors/connector.ts'
import { fetchByOutbound, TIMEOUT } from '../provider/fetch-by-outbound.ts'
import type { Outbound, OutboundResult } from '../provider/outbound.ts'

/** What binds an answer to the question. */
export interface AuthorizationProof {
  /** RFC 6749, 10.12. */
  state: string
  /** RFC 7636, 4.1; it leaves Latchkey where the provider supports that. */
  codeVerifier: string
}

export type Exchanged =
  | { kind: 'exchanged'; secret: SecretFields }
  | {
      kind: 'failed'
      failure: Extract<AuthorizationFailure, 'code_refused' | 'provider_unreachable' | 'provider_answer'>
    }

/** A provider that gives tokens by the authorization code flow (RFC 6749, 4.1), where Latchkey is known by a client of its own. */
export interface OAuthProvider {
  /** Where the person goes to consent. */
  authorizationUrl(region: RegionChoice, proof: AuthorizationProof): Promise<URL>
  /** Trades the code that the browser brought for a token. Once, without a second try: a code is good for one. */
  exchange(region: RegionChoice, query: URLSearchParams, proof: AuthorizationProof): Promise<Exchanged>
}

export interface OAuthProviderDependencies {
  definition: Pick<ConnectorDefinition, 'connector'> & { oauth: OAuthDefinition }
  client: OAuthClient
  /** Registered at the provider, letter by letter. */
  redirectUri: URL
  outbound: Pick<Outbound, 'request'>
  /** The API's origin of a region, and that of the page to consent on. */
  originOf(connector: string, region: Region): string
  pageOf(oauth: OAuthDefinition, connector: string, region: Region): string
}

export function createOAuthProvider(dependencies: OAuthProviderDependencies): OAuthProvider {
  const { definition, client, redirectUri, outbound, originOf, pageOf } = dependencies
  const { connector, oauth } = definition

  function configure(choice: RegionChoice): Configuration {
    const region = choice === 'auto' ? (oauth.pages[0]?.region ?? 'us') : choice
    const page = pageOf(oauth, connector.id, region)
    const tokenEndpoint = new URL(oauth.tokenPath, originOf(connector.id, region))
    const configuration = new Configuration(
      {
        issuer: page,
        authorization_endpoint: new URL(oauth.authorizePath, page).href,
        token_endpoint: tokenEndpoint.href,
      },
      client.clientId,
      {},
      ClientSecretPost(client.clientSecret.reveal()),
    )
    configuration.timeout = TIMEOUT / 1_000
    // The operator's own, on this machine: no other origin is ever plain (config.ts).
    if (tokenEndpoint.protocol === 'http:') allowInsecureRequests(configuration)
    return configuration
  }

  return {
    async authorizationUrl(region, { state, codeVerifier }) {
      return buildAuthorizationUrl(configure(region), {
        redirect_uri: redirectUri.href,
        state,
        ...(oauth.scope !== null && { scope: oauth.scope }),
        ...(oauth.pkce && {
          code_challenge: await calculatePKCECodeChallenge(codeVerifier),
          code_challenge_method: 'S256',
        }),
      })
    },
    async exchange(region, query, { state, codeVerifier }) {
      const configuration = configure(region)
      let result: OutboundResult | null = null
      configuration[customFetch] = fetchByOutbound({
        async request(request) {
          result = await outbound.request(request)
          return result
        },
      })
      // Under the address that the provider was told, whatever stands in front of Latchkey.
      const url = new URL(redirectUri)
      url.search = query.toString()
      try {
        const tokens = await authorizationCodeGrant(configuration, url, {
          expectedState: state,
          ...(oauth.pkce && { pkceCodeVerifier: codeVerifier }),
        })
        const secret = oauth.toSecret(tokens.access_token)
        return secret ? { kind: 'exchanged', secret } : { kind: 'failed', failure: 'provider_answer' }
      } catch {
        // The error goes no further: the library's quote the answer. What was answered says what went wrong.
        return { kind: 'failed', failure: toFailure(result) }
      }
    },
  }
}

/** Intercom refuses a code with 401 and a text, others with 400 and JSON (RFC 6749, 5.2): the status tells both from an outage. */
function toFailure(result: OutboundResult | null): (Exchanged & { kind: 'failed' })['failure'] {
  if (result === null) return 'provider_answer'
  if (result.kind === 'failed') return result.reason === 'too_large' ? 'provider_answer' : 'provider_unreachable'
  const { status } = result
  if (status === 400 || status === 401) return 'code_refused'
  return status === 408 || status === 429 || status >= 500 ? 'provider_unreachable' : 'provider_answer'
}
