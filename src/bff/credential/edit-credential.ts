import type { Credential } from '../../contract/credential.ts'
import type { EventDetail } from '../../contract/credential-event.ts'
import type { Principal } from '../access/principal.ts'
import type { Refusal } from '../refusal.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import { findNamesake } from '../store/credential-conflicts.ts'
import { findCredential, lockCredential, toEtag, updateCredential } from '../store/credentials.ts'
import type { Database, Store } from '../store/database.ts'
import { refuseWithoutRight } from './refuse-without-right.ts'

export interface EditCredentialDependencies {
  store: Store
  clock(): Date
}

export interface EditCredentialRequest {
  principal: Principal
  credentialId: string
  /** Whether the asker's condition holds for the credential's entity tag. */
  matches(etag: string): boolean
  /** What is left out stays as it is. */
  name?: string | undefined
  description?: string | undefined
}

/** Changes what people call a credential. What leaves everything as it is makes no revision and no event. */
export async function editCredential(
  { store, clock }: EditCredentialDependencies,
  request: EditCredentialRequest,
): Promise<Credential | Refusal> {
  const { principal, credentialId, name } = request
  return store
    .of(principal.tenantId)
    .write((transaction) => edit(transaction, request, clock().toISOString()))
    .catch(async (error: unknown): Promise<Refusal> => {
      // Another change, committed between the look for a namesake and the update, took the name first.
      const takenMeanwhile =
        name === undefined
          ? null
          : await findNamesake(store.of(principal.tenantId).database, principal, { id: credentialId, name })
      if (takenMeanwhile) return takenMeanwhile
      throw error
    })
}

async function edit(
  transaction: Database,
  { principal, credentialId, matches, ...asked }: EditCredentialRequest,
  now: string,
): Promise<Credential | Refusal> {
  const locked = await lockCredential(transaction, principal, credentialId)
  if (!locked) return { code: 'not_found' }
  const { row, access } = locked
  const refusal = refuseWithoutRight('edit', { role: principal.role, access, ownerName: row.owner_name })
  if (refusal) return refusal
  if (!matches(toEtag(row.revision))) return { code: 'changed_meanwhile' }

  const { name = row.name, description = row.description } = asked
  const detail: EventDetail = {
    ...(name !== row.name && { name: { before: row.name, after: name } }),
    ...(description !== row.description && { description: true }),
  }
  if (Object.keys(detail).length > 0) {
    const namesake = await findNamesake(transaction, principal, { id: credentialId, name })
    if (namesake) return namesake
    await updateCredential(transaction, row, { name, description, updatedAt: now })
    const event = { action: 'credential.edited', connector: row.connector, credentialId, detail } as const
    await addAuditEvent(transaction, principal, now, event)
  }
  return (await findCredential(transaction, principal, credentialId)) ?? { code: 'not_found' }
}
