import { useRef, useState } from 'react'
import { FormProvider } from 'react-hook-form'
import type { Connector } from '../../contract/connector.ts'
import type { Credential, NamedCredential } from '../../contract/credential.ts'
import { AttemptButton } from '../secret/attempt-button.tsx'
import { FormFooter } from '../secret/form-footer.tsx'
import { SecretFields } from '../secret/secret-fields.tsx'
import { SecretForm } from '../secret/secret-form.tsx'
import type { Attempts, Wish } from '../secret/use-attempt.ts'
import { keepFocus } from '../secret/use-setback-focus.ts'
import { ChangedNotice } from './changed-notice.tsx'
import { GoneNotice } from './gone-notice.tsx'
import { OldToken } from './old-token.tsx'
import { OtherAccountNotice } from './other-account-notice.tsx'
import type { ReplaceForm } from './use-replace-form.ts'
import { useReplacing } from './use-replacing.ts'

type ReplaceFieldsProps = {
  connector: Connector
  credential: Credential
  form: ReplaceForm
  attempts: Attempts
  /** The person is being asked whether to discard. */
  isAsking: boolean
  onCancel: () => void
  onReplaced: (credential: Credential) => void
  onUseExisting: ((existing: NamedCredential) => void) | undefined
}

/** The form: whose token is replaced, the new one, and what there may be to confirm. */
export function ReplaceFields(props: ReplaceFieldsProps) {
  const { connector, credential, form, attempts, isAsking, onCancel, onReplaced, onUseExisting } = props
  // What the list makes of the credential meanwhile nobody has seen here: only a look of the person's own counts.
  const [seen, setSeen] = useState({ credential, isSecondLook: false })
  const replace = useReplacing({ connector, seen: seen.credential, form, attempts, onReplaced })
  const { attempt } = attempts
  const setback = attempt?.setback
  const isBusy = attempt?.isRunning ?? false
  const formElement = useRef<HTMLFormElement>(null)
  const notice = useRef<HTMLDivElement>(null)

  function replaceFromNotice(wish: Wish) {
    keepFocus('replace', formElement, notice)
    replace(wish)
  }

  function lookAgain(now: Credential) {
    keepFocus('replace', formElement, notice)
    attempts.forget()
    setSeen({ credential: now, isSecondLook: true })
  }

  return (
    <FormProvider {...form}>
      <SecretForm
        ref={formElement}
        connector={connector}
        isBusy={isBusy}
        onSubmit={() => replace({ purpose: 'replace', accepting: {}, byPerson: true })}
        footer={
          <FormFooter
            footnote={
              attempt?.wasCancelled
                ? 'Cancelled. If it was replaced all the same, its history says so.'
                : 'Sealed on replacing; never shown again.'
            }
            onCancel={isBusy ? attempts.cancel : onCancel}
          >
            <AttemptButton
              purpose="replace"
              attempt={attempt}
              label="Replace token"
              busyLabel={`Checking with ${connector.name}…`}
            />
          </FormFooter>
        }
      >
        <OldToken connector={connector} credential={seen.credential} isSecondLook={seen.isSecondLook} />
        <SecretFields
          connector={connector}
          attempt={attempt}
          isPaused={isAsking}
          form={formElement}
          notice={notice}
          onChanged={attempts.forget}
          onAgain={replace}
          onUseExisting={onUseExisting}
        >
          {attempt && setback?.kind === 'other_account' && (
            <OtherAccountNotice
              ref={notice}
              connector={connector}
              credential={seen.credential}
              account={setback.account}
              onAccept={() =>
                replaceFromNotice({
                  purpose: 'replace',
                  accepting: { ...attempt.accepting, acceptAccountChange: true },
                  byPerson: true,
                })
              }
            />
          )}
          {setback?.kind === 'changed_meanwhile' && (
            <ChangedNotice ref={notice} id={credential.id} onLooked={lookAgain} />
          )}
          {setback?.kind === 'gone' && <GoneNotice ref={notice} name={credential.name} />}
        </SecretFields>
      </SecretForm>
    </FormProvider>
  )
}
