import { useEffect, useRef, useState } from 'react'
import type { CreateCredential, ReplaceSecret } from '../../contract/credential.ts'
import { type Setback, toSetback } from './setback.ts'

/** What a person wants done with a secret. */
export type Purpose = 'save' | 'test' | 'replace' | 'reconnect'

/** What the person has knowingly accepted, by a second press. */
export type Accepting = Pick<CreateCredential, 'acceptUnverified' | 'acceptRestricted'> &
  Pick<ReplaceSecret, 'acceptAccountChange'>

export type Wish = {
  purpose: Purpose
  accepting: Accepting
  /** A press, not a clock: only then may the focus move to what came of it. */
  byPerson: boolean
}

/** The last attempt, and where it got to. */
export type Attempt = Wish & {
  isRunning: boolean
  setback: Setback | null
  wasCancelled: boolean
}

export type Attempts = {
  /** Null before the first, and once it no longer speaks of what is in the form. */
  attempt: Attempt | null
  /**
   * Makes one, unless another is under way.
   * @param run calls Latchkey; what it throws becomes a setback by `place`, unless the person cancelled
   */
  make: (
    wish: Wish,
    run: (signal: AbortSignal) => Promise<Setback | null>,
    place: (setback: Setback) => Setback,
  ) => Promise<void>
  /** Gives the one that is under way up; the form stays as it is. */
  cancel: () => void
  /** The outcome no longer speaks of what is in the form. */
  forget: () => void
}

/** What a form with a secret has asked Latchkey for: one thing at a time. */
export function useAttempt(): Attempts {
  const [attempt, setAttempt] = useState<Attempt | null>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const make: Attempts['make'] = async (wish, run, place) => {
    // However fast the presses come: a state would be a render late.
    if (running.current) return
    const controller = new AbortController()
    running.current = controller
    const made = { ...wish, isRunning: false, setback: null, wasCancelled: false }
    setAttempt({ ...made, isRunning: true })
    const setback = await run(controller.signal).catch((failure: unknown) =>
      controller.signal.aborted ? null : place(toSetback(failure)),
    )
    running.current = null
    setAttempt({ ...made, setback, wasCancelled: controller.signal.aborted })
  }

  return {
    attempt,
    make,
    cancel: () => running.current?.abort(),
    forget() {
      if (!running.current) setAttempt(null)
    },
  }
}
