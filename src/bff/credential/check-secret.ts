import type { Principal } from '../access/principal.ts'
import type { CheckedSecret } from '../../contract/credential.ts'
import type { RegionChoice } from '../../contract/region.ts'
import type { ConnectorDefinition, SecretFields } from '../connectors/connector.ts'
import type { Check } from '../provider/check.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import type { Store } from '../store/database.ts'
import type { Refusal } from '../refusal.ts'
import { reaches } from '../store/credential-access.ts'
import type { Vault } from '../vault/vault.ts'
import { findKin } from './find-kin.ts'
import type { RecentVerdicts } from './recent-verdicts.ts'
import { otherConnector } from './refuse-without-right.ts'
import { toVerdictDetail } from './verdict-detail.ts'

export interface CheckSecretDependencies {
  store: Store
  vault: Vault
  check: Check
  recentVerdicts: RecentVerdicts
  clock(): Date
}

export interface CheckSecretRequest {
  principal: Principal
  definition: ConnectorDefinition
  secret: SecretFields
  region: RegionChoice
  signal: AbortSignal
}

/**
 * Asks the provider about a secret that is stored nowhere, and tells which credentials that the
 * asker sees have it, or another of its workspace, already.
 */
export async function checkSecret(
  { store, vault, check, recentVerdicts, clock }: CheckSecretDependencies,
  { principal, definition, secret, region, signal }: CheckSecretRequest,
): Promise<CheckedSecret | Refusal> {
  const { tenantId } = principal
  const connector = definition.connector.id
  if (!reaches(principal, connector)) return otherConnector
  const verdict = await check({ definition, secret, region, signal })
  // What the asker broke off says nothing of the provider.
  signal.throwIfAborted()
  const event = { action: 'secret.checked', connector, detail: toVerdictDetail(verdict) } as const
  await store.of(tenantId).write((transaction) => addAuditEvent(transaction, principal, clock().toISOString(), event))

  const secretHash = vault.hash(secret, { tenantId, connector })
  recentVerdicts.keep({ secretHash, region }, verdict)
  return { ...verdict, ...(await findKin(store.of(tenantId).database, principal, { connector, secretHash, verdict })) }
}
