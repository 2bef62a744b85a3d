import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import type { Account } from '../../contract/verdict.ts'

type Workspace = Pick<Account, 'workspaceName' | 'workspaceId'>
type Regions = Pick<Connector, 'regions'>
type Saved = Pick<Credential, 'name' | 'status' | 'statusReason' | 'region'> & { account: Workspace | null }

/** The workspace with its id, as far as the provider said: a test workspace may be called like the real one. */
export function workspaceInWords({ account }: { account: Workspace | null }): string | null {
  if (account?.workspaceName && account.workspaceId) return `${account.workspaceName} (${account.workspaceId})`
  return account?.workspaceName ?? account?.workspaceId ?? null
}

/** The region a credential uses: short on a tile, whole in a sentence. Null while none is confirmed. */
export function regionInWords(
  connector: Regions,
  { region }: Pick<Credential, 'region'>,
  form: 'name' | 'shortName',
): string | null {
  return connector.regions.find(({ id }) => id === region)?.[form] ?? null
}

/** What there is to say once a credential is saved. */
export function savedInWords(connector: Regions & Pick<Connector, 'name'>, credential: Saved): string {
  const saved = `“${credential.name}” saved`
  if (credential.status === 'unverified') {
    return `${saved} without a check: ${connector.name} has not confirmed its token yet.`
  }
  const limits = credential.statusReason ? ', limited by what its token may do' : ''
  const workspace = workspaceInWords(credential)
  const region = regionInWords(connector, credential, 'name')
  const where = region ? `, ${region}` : ''
  return workspace
    ? `${saved}${limits}. It belongs to workspace ${workspace}${where}.`
    : `${saved}${limits}. ${connector.name} did not say which workspace it belongs to.`
}
