import type { Logger } from 'pino'
import type { DeletedCredential, Uninstallation } from '../../contract/credential.ts'
import type { Principal } from '../access/principal.ts'
import type { OAuthDefinition } from '../connectors/connector.ts'
import { getConnector } from '../connectors/registry.ts'
import type { Uninstall } from '../provider/uninstall.ts'
import { addAuditEvent } from '../store/audit-events.ts'
import { hasInstallation } from '../store/credential-conflicts.ts'
import type { Store } from '../store/database.ts'
import { findDeletedSecret, noteUninstalled } from '../store/deleted-credentials.ts'
import { SealBrokenError } from '../vault/seal.ts'
import type { Vault } from '../vault/vault.ts'

export interface UninstallCredentialDependencies {
  store: Store
  vault: Vault
  uninstall: Uninstall
  clock(): Date
  log: Logger
}

/**
 * Ends the installation, at the provider, by which a credential worked that was just deleted. It stays where the person wants
 * so, and where another credential works by it, whosever that is: it would stop as well. Null where there is none to end: a
 * token that was typed in is of the person's own app.
 */
export async function uninstallCredential(
  dependencies: UninstallCredentialDependencies,
  {
    principal,
    credential,
    keepInstallation,
  }: { principal: Principal; credential: DeletedCredential; keepInstallation: boolean },
): Promise<Uninstallation | null> {
  const { store, clock } = dependencies
  const { id, connector, method, account } = credential
  const oauth = method === 'oauth' ? getConnector(connector).oauth : null
  if (!oauth) return null
  if (keepInstallation) return { kind: 'kept', reason: 'chosen' }
  const workspaceId = account?.workspaceId
  if (workspaceId && (await hasInstallation(store.database, { connector, workspaceId }))) {
    return { kind: 'kept', reason: 'used' }
  }

  const uninstalled = await callProvider(dependencies, { principal, credential, oauth })
  const isDone = uninstalled.kind === 'uninstalled'
  await store.of(principal.tenantId).write(async (transaction) => {
    const at = clock().toISOString()
    if (isDone) await noteUninstalled(transaction, { tenantId: principal.tenantId, credentialId: id, at })
    const detail = uninstalled.kind === 'failed' ? toDetail(uninstalled.reason) : {}
    const event = { action: 'credential.uninstalled', connector, credentialId: id, detail } as const
    await addAuditEvent(transaction, principal, at, { ...event, outcome: isDone ? 'done' : 'refused' })
  })
  return uninstalled
}

type Failed = Extract<Uninstallation, { kind: 'failed' }>

async function callProvider(
  { store, vault, uninstall, log }: UninstallCredentialDependencies,
  { principal, credential, oauth }: { principal: Principal; credential: DeletedCredential; oauth: OAuthDefinition },
): Promise<{ kind: 'uninstalled' } | Failed> {
  const { tenantId } = principal
  const { id: credentialId, connector, region } = credential
  try {
    const sealed = await findDeletedSecret(store.of(tenantId).database, { tenantId, credentialId })
    // Restored or erased meanwhile, by somebody who was faster: it is theirs.
    if (!sealed) return { kind: 'failed', reason: 'rejected' }
    const secret = await vault.open(sealed.sealedSecret, { tenantId, credentialId, version: sealed.secretVersion })
    return await uninstall({ connector, oauth, secret, region })
  } catch (error) {
    if (!(error instanceof SealBrokenError)) throw error
    // It is deleted all the same; whoever deleted it hears that the installation may still be there.
    log.error({ err: error }, 'not uninstalled')
    return { kind: 'failed', reason: 'unexpected_answer' }
  }
}

/** Why a provider refuses a token that it is to uninstall, it need not say: the events call it revoked. */
function toDetail(reason: Failed['reason']) {
  return { reason: reason === 'rejected' ? ('revoked' as const) : reason }
}
