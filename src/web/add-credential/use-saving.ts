import { useEffect, useRef, useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { CreateCredential, Credential } from '../../contract/credential.ts'
import { createIdempotencyKeys } from '../api/idempotency-key.ts'
import { mayHaveSaved, useSaveCredential } from '../api/save-credential.ts'
import { announce } from '../ui/announcer.tsx'
import { clearCredentialDraft } from './credential-draft.ts'
import { blankValues, type CredentialValues } from './credential-values.ts'
import { placeInputErrors } from './place-input-errors.ts'
import { type Setback, toSetback } from './setback.ts'
import type { CredentialForm } from './use-credential-form.ts'

/** What the person has knowingly accepted, by a second press. */
export type Accepting = Pick<CreateCredential, 'acceptUnverified' | 'acceptRestricted'>

/** Where the last attempt got to. */
export type Attempt = {
  setback: Setback | null
  accepting: Accepting
  /** A press, not a clock: only then may the focus move to what came of it. */
  byPerson: boolean
  wasCancelled: boolean
}

export type CredentialSaving = {
  attempt: Attempt
  isSaving: boolean
  save: (accepting: Accepting, byPerson: boolean) => void
  /** Gives the running attempt up; the form stays as it is. */
  cancel: () => void
  /** The setback no longer speaks of what is in the form. */
  forgetSetback: () => void
}

const noAttempt: Attempt = { setback: null, accepting: {}, byPerson: true, wasCancelled: false }

export function useSaving(
  connector: Connector,
  form: CredentialForm,
  onSaved: (credential: Credential) => void,
): CredentialSaving {
  const { mutateAsync, reset, isPending } = useSaveCredential()
  const [attempt, setAttempt] = useState(noAttempt)
  const [keys] = useState(createIdempotencyKeys)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  async function save(accepting: Accepting, byPerson: boolean) {
    // One at a time, however fast the presses come: a state would be a render late.
    if (running.current) return
    const controller = new AbortController()
    running.current = controller
    setAttempt(noAttempt)
    const submit = form.handleSubmit((values) => send(values, { ...noAttempt, accepting, byPerson }, controller.signal))
    await submit().finally(() => {
      running.current = null
    })
  }

  async function send(values: CredentialValues, made: Attempt, signal: AbortSignal) {
    const body = { connector: connector.id, method: 'access_token' as const, ...values, ...made.accepting }
    announce(`Checking with ${connector.name}…`)
    // A page that came by plain http has no keys to hand out: that is said like any other failure.
    const make = async () => mutateAsync({ body, idempotencyKey: keys.keyFor(body), signal })
    const credential = await make().catch((failure: unknown) => {
      if (signal.aborted) return
      if (!mayHaveSaved(failure)) keys.forget()
      setAttempt({ ...made, setback: placeInputErrors(form, connector, toSetback(failure)) })
    })
    // The mutation remembers what it sent, the secret included.
    reset()
    if (signal.aborted) return setAttempt({ ...made, wasCancelled: true })
    if (!credential) return
    keys.forget()
    form.reset(blankValues(connector))
    clearCredentialDraft()
    onSaved(credential)
  }

  return {
    attempt,
    isSaving: isPending,
    save: (accepting, byPerson) => void save(accepting, byPerson),
    cancel: () => running.current?.abort(),
    forgetSetback: () => setAttempt(noAttempt),
  }
}
