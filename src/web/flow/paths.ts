import type { ResourceKind } from '../../contract/resource-kind.ts'

/** The screens on which a source or destination is made, in their order. */
export const steps = ['select', 'authenticate', 'configure'] as const
export type Step = (typeof steps)[number]

export const stepTitles = { select: 'Select', authenticate: 'Authenticate', configure: 'Configure' } as const

/** Where in a flow a URL leads. */
export type FlowPlace = {
  kind: ResourceKind
  step: Step
  /** Whether the overlay *Add New Credential* stands over the screen: it has a URL of its own. */
  isAdding: boolean
}

export const dataFlowsPath = '/'

/** Who did what, for admins. */
export const eventsPath = '/events'

export function stepPath(kind: ResourceKind, step: Step): string {
  return `/new/${kind}/${step}`
}

export function addCredentialPath(kind: ResourceKind): string {
  return `${stepPath(kind, 'authenticate')}/add-credential`
}

/** Null for a path that is no step of a flow. */
export function parseFlowPath(path: string): FlowPlace | null {
  const match = /^\/new\/(source|destination)\/(select|authenticate|configure)(\/add-credential)?\/?$/u.exec(path)
  if (!match) return null
  const [, kind, step, adding] = match as unknown as [string, ResourceKind, Step, string | undefined]
  if (adding && step !== 'authenticate') return null
  return { kind, step, isAdding: adding !== undefined }
}
