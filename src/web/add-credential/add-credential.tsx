import { useEffect, useEffectEvent, useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential, NamedCredential } from '../../contract/credential.ts'
import { giveUpPending } from '../secret/give-up-pending.ts'
import { SecretDialog } from '../secret/secret-dialog.tsx'
import { useAttempt } from '../secret/use-attempt.ts'
import { Question } from '../ui/question.tsx'
import { clearCredentialDraft } from './credential-draft.ts'
import { CredentialFields } from './credential-fields.tsx'
import { isEntered } from './credential-values.ts'
import { useCredentialForm } from './use-credential-form.ts'
import { useMethod } from './use-method.ts'
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
  const attempts = useAttempt()
  const methodWish = useMethod(connector, attempts)
  const { method, authorization } = methodWish
  const form = useCredentialForm(connector, method)
  const save = useSaving({ connector, form, attempts, authorization, onSaved })
  const testing = useTesting({ connector, form, attempts })
  const [isAsking, setIsAsking] = useState(false)
  const answerBack = useEffectEvent(() => {
    dismiss()
    // Now, and not with the answer: a second Back would leave the screen below, and take the form with it.
    if (isAnythingEntered()) onReturn()
  })
  useEffect(() => {
    if (isLeft) answerBack()
  }, [isLeft])

  function close() {
    attempts.cancel()
    clearCredentialDraft()
    giveUpPending(connector.id, null)
    onClosed()
  }

  function isAnythingEntered() {
    return isEntered(form.getValues()) || Boolean(authorization)
  }

  function dismiss() {
    if (isAnythingEntered()) setIsAsking(true)
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
            text={discardWords()}
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
        methodWish={methodWish}
        attempts={attempts}
        testing={testing}
        save={save}
        isAsking={isAsking}
        onCancel={dismiss}
        onUseExisting={(existing) => {
          clearCredentialDraft()
          giveUpPending(connector.id, null)
          onUseExisting(existing)
        }}
      />
    </SecretDialog>
  )

  function discardWords(): string {
    if (attempts.attempt?.isRunning) return 'It is being checked and is not saved yet. What you typed would be lost.'
    return authorization
      ? `The workspace is connected, and not saved: what ${connector.name} gave would be erased here. Its app stays installed there until somebody uninstalls it.`
      : 'It is not saved. What you typed would be lost.'
  }
}
