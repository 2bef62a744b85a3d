import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import type { Account } from '../../contract/verdict.ts'

type OtherAccountWords = {
  title: string
  /** The way to go on, which names the workspace. */
  accept: string
  before: string
  after: string
  consequence: string
}

/** @param account whose the new token is; null where the provider did not say */
export function otherAccountWords(
  { name }: Pick<Connector, 'name'>,
  { method, usedBy }: Pick<Credential, 'method' | 'usedBy'>,
  account: Account | null,
): OtherAccountWords {
  const isKnown = Boolean(account?.workspaceName ?? account?.workspaceId)
  if (method === 'oauth') {
    return {
      title: isKnown ? 'You connected another workspace.' : `${name} did not say which workspace was connected.`,
      accept: isKnown ? 'Go on with' : 'Reconnect',
      before: 'Before',
      after: 'Now connected',
      consequence: consequenceOf(usedBy, 'The old connection is still in use.'),
    }
  }
  return {
    title: isKnown
      ? 'The new token belongs to another workspace.'
      : `${name} did not say which workspace the new token belongs to.`,
    accept: isKnown ? 'Replace with' : 'Replace the token of',
    before: 'Old token',
    after: 'New token',
    consequence: consequenceOf(usedBy, 'The old token is still in use.'),
  }
}

function consequenceOf(usedBy: number, until: string): string {
  if (usedBy === 0) return `Nothing uses this credential yet. ${until}`
  const users = usedBy === 1 ? 'The source or destination that uses' : `The ${usedBy} sources and destinations that use`
  return `${users} this credential would go on with the new workspace’s data. ${until}`
}
