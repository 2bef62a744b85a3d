import { useEffect, useEffectEvent, useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential, NamedCredential } from '../../contract/credential.ts'
import { SecretDialog } from '../secret/secret-dialog.tsx'
import { useAttempt } from '../secret/use-attempt.ts'
import { Question } from '../ui/question.tsx'
import { clearCredentialDraft } from './credential-draft.ts'
import { CredentialFields } from './credential-fields.tsx'
import { isEntered } from './credential-values.ts'
import { useCredentialForm } from './use-credential-form.ts'
import { useSaving } from './use-saving.ts'
import { useTesting } from './use-testing.ts'

export type AddCredentialProps = {
  connector: Connector
  title?: string | undefined
  /** Below the title: what it is about. */
  subtitle?: string | undefined
  /** The browser's Back has left the overlay's URL: the overlay asks before it lets go of what was typed. */
  isLeft: boolean
  /** There is something to ask about: the overlay's URL is to be restored. */
  onReturn: () => void
  /** The overlay is done with and nothing was saved. */
  onClosed: () => void
  onSaved: (credential: Credential) => void
  /** The token is stored already, and the person takes the credential that has it. */
  onUseExisting: (existing: NamedCredential) => void
}

/** The overlay *Add New Credential*, open for as long as it is mounted. */
export function AddCredential(props: AddCredentialProps) {
  const { connector, title = 'Add New Credential', subtitle = connector.name } = props
  const { isLeft, onReturn, onClosed, onSaved, onUseExisting } = props
  const form = useCredentialForm(connector)
  const attempts = useAttempt()
  const save = useSaving({ connector, form, attempts, onSaved })
  const testing = useTesting({ connector, form, attempts })
  const [isAsking, setIsAsking] = useState(false)
  const answerBack = useEffectEvent(() => {
    dismiss()
    // Now, and not with the answer: a second Back would leave the screen below, and take the form with it.
    if (isEntered(form.getValues())) onReturn()
  })
  useEffect(() => {
    if (isLeft) answerBack()
  }, [isLeft])

  function close() {
    attempts.cancel()
    clearCredentialDraft()
    onClosed()
  }

  function dismiss() {
    if (isEntered(form.getValues())) setIsAsking(true)
    else close()
  }

  return (
    <SecretDialog
      connector={connector}
      title={title}
      subtitle={subtitle}
      onDismiss={dismiss}
      question={
        isAsking && (
          <Question
            title="Discard this credential?"
            text={
              attempts.attempt?.isRunning
                ? 'It is being checked and is not saved yet. What you typed would be lost.'
                : 'It is not saved. What you typed would be lost.'
            }
            confirm={{ label: 'Discard', onConfirm: close }}
            cancel="Keep editing"
            onCancel={() => setIsAsking(false)}
          />
        )
      }
    >
      <CredentialFields
        connector={connector}
        form={form}
        attempts={attempts}
        testing={testing}
        save={save}
        isAsking={isAsking}
        onCancel={dismiss}
        onUseExisting={(existing) => {
          clearCredentialDraft()
          onUseExisting(existing)
        }}
      />
    </SecretDialog>
  )
}
