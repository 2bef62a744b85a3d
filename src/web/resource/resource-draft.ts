import type { Region } from '../../contract/region.ts'
import type { Resource } from '../../contract/resource.ts'
import type { FlowDraft } from '../flow/flow-draft.ts'

/** What people change of a source or destination. */
export type ResourceDraft = {
  name: string
  credentialId: string
  region: Region | null
  configuration: Resource['configuration']
}
export type ResourceField = keyof ResourceDraft

const fields = ['name', 'credentialId', 'region', 'configuration'] as const satisfies ResourceField[]

export function draftOf({ name, credential, region, configuration }: Resource): ResourceDraft {
  return { name, credentialId: credential.id, region, configuration }
}

/** As the form of a new one has it, where null is nothing. */
export function toFlowDraft({ region, configuration, ...draft }: ResourceDraft): FlowDraft {
  return { ...draft, ...(region && { region }), ...(configuration && { configuration }) }
}

/** A draft after a change that the form asks for. */
export function withChange(draft: ResourceDraft, change: FlowDraft): ResourceDraft {
  return {
    name: change.name ?? draft.name,
    credentialId: change.credentialId ?? draft.credentialId,
    region: 'region' in change ? (change.region ?? null) : draft.region,
    configuration: change.configuration ?? draft.configuration,
  }
}

/** What has another value after than before; nothing where it is the same. */
export function changesBetween(before: ResourceDraft, after: ResourceDraft): Partial<ResourceDraft> {
  return pick(after, (field) => !isSame(before[field], after[field]))
}

export type MergedDraft = {
  draft: ResourceDraft
  /** What both have changed, each to something else: the draft has mine. */
  conflicts: ResourceField[]
}

/** What two people have made of the same resource: each field as whoever changed it left it. */
export function mergeDrafts(base: ResourceDraft, mine: ResourceDraft, theirs: ResourceDraft): MergedDraft {
  const isMine = (field: ResourceField) => !isSame(base[field], mine[field])
  return {
    draft: { ...theirs, ...pick(mine, isMine) },
    conflicts: fields.filter(
      (field) => isMine(field) && !isSame(base[field], theirs[field]) && !isSame(mine[field], theirs[field]),
    ),
  }
}

/** Another's values in the place of mine. */
export function withTheirs(mine: ResourceDraft, theirs: ResourceDraft, taken: ResourceField[]): ResourceDraft {
  return { ...mine, ...pick(theirs, (field) => taken.includes(field)) }
}

function pick(draft: ResourceDraft, isWanted: (field: ResourceField) => boolean): Partial<ResourceDraft> {
  return Object.fromEntries(fields.filter((field) => isWanted(field)).map((field) => [field, draft[field]]))
}

function isSame(one: unknown, other: unknown): boolean {
  return toText(one) === toText(other)
}

/** A value's JSON, whatever the order its members were written in. */
function toText(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  )
}
