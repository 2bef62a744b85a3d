import { useRef, useState } from 'react'
import { toInputErrors } from '../../contract/input-errors.ts'
import type { InputCode } from '../../contract/problem.ts'
import { type CreateResource, createResourceSchema, type Resource } from '../../contract/resource.ts'
import { useCreateResource } from '../api/create-resource.ts'
import { createIdempotencyKeys } from '../api/idempotency-key.ts'
import { ProblemFailure } from '../api/request.ts'
import type { FlowDraft } from './flow-draft.ts'

/** What is wrong with the parts of the body, by their JSON Pointers (RFC 6901) without the first slash. */
export type FieldCodes = Record<string, InputCode | undefined>

export type ResourceSaving = {
  /**
   * Answers with what is wrong with the fields; with nothing where it was saved, or failed as a whole.
   *
   * @param toForm what is wrong with the body, as the form has its places: not all that stands there is sent
   */
  save: (input: CreateResource, toForm: (codes: FieldCodes) => FieldCodes) => Promise<FieldCodes>
  isSaving: boolean
  /** Null unless the last save came to nothing. */
  failure: unknown
  codes: FieldCodes
  /** The part has changed since: what was wrong with it, or with what is in it, need not be so any more. */
  forgetCode: (part: string) => void
}

type SaveResource = {
  draft: FlowDraft
  changeDraft: (change: FlowDraft) => void
  onMade: (resource: Resource) => void
}

/** Saves a source or destination: once, however often *Save* is pressed and whatever becomes of the answer. */
export function useSaveResource({ draft, changeDraft, onMade }: SaveResource): ResourceSaving {
  const { mutateAsync, reset, isPending, error } = useCreateResource()
  const [codes, setCodes] = useState<FieldCodes>({})
  // A state would be a render late for the second of two quick presses.
  const isUnderWay = useRef(false)

  const save: ResourceSaving['save'] = async (input, toForm) => {
    if (isUnderWay.current) return {}
    isUnderWay.current = true
    try {
      const found = toForm(await send(input))
      setCodes(found)
      return found
    } finally {
      isUnderWay.current = false
    }
  }

  async function send(input: CreateResource): Promise<FieldCodes> {
    reset()
    const parsed = createResourceSchema.safeParse(input)
    if (!parsed.success) {
      return Object.fromEntries(
        toInputErrors(parsed.error.issues, input).map(({ path, code }) => [path.join('/'), code]),
      )
    }
    const body = parsed.data
    const keys = createIdempotencyKeys({ read: () => draft.attempt, write: (attempt) => changeDraft({ attempt }) })
    try {
      onMade(await mutateAsync({ body, idempotencyKey: keys.keyFor(body) }))
      return {}
    } catch (failure) {
      const errors = failure instanceof ProblemFailure ? (failure.problem.errors ?? []) : []
      return Object.fromEntries(errors.map(({ pointer, code }) => [pointer.replace(/^\//u, ''), code]))
    }
  }

  return {
    save,
    isSaving: isPending,
    failure: error,
    codes,
    forgetCode: (part) => setCodes((before) => withoutCode(before, part)),
  }
}

export function withoutCode(codes: FieldCodes, part: string): FieldCodes {
  return Object.fromEntries(Object.entries(codes).filter(([place]) => place !== part && !place.startsWith(`${part}/`)))
}
