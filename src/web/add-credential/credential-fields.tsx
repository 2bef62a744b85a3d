import { useRef } from 'react'
import { FormProvider } from 'react-hook-form'
import type { Connector } from '../../contract/connector.ts'
import type { NamedCredential } from '../../contract/credential.ts'
import { AttemptButton } from '../secret/attempt-button.tsx'
import { FormFooter } from '../secret/form-footer.tsx'
import { SecretFields } from '../secret/secret-fields.tsx'
import { SecretForm } from '../secret/secret-form.tsx'
import type { Attempts, Wish } from '../secret/use-attempt.ts'
import { DescriptionField, NameField } from './text-fields.tsx'
import type { CredentialForm } from './use-credential-form.ts'
import type { SecretTesting } from './use-testing.ts'

type CredentialFieldsProps = {
  connector: Connector
  form: CredentialForm
  attempts: Attempts
  testing: SecretTesting
  save: (wish: Wish) => void
  /** The person is being asked whether to discard. */
  isAsking: boolean
  onCancel: () => void
  onUseExisting: (existing: NamedCredential) => void
}

/** The form: its fields in the order in which they are filled in, the guide beside them, Test and Save below. */
export function CredentialFields(props: CredentialFieldsProps) {
  const { connector, form, attempts, testing, save, isAsking, onCancel, onUseExisting } = props
  const { attempt } = attempts
  const isBusy = attempt?.isRunning ?? false
  const formElement = useRef<HTMLFormElement>(null)
  const notice = useRef<HTMLDivElement>(null)
  return (
    <FormProvider {...form}>
      <SecretForm
        ref={formElement}
        connector={connector}
        isBusy={isBusy}
        onSubmit={() => save({ purpose: 'save', accepting: {}, byPerson: true })}
        footer={
          <FormFooter footnote={footnote()} onCancel={isBusy ? attempts.cancel : onCancel}>
            <AttemptButton
              purpose="test"
              attempt={attempt}
              label="Test"
              busyLabel="Testing…"
              onPress={() => testing.test({ purpose: 'test', accepting: {}, byPerson: true })}
            />
            <AttemptButton
              purpose="save"
              attempt={attempt}
              label="Save"
              busyLabel={`Checking with ${connector.name}…`}
            />
          </FormFooter>
        }
      >
        <NameField form={form} readOnly={isBusy} />
        <DescriptionField form={form} readOnly={isBusy} />
        <SecretFields
          connector={connector}
          attempt={attempt}
          checked={testing.checked}
          isPaused={isAsking}
          form={formElement}
          notice={notice}
          onChanged={() => {
            attempts.forget()
            testing.forget()
          }}
          onAgain={(wish) => (wish.purpose === 'test' ? testing.test(wish) : save(wish))}
          onUseExisting={onUseExisting}
        />
      </SecretForm>
    </FormProvider>
  )

  function footnote() {
    if (!attempt?.wasCancelled) return 'Sealed on saving; never shown again.'
    return attempt.purpose === 'test'
      ? 'Cancelled. A test stores nothing.'
      : 'Cancelled. If it was saved all the same, its tile will appear.'
  }
}
