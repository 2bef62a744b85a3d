import { useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { createIdempotencyKeys } from '../api/idempotency-key.ts'
import { mayHaveSaved, useSaveCredential } from '../api/save-credential.ts'
import { writePending } from '../secret/pending-authorization.ts'
import { placeInputErrors, placeOfSecret } from '../secret/place-input-errors.ts'
import type { Setback } from '../secret/setback.ts'
import type { Attempts, Wish } from '../secret/use-attempt.ts'
import { announce } from '../ui/announcer.tsx'
import { clearCredentialDraft } from './credential-draft.ts'
import { blankValues, type CredentialValues } from './credential-values.ts'
import type { CredentialForm } from './use-credential-form.ts'

type SavingOptions = {
  connector: Connector
  form: CredentialForm
  attempts: Attempts
  /** What was connected, where the secret comes by OAuth; null while nothing is. Undefined for one that is typed in. */
  authorization: string | null | undefined
  onSaved: (credential: Credential) => void
}

/** Saves what is in the form, once it is fit to be sent. */
export function useSaving({ connector, form, attempts, authorization, onSaved }: SavingOptions): (wish: Wish) => void {
  const { mutateAsync, reset } = useSaveCredential()
  const [keys] = useState(createIdempotencyKeys)

  async function send(values: CredentialValues, { accepting }: Wish, signal: AbortSignal) {
    const { name, description } = values
    const body = authorization
      ? { connector: connector.id, method: 'oauth' as const, authorization, name, description, ...accepting }
      : { connector: connector.id, method: 'access_token' as const, ...values, ...accepting }
    announce(`Checking with ${connector.name}…`)
    const credential = await mutateAsync({ body, idempotencyKey: keys.keyFor(body), signal })
      .catch((failure: unknown) => {
        if (!mayHaveSaved(failure)) keys.forget()
        throw failure
      })
      // The mutation remembers what it sent, the secret included.
      .finally(reset)
    signal.throwIfAborted()
    keys.forget()
    form.reset(blankValues(connector))
    clearCredentialDraft()
    if (authorization) writePending(null)
    onSaved(credential)
    return null
  }

  function place(setback: Setback): Setback {
    if (setback.kind === 'name_taken') form.setError('name', { message: 'name_taken' })
    return placeInputErrors(
      setback,
      (path) => (path[0] === 'name' || path[0] === 'description' ? path[0] : placeOfSecret(connector, path)),
      form.setError,
    )
  }

  return (wish) => {
    attempts.forget()
    if (authorization === null) {
      void attempts.make(
        wish,
        () => Promise.resolve({ kind: 'not_connected' as const }),
        (setback) => setback,
      )
      return
    }
    const save = form.handleSubmit((values) => attempts.make(wish, (signal) => send(values, wish, signal), place))
    void save()
  }
}
