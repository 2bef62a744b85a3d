import type { Secret } from '../vault/secret.ts'

/** The OpenID provider that people sign in at, and what its claims are called that say who they are here. */
export interface OpenIdSettings {
  /** https, or http on loopback. */
  issuer: URL
  clientId: string
  /** Null for a public client, which PKCE alone protects. */
  clientSecret: Secret | null
  scope: string
  /** Null where everybody is of the tenant `local`. */
  tenantClaim: string | null
  rolesClaim: string
  /** Whoever has this role is an admin of their tenant. */
  adminRole: string
  teamsClaim: string
}
