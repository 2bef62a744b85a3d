import { dataFlowsPath } from './paths.ts'
import { resourceNameId } from './resource-name-id.ts'

/** The data flows that use a credential, with one of them marked. */
export function usedByHref(credentialId: string, markedId?: string): string {
  const list = `${dataFlowsPath}?${new URLSearchParams({ credential: credentialId })}`
  return markedId ? `${list}#${resourceNameId(markedId)}` : list
}
