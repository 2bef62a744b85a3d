import type { Connector, Method } from '../../contract/connector.ts'
import type { RegionChoice } from '../../contract/region.ts'
import type { Account } from '../../contract/verdict.ts'

type Regions = Pick<Connector, 'name' | 'regions'>
type Accepted = { account: Account | null; region: RegionChoice }

/** What the name of a test workspace ends in. Its token was taken for the real one's before. */
const TEST_MARK = /\s*(?<mark>\[test\])$/iu

export type AccountWords = {
  /** Its name, without the mark of a test workspace, or what is known in its place. */
  workspace: string
  /** Of a test workspace, as its name has it. */
  testMark: string | null
  /** Lines. */
  details: string[]
}

/** Whose a token is: what the provider did not say is not made up. */
export function accountInWords(connector: Regions, accepted: Accepted): AccountWords {
  const { workspaceName, workspaceId, adminName, adminEmail } = accepted.account ?? nothing
  const name = workspaceName?.replace(TEST_MARK, '')
  const workspace = workspaceId && `Workspace ${workspaceId}`
  const where = [name && workspace, regionOf(connector, accepted)].filter(Boolean).join(' · ')
  const admin = adminName && adminEmail ? `${adminName} (${adminEmail})` : (adminName ?? adminEmail)
  const details = [
    !workspaceName && !workspaceId && `${connector.name} did not say which workspace the token belongs to.`,
    where,
    admin && `Admin: ${admin}`,
  ]
  return {
    workspace: name || workspace || 'Workspace unknown',
    testMark: workspaceName?.match(TEST_MARK)?.groups?.['mark'] ?? null,
    details: details.filter((line): line is string => Boolean(line)),
  }
}

/** The same in one go, to be heard. */
export function acceptedInWords(connector: Regions, accepted: Accepted, method: Method = 'access_token'): string {
  const workspace = accepted.account && workspaceWithId(accepted.account)
  const accepts = method === 'oauth' ? `Connected with ${connector.name}.` : `${connector.name} accepts this token.`
  if (!workspace) return `${accepts} It did not say which workspace it belongs to.`
  const region = regionOf(connector, accepted)
  return `${accepts} It belongs to workspace ${workspace}${region ? `, ${region}` : ''}.`
}

/** As much of a workspace as was said; null where nothing was. */
export function workspaceWithId({ workspaceName, workspaceId }: Account): string | null {
  return workspaceName && workspaceId ? `${workspaceName} (${workspaceId})` : (workspaceName ?? workspaceId)
}

/** The region that was confirmed; else what the provider calls it, in its own word. */
function regionOf(connector: Regions, { account, region }: Accepted): string | null {
  return connector.regions.find(({ id }) => id === region)?.name ?? account?.region ?? null
}

const nothing: Account = { workspaceName: null, workspaceId: null, region: null, adminName: null, adminEmail: null }
