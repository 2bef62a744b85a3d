import { dataFlowsPath } from './paths.ts'
import { resourceNameId } from './resource-name-id.ts'

/** The data flows that use a credential, with one of them marked. */
export function usedByHref(credentialId: string, markedId?: string): string {
  const list = `${dataFlowsPath}?${new URLSearchParams({ credential: credentialId })}`
  return markedId ? `${list}#${resourceNameId(markedId)}` : list
}

/** The screen of one source or destination. */
export function resourceHref(id: string): string {
  return `/resources/${encodeURIComponent(id)}`
}

/** The resource whose screen a path is; null for any other path. */
export function resourceIdOf(path: string): string | null {
  return /^\/resources\/(?<id>[\w-]+)\/?$/u.exec(path)?.groups?.['id'] ?? null
}
