import { v7 as uuidv7 } from 'uuid'
import type { Principal } from '../access/principal.ts'
import type { Method } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import type { RegionChoice } from '../../contract/region.ts'
import type { ConnectorDefinition, SecretFields } from '../connectors/connector.ts'
import type { Hold } from '../http/idempotency.ts'
import type { Check } from '../provider/check.ts'
import type { Refusal } from '../refusal.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import { reaches } from '../store/credential-access.ts'
import { findConflict } from '../store/credential-conflicts.ts'
import { insertCredential, type NewCredential, readNew } from '../store/credentials.ts'
import type { Database, Store } from '../store/database.ts'
import type { Vault } from '../vault/vault.ts'
import type { CheckSchedule } from '../watch/check-schedule.ts'
import type { RecentVerdicts } from './recent-verdicts.ts'
import { refuse } from './refuse.ts'
import { otherConnector } from './refuse-without-right.ts'
import { toStanding } from './standing.ts'
import { toVerdictDetail } from './verdict-detail.ts'

export interface CreateCredentialDependencies {
  store: Store
  vault: Vault
  check: Check
  recentVerdicts: RecentVerdicts
  clock(): Date
  checkSchedule: CheckSchedule
}

export interface CreateCredentialRequest {
  principal: Principal
  definition: ConnectorDefinition
  method: Method
  name: string
  description: string
  region: RegionChoice
  secret: SecretFields
  acceptUnverified: boolean
  acceptRestricted: boolean
  signal: AbortSignal
  hold: Hold<Credential>
  /** Uses up, in the transaction of the save, what the secret comes from. It throws where that is gone. */
  useUp?(transaction: Database): Promise<void>
}

/**
 * The way of a token: conflicts first, since they cost the provider nothing; then the check, whatever may be accepted
 * after it, unless the same token was tested and accepted a moment ago; then the seal; then the row, its audit event and
 * its remembered answer in one transaction.
 */
export async function createCredential(
  { store, vault, check, recentVerdicts, clock, checkSchedule }: CreateCredentialDependencies,
  request: CreateCredentialRequest,
): Promise<Credential | Refusal> {
  const { principal, definition, name, secret, signal } = request
  const { tenantId } = principal
  const connector = definition.connector.id
  if (!reaches(principal, connector)) return otherConnector
  const secretHash = vault.hash(secret, { tenantId, connector })

  const conflict = await findConflict(store.of(tenantId).database, principal, { connector, secretHash, name })
  if (conflict) return conflict

  const verdict =
    recentVerdicts.take({ secretHash, region: request.region }) ??
    (await check({ definition, secret, region: request.region, signal }))
  // Whoever asked has gone: an end of the check that they wished for is no reason to save unchecked.
  signal.throwIfAborted()
  const refusal = refuse(verdict, request)
  if (refusal) {
    const event = {
      action: 'credential.refused',
      outcome: 'refused',
      connector,
      detail: toVerdictDetail(verdict),
    } as const
    const at = clock().toISOString()
    await store.of(tenantId).write((transaction) => addAuditEvent(transaction, principal, at, event))
    return refusal
  }

  const id = uuidv7()
  const date = clock()
  const now = date.toISOString()
  const place = { tenantId, credentialId: id, version: 1 }
  const credential: NewCredential = {
    ...toStanding(verdict, request.region, now),
    id,
    tenantId,
    connector,
    method: request.method,
    name,
    description: request.description,
    sealedSecret: await vault.seal(secret, place),
    secretVersion: place.version,
    secretHash,
    owner: { id: principal.id, name: principal.name },
    createdAt: now,
    updatedAt: now,
    checkDueAt: checkSchedule({ id, verdict, now: date }),
  }
  return store.of(tenantId).write(async (transaction) => {
    const isInserted = await insertCredential(transaction, credential)
    if (!isInserted) {
      await request.hold.assertHeld(transaction)
      return (await findConflict(transaction, principal, credential)) ?? { code: 'store_unavailable' }
    }
    await request.useUp?.(transaction)
    const detail = { ...toVerdictDetail(verdict), status: credential.status }
    const event = { action: 'credential.created', connector, credentialId: id, detail } as const
    await addAuditEvent(transaction, principal, now, event)
    const created = readNew(credential)
    await request.hold.remember(transaction, created)
    return created
  })
}
