import { type ReactNode, type RefObject, useEffect, useEffectEvent, useState } from 'react'
import { useFormContext, useFormState } from 'react-hook-form'
import type { Connector } from '../../contract/connector.ts'
import type { NamedCredential } from '../../contract/credential.ts'
import { Disclosure } from '../ui/disclosure.tsx'
import { useChunk } from '../ui/use-chunk.ts'
import type { AcceptedSecret } from './account-card.tsx'
import { GuideText } from './guide-text.tsx'
import { methodsInWords } from './method-words.ts'
import { OutcomeFailed } from './outcome-failed.tsx'
import { RegionField } from './region-field.tsx'
import styles from './secret-fields.module.css'
import { SecretField } from './secret-field.tsx'
import type { SecretValues } from './secret-values.ts'
import { placeOfSetback } from './setback.ts'
import type { Attempt, Wish } from './use-attempt.ts'
import { keepFocus, useSetbackFocus } from './use-setback-focus.ts'

type SecretFieldsProps = {
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

const loadOutcome = () => import('./outcome.tsx').then(({ outcomeParts }) => outcomeParts)

/** A connector's secret and its region, and what came of the last attempt with them. */
export function SecretFields(props: SecretFieldsProps) {
  const {
    connector,
    attempt,
    checked = null,
    isPaused,
    form,
    notice,
    onChanged,
    onAgain,
    onUseExisting,
    children,
  } = props
  const { getValues, subscribe } = useFormContext<SecretValues>()
  const { errors } = useFormState<SecretValues>({ name: 'region' })
  const [isAdvancedOpen, setIsAdvancedOpen] = useState(false)
  const chunk = useChunk(loadOutcome, attempt !== null)
  const setback = attempt?.setback ?? null
  const place = setback && placeOfSetback(setback)
  // Asked again the provider has said something else since.
  const whose = setback && 'verdict' in setback ? null : checked
  const outcome = setback && place !== 'form' ? setback : whose
  const isReadOnly = attempt?.isRunning ?? false
  useSetbackFocus(attempt, chunk.part !== null || chunk.hasFailed, form, notice)

  const noticeChange = useEffectEvent((name: string | undefined) => {
    const isSecret = name?.startsWith('secret.')
    if (isSecret) chunk.fetch()
    if (isSecret || name === 'region') onChanged()
  })
  useEffect(() => subscribe({ formState: { values: true }, callback: ({ name }) => noticeChange(name) }), [subscribe])
  const isAboutRegion =
    (setback?.kind === 'rejected' && setback.verdict.reason === 'invalid_or_other_region') ||
    errors.region !== undefined

  function again(wish: Wish) {
    keepFocus(wish.purpose, form, notice)
    onAgain(wish)
  }

  const { AccountCard, SecretSetback, SetbackNotice } = chunk.part ?? {}
  const atSecret = place === 'secret' && setback && SecretSetback && (
    <SecretSetback connector={connector} setback={setback} region={getValues('region')} onUseExisting={onUseExisting} />
  )
  return (
    <>
      {connector.fields.map((field, index) => (
        <SecretField
          key={field.name}
          field={field}
          hint={index === 0 && <GuideText text={methodsInWords(connector.methods)} />}
          readOnly={isReadOnly}
          setback={index === 0 && atSecret}
        />
      ))}
      {place === 'notice' && setback && attempt && SetbackNotice && (
        <SetbackNotice
          ref={notice}
          connector={connector}
          setback={setback}
          purpose={attempt.purpose}
          isPaused={isPaused}
          onTryAgain={(byPerson) => again({ ...attempt, byPerson })}
          onAccept={(accepting) =>
            again({ ...attempt, accepting: { ...attempt.accepting, ...accepting }, byPerson: true })
          }
        />
      )}
      {chunk.hasFailed && outcome && <OutcomeFailed ref={notice} outcome={outcome} onRetry={chunk.fetch} />}
      {whose && AccountCard && <AccountCard connector={connector} checked={whose} />}
      {children}
      <div className={styles['advanced']}>
        <Disclosure summary="Advanced settings" open={isAboutRegion || isAdvancedOpen} onOpenChange={setIsAdvancedOpen}>
          <RegionField connector={connector} readOnly={isReadOnly} />
        </Disclosure>
      </div>
    </>
  )
}
