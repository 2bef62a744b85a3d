import type { Principal } from '../access/principal.ts'
import type { CheckedSecret } from '../../contract/credential.ts'
import type { RegionChoice } from '../../contract/region.ts'
import type { ConnectorDefinition, SecretFields } from '../connectors/connector.ts'
import type { Check } from '../provider/check.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import { findBySecret, findByWorkspace } from '../store/credential-conflicts.ts'
import type { Store } from '../store/database.ts'
import type { Vault } from '../vault/vault.ts'
import type { RecentVerdicts } from './recent-verdicts.ts'
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

/** Asks the provider about a secret that is stored nowhere, and tells who has it, or another of its workspace, already. */
export async function checkSecret(
  { store, vault, check, recentVerdicts, clock }: CheckSecretDependencies,
  { principal, definition, secret, region, signal }: CheckSecretRequest,
): Promise<CheckedSecret> {
  const { tenantId } = principal
  const connector = definition.connector.id
  const verdict = await check({ definition, secret, region, signal })
  // What the asker broke off says nothing of the provider.
  signal.throwIfAborted()
  const event = { action: 'secret.checked', connector, detail: toVerdictDetail(verdict) } as const
  await store.of(tenantId).write((transaction) => addAuditEvent(transaction, principal, clock().toISOString(), event))

  const secretHash = vault.hash(secret, { tenantId, connector })
  recentVerdicts.keep({ secretHash, region }, verdict)
  const existing = await findBySecret(store.of(tenantId).database, { tenantId, connector, secretHash })
  const workspaceId = verdict.kind === 'accepted' ? verdict.account?.workspaceId : null
  const sameWorkspace = workspaceId
    ? await findByWorkspace(
        store.of(tenantId).database,
        { tenantId, connector, workspaceId },
        { exceptId: existing?.id },
      )
    : []
  return { ...verdict, ...(existing && { existing }), sameWorkspace }
}
