import { type ReactNode, type RefObject, useState } from 'react'
import { useFormState } from 'react-hook-form'
import type { Connector, Method } from '../../contract/connector.ts'
import { Disclosure } from '../ui/disclosure.tsx'
import { OutcomeFailed } from './outcome-failed.tsx'
import styles from './outcome-view.module.css'
import { RegionField } from './region-field.tsx'
import type { SecretValues } from './secret-values.ts'
import type { Attempt, Wish } from './use-attempt.ts'
import type { Outcome } from './use-outcome.ts'
import { keepFocus } from './use-setback-focus.ts'

type OutcomeViewProps = {
  connector: Connector
  /** How the secret comes here. */
  method: Method
  attempt: Attempt | null
  outcome: Outcome
  /** The person is being asked something else. */
  isPaused: boolean
  /** The form they are in. */
  form: RefObject<HTMLFormElement | null>
  /** Whatever notice is shown. */
  notice: RefObject<HTMLDivElement | null>
  /** The region cannot be changed now. */
  isReadOnly: boolean
  /** The same once more, or with more accepted. */
  onAgain: (wish: Wish) => void
  /** What else there is to say of the last attempt. */
  children?: ReactNode
}

/** What came of an attempt with a secret, below where it is entered; and the settings that few need. */
export function OutcomeView(props: OutcomeViewProps) {
  const { connector, method, attempt, outcome, isPaused, form, notice, isReadOnly, onAgain, children } = props
  const { parts, setback, place, checked } = outcome
  const { errors } = useFormState<SecretValues>({ name: 'region' })
  const [isAdvancedOpen, setIsAdvancedOpen] = useState(false)
  const isAboutRegion =
    (setback?.kind === 'rejected' && setback.verdict.reason === 'invalid_or_other_region') ||
    errors.region !== undefined
  const shown = setback && place !== 'form' ? setback : checked
  const { AccountCard, SetbackNotice } = parts ?? {}

  function again(wish: Wish) {
    keepFocus(wish.purpose, form, notice)
    onAgain(wish)
  }

  return (
    <>
      {place === 'notice' && setback && attempt && SetbackNotice && (
        <SetbackNotice
          ref={notice}
          connector={connector}
          method={method}
          setback={setback}
          purpose={attempt.purpose}
          isPaused={isPaused}
          onTryAgain={(byPerson) => again({ ...attempt, byPerson })}
          onAccept={(accepting) =>
            again({ ...attempt, accepting: { ...attempt.accepting, ...accepting }, byPerson: true })
          }
        />
      )}
      {outcome.hasFailed && shown && <OutcomeFailed ref={notice} outcome={shown} onRetry={outcome.fetch} />}
      {checked && AccountCard && <AccountCard connector={connector} method={method} checked={checked} />}
      {children}
      <div className={styles['advanced']}>
        <Disclosure summary="Advanced settings" open={isAboutRegion || isAdvancedOpen} onOpenChange={setIsAdvancedOpen}>
          <RegionField connector={connector} method={method} readOnly={isReadOnly} />
        </Disclosure>
      </div>
    </>
  )
}
