import type { Principal } from '../access/principal.ts'
import type { Store } from '../store/database.ts'
import { deleteAuthorization, deleteExpiredAuthorizations, findAuthorization } from '../store/oauth-authorizations.ts'

/** Gives one up, whatever it holds: nothing of it is left. One that is gone already is given up as well. */
export async function giveUpAuthorization(
  { store }: { store: Store },
  { principal, connector, id }: { principal: Principal; connector: string; id: string },
): Promise<void> {
  const { tenantId, id: personId } = principal
  const deleted = await store.of(tenantId).write(async (transaction) => {
    const own = await findAuthorization(transaction, { tenantId, personId, connector }, id)
    return own && deleteAuthorization(transaction, tenantId, id)
  })
  if (deleted?.sealedSecret) await store.scrub([deleted.sealedSecret])
}

/** Of every tenant, what was not saved in time. */
export async function eraseExpiredAuthorizations({ store, clock }: { store: Store; clock(): Date }): Promise<void> {
  const sealed = await store.write((transaction) => deleteExpiredAuthorizations(transaction, clock().toISOString()))
  if (sealed.length > 0) await store.scrub(sealed)
}
