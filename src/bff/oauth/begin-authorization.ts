import { randomBytes } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { StartedAuthorization } from '../../contract/oauth.ts'
import type { RegionChoice } from '../../contract/region.ts'
import type { Principal } from '../access/principal.ts'
import { otherConnector, refuseWithoutRight } from '../credential/refuse-without-right.ts'
import type { Refusal } from '../refusal.ts'
import { reaches } from '../store/credential-access.ts'
import { findCredential } from '../store/credentials.ts'
import type { Store } from '../store/database.ts'
import { insertAuthorization, keepLatestWaiting } from '../store/oauth-authorizations.ts'
import type { Keyring } from '../vault/keyring.ts'
import { Secret } from '../vault/secret.ts'
import type { OAuthProviders } from './oauth-providers.ts'
import { toProof } from './proof.ts'

/** Milliseconds that somebody has to consent at the provider. */
export const CONSENT_LIFE = 10 * 60 * 1_000

/** Of one person on their way at once; the oldest give way. */
const WAITING = 20

export interface BeginAuthorizationDependencies {
  store: Store
  keyring: Keyring
  oauthProviders: OAuthProviders
  clock(): Date
}

export interface BeginAuthorizationRequest {
  principal: Principal
  connector: string
  region: RegionChoice
  /** The credential that is to be connected again; null for a new one. */
  credentialId: string | null
  /** What the browser keeps, so that no other comes back in its place. */
  browser: Secret
  returnTo: string | null
}

/** Makes the way to a provider's page: good once, in this browser, while whoever asks is signed in. */
export async function beginAuthorization(
  { store, keyring, oauthProviders, clock }: BeginAuthorizationDependencies,
  { principal, connector, region, credentialId, browser, returnTo }: BeginAuthorizationRequest,
): Promise<StartedAuthorization | Refusal> {
  const { tenantId } = principal
  const provider = oauthProviders.find(connector)
  if (!provider) return { code: 'not_found', detail: 'Nobody has set this connector up for OAuth.' }
  if (!reaches(principal, connector)) return otherConnector
  if (credentialId !== null) {
    const credential = await findCredential(store.of(tenantId).database, principal, credentialId)
    if (credential?.connector !== connector) return { code: 'not_found' }
    const { access, owner } = credential
    const refusal = refuseWithoutRight('replace', { role: principal.role, access, ownerName: owner.name })
    if (refusal) return refusal
  }

  const id = uuidv7()
  const state = new Secret(randomBytes(32).toString('base64url'))
  const authorizationUrl = await provider.authorizationUrl(region, toProof(keyring, state))
  const now = clock()
  const expiresAt = new Date(now.getTime() + CONSENT_LIFE).toISOString()
  await store.of(tenantId).write(async (transaction) => {
    await insertAuthorization(transaction, {
      id,
      tenantId,
      person: { id: principal.id, name: principal.name },
      sessionId: principal.session?.id ?? null,
      connector,
      region,
      credentialId,
      stateHash: keyring.hash('oauth', state),
      browserHash: keyring.hash('oauth', browser),
      returnTo,
      createdAt: now.toISOString(),
      expiresAt,
    })
    await keepLatestWaiting(transaction, { tenantId, personId: principal.id, most: WAITING })
  })
  return { id, authorizationUrl: authorizationUrl.href, expiresAt }
}
