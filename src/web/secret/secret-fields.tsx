import { type ReactNode, type RefObject, useEffect, useEffectEvent } from 'react'
import { useFormContext } from 'react-hook-form'
import type { Connector } from '../../contract/connector.ts'
import type { NamedCredential } from '../../contract/credential.ts'
import type { AcceptedSecret } from './account-card.tsx'
import { OutcomeView } from './outcome-view.tsx'
import { SecretField } from './secret-field.tsx'
import type { SecretValues } from './secret-values.ts'
import type { Attempt, Wish } from './use-attempt.ts'
import { useOutcome } from './use-outcome.ts'

export type SecretFieldsProps = {
  connector: Connector
  attempt: Attempt | null
  /** What a test of what is in the fields found out. */
  checked?: AcceptedSecret | null
  /** The person is being asked something else. */
  isPaused: boolean
  /** The form they are in. */
  form: RefObject<HTMLFormElement | null>
  /** Whatever notice is shown. */
  notice: RefObject<HTMLDivElement | null>
  /** The secret or the region is another one: what was said of it no longer holds. */
  onChanged: () => void
  /** The same once more, or with more accepted. */
  onAgain: (wish: Wish) => void
  onUseExisting?: ((existing: NamedCredential) => void) | undefined
  /** What else there is to say of the last attempt. */
  children?: ReactNode
}

/** A connector's secret that is typed in and its region, and what came of the last attempt with them. */
export function SecretFields(props: SecretFieldsProps) {
  const { connector, attempt, checked = null, form, notice, onChanged, onUseExisting, children } = props
  const { getValues, subscribe } = useFormContext<SecretValues>()
  const outcome = useOutcome({ attempt, checked, form, notice })
  const { setback, place, parts } = outcome
  const isReadOnly = attempt?.isRunning ?? false

  const noticeChange = useEffectEvent((name: string | undefined) => {
    const isSecret = name?.startsWith('secret.')
    if (isSecret) outcome.fetch()
    if (isSecret || name === 'region') onChanged()
  })
  useEffect(() => subscribe({ formState: { values: true }, callback: ({ name }) => noticeChange(name) }), [subscribe])

  const { SecretSetback } = parts ?? {}
  const atSecret = place === 'secret' && setback && SecretSetback && (
    <SecretSetback connector={connector} setback={setback} region={getValues('region')} onUseExisting={onUseExisting} />
  )
  return (
    <>
      {connector.fields.map((field, index) => (
        <SecretField key={field.name} field={field} readOnly={isReadOnly} setback={index === 0 && atSecret} />
      ))}
      <OutcomeView {...props} method="access_token" outcome={outcome} isReadOnly={isReadOnly}>
        {children}
      </OutcomeView>
    </>
  )
}
