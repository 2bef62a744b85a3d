import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import { Disclosure } from '../ui/disclosure.tsx'
import styles from './credential-fields.module.css'
import { FormFooter } from './form-footer.tsx'
import { GuideText } from './guide-text.tsx'
import { Guide } from './guide.tsx'
import { methodsInWords } from './method-words.ts'
import { RegionField } from './region-field.tsx'
import { SecretField } from './secret-field.tsx'
import { DuplicateSecret, RejectedSecret } from './secret-setback.tsx'
import type { Setback } from './setback.ts'
import { SetbackNotice } from './setback-notice.tsx'
import { DescriptionField, NameField } from './text-fields.tsx'
import type { CredentialForm } from './use-credential-form.ts'
import type { CredentialSaving } from './use-saving.ts'
import { useSaveShortcut } from './use-save-shortcut.ts'
import { useSetbackFocus } from './use-setback-focus.ts'

type CredentialFieldsProps = {
  connector: Connector
  form: CredentialForm
  saving: CredentialSaving
  /** The person is being asked whether to discard. */
  isAsking: boolean
  onCancel: () => void
  onUseExisting: (existing: { id: string; name: string }) => void
}

/** The form: its fields in the order in which they are filled in, the guide beside them, Save and Cancel below. */
export function CredentialFields(props: CredentialFieldsProps) {
  const { connector, form, saving, isAsking, onCancel, onUseExisting } = props
  const { attempt, isSaving, forgetSetback } = saving
  const { setback } = attempt
  const [isAdvancedOpen, setIsAdvancedOpen] = useState(false)
  const notice = useRef<HTMLDivElement>(null)
  const save = useRef<HTMLButtonElement>(null)
  const formElement = useRef<HTMLFormElement>(null)
  useSaveShortcut(formElement)
  useSetbackFocus(connector, form, attempt, notice)

  const { subscribe } = form
  const noticeChange = useEffectEvent((name: string | undefined) => {
    if (setback && (name === 'region' || name?.startsWith('secret.'))) forgetSetback()
  })
  useEffect(() => subscribe({ formState: { values: true }, callback: ({ name }) => noticeChange(name) }), [subscribe])
  const isAboutRegion =
    (setback?.kind === 'rejected' && setback.verdict.reason === 'invalid_or_other_region') ||
    form.formState.errors.region !== undefined

  function saveAgain(accepting: typeof attempt.accepting, byPerson: boolean) {
    // The notice goes, and the focus would go with it.
    if (notice.current?.contains(document.activeElement)) save.current?.focus()
    saving.save(accepting, byPerson)
  }

  return (
    <form
      ref={formElement}
      className={styles['form']}
      noValidate
      aria-busy={isSaving}
      onSubmit={(event) => {
        event.preventDefault()
        saveAgain({}, true)
      }}
    >
      <div className={styles['body']}>
        <div className={styles['fields']}>
          <NameField form={form} readOnly={isSaving} />
          <DescriptionField form={form} readOnly={isSaving} />
          {connector.fields.map((field, index) => (
            <SecretField
              key={field.name}
              field={field}
              form={form}
              hint={index === 0 && <GuideText text={methodsInWords(connector.methods)} />}
              readOnly={isSaving}
              setback={index === 0 && setback && secretSetback(setback)}
            />
          ))}
          {setback && (
            <SetbackNotice
              ref={notice}
              connector={connector}
              setback={setback}
              isPaused={isAsking}
              onTryAgain={(byPerson) => saveAgain(attempt.accepting, byPerson)}
              onAccept={(accepting) => saveAgain({ ...attempt.accepting, ...accepting }, true)}
            />
          )}
          <div className={styles['advanced']}>
            <Disclosure
              summary="Advanced settings"
              open={isAboutRegion || isAdvancedOpen}
              onOpenChange={setIsAdvancedOpen}
            >
              <RegionField connector={connector} form={form} readOnly={isSaving} />
            </Disclosure>
          </div>
        </div>
        <Guide connector={connector} />
      </div>
      <FormFooter
        connector={connector}
        isSaving={isSaving}
        wasCancelled={attempt.wasCancelled}
        onCancel={isSaving ? saving.cancel : onCancel}
        saveRef={save}
      />
    </form>
  )

  function secretSetback(said: Setback) {
    if (said.kind === 'rejected') {
      return <RejectedSecret connector={connector} verdict={said.verdict} region={form.getValues('region')} />
    }
    if (said.kind !== 'duplicate') return null
    return <DuplicateSecret existing={said.existing} onUseExisting={() => onUseExisting(said.existing)} />
  }
}
