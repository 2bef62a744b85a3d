import type { Credential } from '../../contract/credential.ts'
import { notHeld, openAuthorization } from '../oauth/open-authorization.ts'
import type { Refusal } from '../refusal.ts'
import { findCredential } from '../store/credentials.ts'
import { deleteAuthorization } from '../store/oauth-authorizations.ts'
import { replaceSecret, type ReplaceSecretDependencies, type ReplaceSecretRequest } from './replace-secret.ts'

export interface ReconnectCredentialRequest extends Omit<ReplaceSecretRequest, 'method' | 'region' | 'secret'> {
  /** Its id; made for this very credential. */
  authorization: string
}

/** A rotation by what the provider itself gave; the workspace stays the same, as in any other. */
export async function reconnectCredential(
  dependencies: ReplaceSecretDependencies,
  { authorization, ...request }: ReconnectCredentialRequest,
): Promise<Credential | Refusal> {
  const { store } = dependencies
  const { principal, credentialId } = request
  const { tenantId } = principal
  const credential = await findCredential(store.of(tenantId).database, principal, credentialId)
  if (!credential) return { code: 'not_found' }
  const asked = { principal, connector: credential.connector, id: authorization, credentialId }
  const held = await openAuthorization(dependencies, asked)
  if (!held) return notHeld

  const { secret, region } = held
  const replaced = await replaceSecret(dependencies, { ...request, method: 'oauth', region, secret })
  if ('code' in replaced) return replaced
  // After the replacement, not with it: one that a kill leaves behind holds what its credential has anyway, and leads nowhere else.
  await store.of(tenantId).write((transaction) => deleteAuthorization(transaction, tenantId, authorization))
  await store.scrub([held.sealedSecret])
  return replaced
}
