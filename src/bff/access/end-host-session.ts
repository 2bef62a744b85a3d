import { addAuditEvent } from '../store/audit-events.ts'
import type { Store } from '../store/database.ts'
import type { HostKey } from '../store/host-keys.ts'
import { deleteHostSession } from '../store/sessions.ts'

export interface EndHostSessionDependencies {
  store: Pick<Store, 'write'>
  clock(): Date
}

/** On behalf of the host's server: the session is over on every instance, its token opens none. False where it has no such. */
export async function endHostSession(
  { store, clock }: EndHostSessionDependencies,
  { id: hostKeyId, name }: Pick<HostKey, 'id' | 'name'>,
  id: string,
): Promise<boolean> {
  const now = clock().toISOString()
  return store.write(async (transaction) => {
    const ended = await deleteHostSession(transaction, { id, hostKeyId, now })
    if (!ended) return false
    const { tenantId, pageOrigin } = ended
    const by = { tenantId, id: `latchkey:host:${hostKeyId}`, name, address: null }
    await addAuditEvent(transaction, by, now, {
      action: 'session.ended',
      detail: {
        session: { signIn: 'host', ...(pageOrigin !== null && { origin: pageOrigin }) },
        key: { id: hostKeyId, name },
      },
    })
    return true
  })
}
