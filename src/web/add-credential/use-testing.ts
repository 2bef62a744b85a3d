import { useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import { useCheckSecret } from '../api/check-secret.ts'
import type { AcceptedSecret } from '../secret/account-card.tsx'
import { placeInputErrors, placeOfSecret } from '../secret/place-input-errors.ts'
import { secretValuesSchema } from '../secret/secret-values.ts'
import { type Setback, verdictSetback } from '../secret/setback.ts'
import type { Attempts, Wish } from '../secret/use-attempt.ts'
import { announce } from '../ui/announcer.tsx'
import type { CredentialForm } from './use-credential-form.ts'

export type SecretTesting = {
  /** What the provider said of the secret that is in the form. */
  checked: AcceptedSecret | null
  /** Has the provider asked about the secret, and nothing stored; the rest of the form may be anything. */
  test: (wish: Wish) => void
  forget: () => void
}

type TestingOptions = { connector: Connector; form: CredentialForm; attempts: Attempts }

export function useTesting({ connector, form, attempts }: TestingOptions): SecretTesting {
  const { mutateAsync, reset } = useCheckSecret()
  const [checked, setChecked] = useState<AcceptedSecret | null>(null)

  async function check(signal: AbortSignal): Promise<Setback | null> {
    const values = secretValuesSchema(connector).parse(form.getValues())
    announce(`Checking with ${connector.name}…`)
    const said = await mutateAsync({
      body: { connector: connector.id, method: 'access_token', ...values },
      signal,
    }).finally(reset)
    signal.throwIfAborted()
    setChecked(null)
    if (said.existing && said.kind !== 'rejected') return { kind: 'duplicate', existing: said.existing }
    if (said.kind !== 'accepted') return verdictSetback(said)
    setChecked(said)
    return null
  }

  async function test(wish: Wish) {
    attempts.forget()
    const fields = connector.fields.map(({ name }) => `secret.${name}` as const)
    if (!(await form.trigger([...fields, 'region'], { shouldFocus: true }))) return
    await attempts.make(wish, check, (setback) =>
      placeInputErrors(setback, (path) => placeOfSecret(connector, path), form.setError),
    )
  }

  return { checked, test: (wish) => void test(wish), forget: () => setChecked(null) }
}
