import type { RegionChoice } from '../../contract/region.ts'
import type { Principal } from '../access/principal.ts'
import type { SecretFields } from '../connectors/connector.ts'
import { toInvalidInput } from '../http/input.ts'
import type { Store } from '../store/database.ts'
import { findAuthorization } from '../store/oauth-authorizations.ts'
import { placeOfAuthorization, type Vault } from '../vault/vault.ts'

/** What an authorization brought, and waits to be saved. */
export interface HeldAuthorization {
  secret: SecretFields
  region: RegionChoice
  sealedSecret: string
}

/** Of whoever began it, for what they began it for, until its time is over; null else. */
export async function openAuthorization(
  { store, vault, clock }: { store: Store; vault: Vault; clock(): Date },
  {
    principal,
    connector,
    id,
    credentialId,
  }: { principal: Principal; connector: string; id: string; credentialId: string | null },
): Promise<HeldAuthorization | null> {
  const { tenantId, id: personId } = principal
  const found = await findAuthorization(store.of(tenantId).database, { tenantId, personId, connector }, id)
  if (found?.state.kind !== 'authorized' || found.credentialId !== credentialId) return null
  if (found.expiresAt <= clock().toISOString()) return null
  const { sealedSecret } = found.state
  return {
    secret: await vault.open(sealedSecret, placeOfAuthorization({ tenantId, id })),
    region: found.region,
    sealedSecret,
  }
}

/** It is expired, used up, given up, or was never the asker's. */
export const notHeld = toInvalidInput([{ pointer: '/authorization', code: 'invalid_value' }])
