import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { toInputErrors } from '../../contract/input-errors.ts'
import { type EditResource, editResourceSchema, type Resource } from '../../contract/resource.ts'
import { useEditResource } from '../api/edit-resource.ts'
import { ProblemFailure } from '../api/request.ts'
import { resourceQuery } from '../api/resource.ts'
import { atFormPlaces, withoutBlankRows } from '../configure/blank-rows.ts'
import { kindWords } from '../flow/kind-words.ts'
import { type FieldCodes, type ResourceSaving, withoutCode } from '../flow/use-save-resource.ts'
import { announce } from '../ui/announcer.tsx'
import {
  changesBetween,
  draftOf,
  mergeDrafts,
  type ResourceDraft,
  type ResourceField,
  withTheirs,
} from './resource-draft.ts'

/** Why what was typed is not saved, as a whole. */
export type SaveTrouble =
  | { kind: 'failed'; failure: unknown }
  /** Somebody else has changed the same meanwhile: it is `now` like that. */
  | { kind: 'conflict'; fields: ResourceField[]; now: Resource }

export type ResourceEdit = {
  /** As it was when the edit began: what somebody changes later is not overwritten unseen. */
  base: Resource
  draft: ResourceDraft
  changeDraft: (change: (before: ResourceDraft) => ResourceDraft) => void
  isUnsaved: boolean
  /** The last change was saved, and nothing was changed since. */
  isSaved: boolean
  saving: ResourceSaving
  trouble: SaveTrouble | null
  /** The two ways out of a conflict. */
  keepMine: () => void
  takeTheirs: () => void
}

/** Times that a save is tried again on what somebody else has changed beside it, before that counts as a failure. */
const PATIENCE = 2

type Edit = { base: Resource; draft: ResourceDraft }

/** The editing of a saved source or destination. */
export function useResourceEdit(resource: Resource): ResourceEdit {
  const client = useQueryClient()
  const { mutateAsync } = useEditResource()
  const [edit, setEdit] = useState<Edit>(() => beginEdit(resource))
  const [codes, setCodes] = useState<FieldCodes>({})
  const [trouble, setTrouble] = useState<SaveTrouble | null>(null)
  const [isSaved, setIsSaved] = useState(false)
  const [isSaving, setIsSaving] = useState(false)
  // A state would be a render late for the second of two quick presses.
  const isUnderWay = useRef(false)
  const { base, draft } = edit
  const isUnsaved = !isUnchanged(base, draft)
  // Where nothing is typed, nothing is in the way of what others change.
  if (!isUnsaved && !isSaving && resource.etag !== base.etag) setEdit(beginEdit(resource))

  async function once(attempt: () => Promise<FieldCodes>): Promise<FieldCodes> {
    if (isUnderWay.current) return {}
    isUnderWay.current = true
    setIsSaving(true)
    setTrouble(null)
    try {
      const found = await attempt()
      setCodes(found)
      return found
    } finally {
      isUnderWay.current = false
      setIsSaving(false)
    }
  }

  /** What stands in the form, parsed as Latchkey will. */
  const save: ResourceSaving['save'] = ({ name, configuration }, toForm) => {
    const { kind } = base
    const input = { kind, name, ...(configuration && { configuration }) }
    const parsed = editResourceSchema.safeParse(input)
    if (!parsed.success) {
      const errors = toInputErrors(parsed.error.issues, input)
      const found = Object.fromEntries(errors.map(({ path, code }) => [path.join('/'), code]))
      return once(() => Promise.resolve(toForm(found)))
    }
    const typed = { ...draft, name: parsed.data.name ?? draft.name }
    const mine = { ...typed, configuration: parsed.data.configuration ?? draft.configuration }
    if (isUnchanged(base, mine)) {
      announce('Nothing has changed since it was saved.')
      setEdit(beginEdit(base))
      return Promise.resolve({})
    }
    return once(async () => toForm(await send(base, mine, PATIENCE)))
  }

  async function send(from: Resource, mine: ResourceDraft, patience: number): Promise<FieldCodes> {
    // Where the first of two sendings was heard, and its answer was lost.
    if (isUnchanged(from, mine)) return end(from)
    const changes = changesBetween(draftOf(from), mine)
    try {
      // The kind is the resource's own, and so is its configuration's.
      return end(await mutateAsync({ resource: from, body: { kind: from.kind, ...changes } as EditResource }))
    } catch (failure) {
      const problem = failure instanceof ProblemFailure ? failure.problem : null
      if (problem?.code === 'changed_meanwhile' && patience > 0) return rebase(from, mine, patience - 1)
      if (!problem?.errors) setTrouble({ kind: 'failed', failure })
      return Object.fromEntries((problem?.errors ?? []).map(({ pointer, code }) => [pointer.replace(/^\//u, ''), code]))
    }
  }

  /** What somebody else has changed stays; where it is the very same that the person changes, the person is asked. */
  async function rebase(from: Resource, mine: ResourceDraft, patience: number): Promise<FieldCodes> {
    try {
      const now = await client.fetchQuery({ ...resourceQuery(from.id), staleTime: 0 })
      const merged = mergeDrafts(draftOf(from), mine, draftOf(now))
      if (merged.conflicts.length === 0) return await send(now, merged.draft, patience)
      setEdit({ base: now, draft: merged.draft })
      setTrouble({ kind: 'conflict', fields: merged.conflicts, now })
    } catch (failure) {
      setTrouble({ kind: 'failed', failure })
    }
    return {}
  }

  function end(saved: Resource): FieldCodes {
    setEdit(beginEdit(saved))
    setIsSaved(true)
    announce(`${kindWords[saved.kind].name} “${saved.name}” saved.`)
    return {}
  }

  return {
    base,
    draft,
    changeDraft(change) {
      setIsSaved(false)
      setEdit((before) => ({ ...before, draft: change(before.draft) }))
    },
    isUnsaved,
    isSaved,
    saving: {
      save,
      isSaving,
      // Said by the screen, which knows more ways out than the form.
      failure: null,
      codes,
      forgetCode: (part) => setCodes((before) => withoutCode(before, part)),
    },
    trouble,
    keepMine() {
      const { configuration } = draft
      const mine = { ...draft, configuration: configuration && withoutBlankRows(configuration) }
      void once(async () => {
        const found = await send(base, mine, PATIENCE)
        return configuration ? atFormPlaces(configuration, found) : found
      })
    },
    takeTheirs() {
      if (trouble?.kind !== 'conflict') return
      setEdit({ base, draft: withTheirs(draft, draftOf(trouble.now), trouble.fields) })
      setTrouble(null)
    },
  }
}

function beginEdit(resource: Resource): Edit {
  return { base: resource, draft: draftOf(resource) }
}

function isUnchanged(resource: Resource, draft: ResourceDraft): boolean {
  return Object.keys(changesBetween(draftOf(resource), draft)).length === 0
}
