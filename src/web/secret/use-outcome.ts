import type { RefObject } from 'react'
import { useChunk } from '../ui/use-chunk.ts'
import type { AcceptedSecret } from './account-card.tsx'
import { placeOfSetback, type Setback } from './setback.ts'
import type { Attempt } from './use-attempt.ts'
import { useSetbackFocus } from './use-setback-focus.ts'

const loadOutcome = () => import('./outcome.tsx').then(({ outcomeParts }) => outcomeParts)

type OutcomeParts = Awaited<ReturnType<typeof loadOutcome>>

/** What there is to say of a secret, and where. */
export type Outcome = {
  parts: OutcomeParts | null
  hasFailed: boolean
  fetch: () => void
  setback: Setback | null
  place: ReturnType<typeof placeOfSetback> | null
  /** Whose it is, unless the provider has said something else since. */
  checked: AcceptedSecret | null
}

/** What is shown only once Latchkey has answered comes in a chunk of its own; the focus goes to what came of an attempt. */
export function useOutcome({
  attempt,
  checked,
  form,
  notice,
}: {
  attempt: Attempt | null
  checked: AcceptedSecret | null
  form: RefObject<HTMLFormElement | null>
  notice: RefObject<HTMLDivElement | null>
}): Outcome {
  const { part, hasFailed, fetch } = useChunk(loadOutcome, attempt !== null || checked !== null)
  const setback = attempt?.setback ?? null
  useSetbackFocus(attempt, part !== null || hasFailed, form, notice)
  return {
    parts: part,
    hasFailed,
    fetch,
    setback,
    place: setback && placeOfSetback(setback),
    checked: setback && 'verdict' in setback ? null : checked,
  }
}
