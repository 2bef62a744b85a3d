import type { Credential } from '../../contract/credential.ts'
import { notHeld, openAuthorization } from '../oauth/open-authorization.ts'
import type { Refusal } from '../refusal.ts'
import type { Database } from '../store/database.ts'
import { deleteAuthorization } from '../store/oauth-authorizations.ts'
import {
  createCredential,
  type CreateCredentialDependencies,
  type CreateCredentialRequest,
} from './create-credential.ts'

export interface CreateAuthorizedCredentialRequest extends Omit<
  CreateCredentialRequest,
  'method' | 'region' | 'secret' | 'useUp'
> {
  /** Its id. */
  authorization: string
}

/** The way of a token that the provider itself gave: from here on that of any other. The authorization is used up with the save. */
export async function createAuthorizedCredential(
  dependencies: CreateCredentialDependencies,
  { authorization, ...request }: CreateAuthorizedCredentialRequest,
): Promise<Credential | Refusal> {
  const { store } = dependencies
  const { principal, definition } = request
  const { tenantId } = principal
  const asked = { principal, connector: definition.connector.id, id: authorization, credentialId: null }
  const held = await openAuthorization(dependencies, asked)
  if (!held) return notHeld

  async function useUp(transaction: Database): Promise<void> {
    if (!(await deleteAuthorization(transaction, tenantId, authorization))) throw new UsedUpError()
  }
  const { secret, region } = held
  const created = await createCredential(dependencies, { ...request, method: 'oauth', region, secret, useUp }).catch(
    (error: unknown): Refusal => {
      if (error instanceof UsedUpError) return notHeld
      throw error
    },
  )
  if (!('code' in created)) await store.scrub([held.sealedSecret])
  return created
}

/** Another save was first, or it was given up meanwhile: the transaction is undone. */
class UsedUpError extends Error {
  override name = 'UsedUpError'
}
