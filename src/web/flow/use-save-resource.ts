import { useRef, useState } from 'react'
import { toInputErrors } from '../../contract/input-errors.ts'
import type { InputCode } from '../../contract/problem.ts'
import { type CreateResource, createResourceSchema, type Resource } from '../../contract/resource.ts'
import { ProblemFailure } from '../api/request.ts'
import { useCreateResource } from '../api/create-resource.ts'
import type { Draft } from './draft.ts'

/** What is wrong with the fields of the body, by their names. */
export type FieldCodes = Record<string, InputCode | undefined>

export type Saving = {
  /** Answers with what is wrong with the fields; with nothing where it was saved, or failed as a whole. */
  save: (input: CreateResource) => Promise<FieldCodes>
  isSaving: boolean
  /** Null unless the last save came to nothing. */
  failure: unknown
  codes: FieldCodes
  /** The field has changed since: what was wrong with it need not be so any more. */
  forgetCode: (field: string) => void
}

type SaveResource = {
  draft: Draft
  changeDraft: (change: Draft) => void
  onMade: (resource: Resource) => void
}

/** Milliseconds, and times: a first attempt that is still being answered is waited for, not forever. */
const IN_FLIGHT_PAUSE = 1_000
const IN_FLIGHT_TRIES = 15

/** Saves a source or destination: once, however often *Save* is pressed and whatever becomes of the answer. */
export function useSaveResource({ draft, changeDraft, onMade }: SaveResource): Saving {
  const { mutateAsync, reset, isPending, error } = useCreateResource()
  const [codes, setCodes] = useState<FieldCodes>({})
  // A state would be a render late for the second of two quick presses.
  const isUnderWay = useRef(false)

  async function save(input: CreateResource): Promise<FieldCodes> {
    if (isUnderWay.current) return {}
    isUnderWay.current = true
    reset()
    const parsed = createResourceSchema.safeParse(input)
    const found = parsed.success
      ? await send(parsed.data)
      : Object.fromEntries(toInputErrors(parsed.error.issues, input).map(({ path, code }) => [path.join('/'), code]))
    isUnderWay.current = false
    setCodes(found)
    return found
  }

  async function send(body: CreateResource): Promise<FieldCodes> {
    const written = JSON.stringify(body)
    const attempt = draft.attempt?.body === written ? draft.attempt : { key: crypto.randomUUID(), body: written }
    changeDraft({ attempt })
    for (let tries = 1; ; tries += 1) {
      try {
        onMade(await mutateAsync({ body, key: attempt.key }))
        return {}
      } catch (failure) {
        if (!(failure instanceof ProblemFailure)) return {}
        if (failure.problem.code !== 'idempotency_in_flight' || tries >= IN_FLIGHT_TRIES) {
          const errors = failure.problem.errors ?? []
          return Object.fromEntries(errors.map(({ pointer, code }) => [pointer.replace(/^\//u, ''), code]))
        }
      }
      await new Promise((resolve) => setTimeout(resolve, IN_FLIGHT_PAUSE))
    }
  }

  return {
    save,
    isSaving: isPending,
    failure: error,
    codes,
    forgetCode: (field) => setCodes((before) => ({ ...before, [field]: undefined })),
  }
}
