import { type Authorization, authorizationSchema } from '../../contract/oauth.ts'
import type { Principal } from '../access/principal.ts'
import { findKin } from '../credential/find-kin.ts'
import type { Store } from '../store/database.ts'
import { findAuthorization, type StoredAuthorization } from '../store/oauth-authorizations.ts'

/** Milliseconds after which one that came back will not be settled any more: the exchange and the check have ten seconds each. */
const SETTLED_BY = 30_000

/** How far an authorization is, for whoever began it. Null for everybody else, and where it is gone. */
export async function readAuthorization(
  { store, clock }: { store: Store; clock(): Date },
  { principal, connector, id }: { principal: Principal; connector: string; id: string },
): Promise<Authorization | null> {
  const { tenantId, id: personId } = principal
  const { database } = store.of(tenantId)
  const found = await findAuthorization(database, { tenantId, personId, connector }, id)
  if (!found) return null
  const { state, region, credentialId, expiresAt } = found
  const failure = failureOf(found, clock())
  if (failure) return { state: 'failed', id, reason: failure }
  switch (state.kind) {
    case 'waiting':
    case 'taken':
      return { state: 'waiting', id, expiresAt }
    case 'failed':
      return authorizationSchema.parse({
        state: 'failed',
        id,
        reason: state.failure,
        ...(state.verdict && { verdict: state.verdict }),
      })
    case 'authorized': {
      const { verdict, secretHash } = state
      const kin = await findKin(database, principal, { connector, secretHash, verdict, exceptId: credentialId })
      return { state: 'authorized', id, region, checked: { ...verdict, ...kin }, expiresAt }
    }
  }
}

function failureOf({ state, expiresAt }: StoredAuthorization, now: Date): 'expired' | 'provider_unreachable' | null {
  if (state.kind === 'failed') return null
  if (expiresAt <= now.toISOString()) return 'expired'
  // Whoever had taken it was ended in the middle.
  const isStuck = state.kind === 'taken' && now.getTime() - Date.parse(state.at) > SETTLED_BY
  return isStuck ? 'provider_unreachable' : null
}
