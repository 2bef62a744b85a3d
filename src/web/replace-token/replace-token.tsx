import { useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential, NamedCredential } from '../../contract/credential.ts'
import { SecretDialog } from '../secret/secret-dialog.tsx'
import { isSecretEntered } from '../secret/secret-values.ts'
import { useAttempt } from '../secret/use-attempt.ts'
import { Question } from '../ui/question.tsx'
import { ReplaceFields } from './replace-fields.tsx'
import { useReplaceForm } from './use-replace-form.ts'

export type ReplaceTokenProps = {
  connector: Connector
  credential: Credential
  /** The form is done with and nothing was replaced. */
  onClosed: () => void
  /** @param credential as it is with its new token */
  onReplaced: (credential: Credential) => void
  /** The token is stored already, and the person goes to the credential that has it. */
  onUseExisting?: (existing: NamedCredential) => void
}

/** *Replace token*: one credential's, open for as long as it is mounted. */
export function ReplaceToken({ connector, credential, onClosed, onReplaced, onUseExisting }: ReplaceTokenProps) {
  const form = useReplaceForm(connector)
  const attempts = useAttempt()
  const [isAsking, setIsAsking] = useState(false)

  function close() {
    attempts.cancel()
    onClosed()
  }

  function dismiss() {
    if (isSecretEntered(form.getValues())) setIsAsking(true)
    else close()
  }

  return (
    <SecretDialog
      connector={connector}
      title="Replace token"
      subtitle={<bdi>{credential.name}</bdi>}
      onDismiss={dismiss}
      question={
        isAsking && (
          <Question
            title="Discard the new token?"
            text={
              attempts.attempt?.isRunning
                ? 'It is being checked. Until it is sealed the old token stays in use.'
                : 'It is not saved. The old token stays in use.'
            }
            confirm={{ label: 'Discard', onConfirm: close }}
            cancel="Keep editing"
            onCancel={() => setIsAsking(false)}
          />
        )
      }
    >
      <ReplaceFields
        connector={connector}
        credential={credential}
        form={form}
        attempts={attempts}
        isAsking={isAsking}
        onCancel={dismiss}
        onReplaced={onReplaced}
        onUseExisting={onUseExisting}
      />
    </SecretDialog>
  )
}
