import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { useReplaceSecret } from '../api/replace-secret.ts'
import { writePending } from '../secret/pending-authorization.ts'
import { placeInputErrors, placeOfSecret } from '../secret/place-input-errors.ts'
import { blankSecretValues, type SecretValues } from '../secret/secret-values.ts'
import type { Setback } from '../secret/setback.ts'
import type { Attempts, Wish } from '../secret/use-attempt.ts'
import { announce } from '../ui/announcer.tsx'
import type { ReplaceForm } from './use-replace-form.ts'

type ReplacingOptions = {
  connector: Connector
  /** The credential as the person has seen it. */
  seen: Credential
  form: ReplaceForm
  attempts: Attempts
  /** What was connected, where the secret comes by OAuth; null while nothing is. */
  authorization: string | null
  onReplaced: (credential: Credential) => void
}

/** Replaces a credential's secret by the one in the form, or by what was connected, once that is fit to be sent. */
export function useReplacing(options: ReplacingOptions): (wish: Wish) => void {
  const { connector, seen, form, attempts, authorization, onReplaced } = options
  const { mutateAsync, reset } = useReplaceSecret()

  async function send(values: SecretValues, { accepting }: Wish, signal: AbortSignal) {
    announce(`Checking with ${connector.name}…`)
    const body = authorization
      ? { method: 'oauth' as const, authorization, ...accepting }
      : { method: seen.method, ...values, ...accepting }
    // The mutation remembers what it sent, the secret included.
    const credential = await mutateAsync({ credential: seen, body, signal }).finally(reset)
    signal.throwIfAborted()
    form.reset(blankSecretValues(connector))
    if (authorization) writePending(null)
    onReplaced(credential)
    return null
  }

  function place(setback: Setback): Setback {
    if (setback.kind === 'problem' && setback.problem.code === 'not_found') return { kind: 'gone' }
    return placeInputErrors(setback, (path) => placeOfSecret(connector, path), form.setError)
  }

  return (wish) => {
    attempts.forget()
    if (seen.method === 'oauth' && !authorization) {
      void attempts.make(wish, () => Promise.resolve({ kind: 'not_connected' as const }), place)
      return
    }
    const replace = form.handleSubmit((values) => attempts.make(wish, (signal) => send(values, wish, signal), place))
    void replace()
  }
}
