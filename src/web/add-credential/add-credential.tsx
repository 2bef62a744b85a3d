import { X } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { ConnectorMark } from '../ui/connector-mark.tsx'
import { Dialog, DialogTitle } from '../ui/dialog.tsx'
import styles from './add-credential.module.css'
import { clearCredentialDraft } from './credential-draft.ts'
import { CredentialFields } from './credential-fields.tsx'
import { isEntered } from './credential-values.ts'
import { DiscardQuestion } from './discard-question.tsx'
import { useCredentialForm } from './use-credential-form.ts'
import { useSaving } from './use-saving.ts'

export type AddCredentialProps = {
  connector: Connector
  /** The browser's Back has left the overlay's URL: the overlay asks before it lets go of what was typed. */
  isLeft: boolean
  /** There is something to ask about: the overlay's URL is to be restored. */
  onReturn: () => void
  /** The overlay is done with and nothing was saved. */
  onClosed: () => void
  onSaved: (credential: Credential) => void
  /** The token is stored already, and the person takes the credential that has it. */
  onUseExisting: (existing: { id: string; name: string }) => void
}

/** The overlay *Add New Credential*, open for as long as it is mounted. */
export function AddCredential(props: AddCredentialProps) {
  const { connector, isLeft, onReturn, onClosed, onSaved, onUseExisting } = props
  const form = useCredentialForm(connector)
  const saving = useSaving(connector, form, onSaved)
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
    saving.cancel()
    clearCredentialDraft()
    onClosed()
  }

  function dismiss() {
    if (isEntered(form.getValues())) setIsAsking(true)
    else close()
  }

  return (
    <Dialog size="form" onDismiss={dismiss} focusFirst={() => form.setFocus('name')}>
      <div className={styles['overlay']}>
        <header className={styles['header']}>
          <ConnectorMark connector={connector.id} size={32} />
          <div className={styles['heading']}>
            <DialogTitle className={styles['title']}>Add New Credential</DialogTitle>
            <p className={styles['connector']}>{connector.name}</p>
          </div>
          <button type="button" className={styles['close']} aria-label="Close" onClick={dismiss}>
            <X size={18} aria-hidden />
          </button>
        </header>
        <CredentialFields
          connector={connector}
          form={form}
          saving={saving}
          isAsking={isAsking}
          onCancel={dismiss}
          onUseExisting={(existing) => {
            clearCredentialDraft()
            onUseExisting(existing)
          }}
        />
      </div>
      {isAsking && (
        <DiscardQuestion isSaving={saving.isSaving} onDiscard={close} onKeepEditing={() => setIsAsking(false)} />
      )}
    </Dialog>
  )
}
