import {
  allowInsecureRequests,
  authorizationCodeGrant,
  AuthorizationResponseError,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  ResponseBodyError,
} from 'openid-client'
import { fetchByOutbound, TIMEOUT } from '../provider/fetch-by-outbound.ts'
import type { Outbound } from '../provider/outbound.ts'
import type { OpenIdSettings } from './settings.ts'

/** What binds an answer to the question: none of it leaves Latchkey but as the protocol has it. */
export interface SignInProof {
  /** RFC 6749, 10.12. */
  state: string
  /** OpenID Connect Core, 3.1.2.1. */
  nonce: string
  /** RFC 7636, 4.1. */
  codeVerifier: string
}

export type Claims = Readonly<Record<string, unknown>>

export type Identified =
  | { kind: 'identified'; claims: Claims }
  /** `denied`: the provider says no, or the person did. `provider`: it gave no answer, or one that proves nothing. */
  | { kind: 'failed'; why: 'denied' | 'provider'; error: unknown }

/** The team's OpenID provider: code flow with PKCE (OpenID Connect Core, 3.1; RFC 9700, 2.1.1). */
export interface OpenIdProvider {
  /** Where the person goes to sign in. Rejects where the provider cannot be asked what it is. */
  authorizationUrl(proof: SignInProof): Promise<URL>
  /** Whom the provider's answer, as the browser brought it, speaks of. */
  identify(query: URLSearchParams, proof: SignInProof): Promise<Identified>
  /** Where to end its own session as well (OpenID Connect RP-Initiated Logout, 2); null where it has no such place. */
  endSessionUrl(): Promise<string | null>
  close(): Promise<void>
}

export function createOpenIdProvider({
  settings,
  redirectUri,
  signedOutUri,
  openOutbound,
}: OpenIdProviderDependencies): OpenIdProvider {
  let known: Promise<Known> | null = null

  /** What calls go to is exact: the issuer, and then the origins that the issuer itself names as its own. */
  async function ask(): Promise<Known> {
    const toIssuer = openOutbound([settings.issuer.origin])
    try {
      const found = await discover(settings, toIssuer)
      const { token_endpoint: token, jwks_uri: keys, userinfo_endpoint: userInfo } = found.serverMetadata()
      const origins = [token, keys, userInfo].flatMap((url) => (url === undefined ? [] : [new URL(url).origin]))
      const outbound = openOutbound([...new Set(origins)])
      found[customFetch] = fetchByOutbound(outbound)
      return { configuration: found, outbound }
    } finally {
      await toIssuer.close()
    }
  }

  async function know(): Promise<Configuration> {
    known ??= ask()
    try {
      return (await known).configuration
    } catch (error) {
      known = null
      throw error
    }
  }

  return {
    async authorizationUrl({ state, nonce, codeVerifier }) {
      return buildAuthorizationUrl(await know(), {
        redirect_uri: redirectUri.href,
        scope: settings.scope,
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
      })
    },
    async identify(query, { state, nonce, codeVerifier }) {
      // Under the address that was told to the provider, whatever stands in front of Latchkey.
      const url = new URL(redirectUri)
      url.search = query.toString()
      try {
        const configuration = await know()
        const checks = {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        }
        const tokens = await authorizationCodeGrant(configuration, url, checks)
        const claims = tokens.claims()
        if (!claims) return { kind: 'failed', why: 'provider', error: new Error('No ID token') }
        const more = configuration.serverMetadata().userinfo_endpoint
          ? await fetchUserInfo(configuration, tokens.access_token, claims.sub)
          : {}
        return { kind: 'identified', claims: { ...more, ...claims } }
      } catch (error) {
        const isAnswer = error instanceof AuthorizationResponseError
        if (isAnswer && !OUTAGES.has(error.error)) return { kind: 'failed', why: 'denied', error }
        // Asked for anew, since an endpoint may have moved: but not for what anybody can bring, nor is the way out closed that
        // others are on. Its sockets end by themselves. New keys the library asks for.
        if (!isAnswer && !(error instanceof ResponseBodyError)) known = null
        return { kind: 'failed', why: 'provider', error }
      }
    },
    async endSessionUrl() {
      const configuration = await know().catch(() => null)
      if (!configuration?.serverMetadata().end_session_endpoint) return null
      return buildEndSessionUrl(configuration, { post_logout_redirect_uri: signedOutUri.href }).href
    },
    async close() {
      await known?.then(({ outbound }) => outbound.close()).catch(() => undefined)
    },
  }
}

export interface OpenIdProviderDependencies {
  settings: OpenIdSettings
  /** Where the provider sends the browser back to, and after signing out. */
  redirectUri: URL
  signedOutUri: URL
  /** A way out to these origins, which may be private: the operator named the issuer. */
  openOutbound(origins: readonly string[]): Outbound
}

/** RFC 6749, 4.1.2.1: what an answer says of the provider, and not of whoever came. */
const OUTAGES = new Set(['server_error', 'temporarily_unavailable'])

interface Known {
  configuration: Configuration
  outbound: Outbound
}

async function discover(
  { issuer, clientId, clientSecret }: OpenIdSettings,
  outbound: Outbound,
): Promise<Configuration> {
  const isPlain = issuer.protocol === 'http:'
  const found = await discovery(issuer, clientId, {}, None(), {
    [customFetch]: fetchByOutbound(outbound),
    timeout: TIMEOUT / 1_000,
    execute: isPlain ? [allowInsecureRequests] : [],
  })
  const metadata = found.serverMetadata()
  // Basic is what every provider takes (RFC 6749, 2.3.1) and the default where none is named (RFC 8414, 2).
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  const authenticate = methods.includes('client_secret_basic') ? ClientSecretBasic : ClientSecretPost
  const configuration = new Configuration(
    metadata,
    clientId,
    {},
    clientSecret ? authenticate(clientSecret.reveal()) : None(),
  )
  configuration.timeout = TIMEOUT / 1_000
  if (isPlain) allowInsecureRequests(configuration)
  // The signature as well, though the token comes from the provider itself: it costs a look at its keys.
  enableNonRepudiationChecks(configuration)
  return configuration
}
