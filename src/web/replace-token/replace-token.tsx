import { useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential, NamedCredential } from '../../contract/credential.ts'
import { giveUpPending } from '../secret/give-up-pending.ts'
import { SecretDialog } from '../secret/secret-dialog.tsx'
import { isSecretEntered } from '../secret/secret-values.ts'
import { useAttempt } from '../secret/use-attempt.ts'
import { DiscardQuestion } from './discard-question.tsx'
import { ReplaceFields } from './replace-fields.tsx'
import { replaceLabels } from './replace-labels.ts'
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

/** *Replace token*, or *Reconnect* where the provider itself gives it: one credential's, open for as long as it is mounted. */
export function ReplaceToken({ connector, credential, onClosed, onReplaced, onUseExisting }: ReplaceTokenProps) {
  const { id, name, method } = credential
  const form = useReplaceForm(connector, credential)
  const attempts = useAttempt()
  const [authorization, setAuthorization] = useState<string | null>(null)
  const [isAsking, setIsAsking] = useState(false)

  function close() {
    attempts.cancel()
    giveUpPending(connector.id, id)
    onClosed()
  }

  function dismiss() {
    const isAnythingEntered = method === 'oauth' ? authorization !== null : isSecretEntered(form.getValues())
    if (isAnythingEntered) setIsAsking(true)
    else close()
  }

  return (
    <SecretDialog
      connector={connector}
      title={replaceLabels[method]}
      subtitle={<bdi>{name}</bdi>}
      onDismiss={dismiss}
      question={
        isAsking && (
          <DiscardQuestion
            connector={connector}
            method={method}
            isBeingChecked={attempts.attempt?.isRunning ?? false}
            onDiscard={close}
            onStay={() => setIsAsking(false)}
          />
        )
      }
    >
      <ReplaceFields
        connector={connector}
        credential={credential}
        form={form}
        attempts={attempts}
        authorization={authorization}
        isAsking={isAsking}
        onConnected={setAuthorization}
        onCancel={dismiss}
        onReplaced={onReplaced}
        onUseExisting={
          onUseExisting &&
          ((existing) => {
            giveUpPending(connector.id, id)
            onUseExisting(existing)
          })
        }
      />
    </SecretDialog>
  )
}
