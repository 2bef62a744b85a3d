import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { FormProvider } from 'react-hook-form'
import type { Connector } from '../../contract/connector.ts'
import type { Credential, NamedCredential } from '../../contract/credential.ts'
import { ChunkFailed } from '../flow/chunk-failed.tsx'
import { AttemptButton } from '../secret/attempt-button.tsx'
import { FormFooter } from '../secret/form-footer.tsx'
import { SecretFields } from '../secret/secret-fields.tsx'
import { SecretForm } from '../secret/secret-form.tsx'
import type { Attempts, Wish } from '../secret/use-attempt.ts'
import { keepFocus } from '../secret/use-setback-focus.ts'
import { useChunk } from '../ui/use-chunk.ts'
import { ChangedNotice } from './changed-notice.tsx'
import { GoneNotice } from './gone-notice.tsx'
import { OldToken } from './old-token.tsx'
import { OtherAccountNotice } from './other-account-notice.tsx'
import { replacingWords } from './replacing-words.ts'
import type { ReplaceForm } from './use-replace-form.ts'
import { useReplacing } from './use-replacing.ts'

type ReplaceFieldsProps = {
  connector: Connector
  credential: Credential
  form: ReplaceForm
  attempts: Attempts
  /** What was connected, where the secret comes by OAuth; null while nothing is. */
  authorization: string | null
  /** The person is being asked whether to discard. */
  isAsking: boolean
  onConnected: (authorization: string | null) => void
  onCancel: () => void
  onReplaced: (credential: Credential) => void
  onUseExisting: ((existing: NamedCredential) => void) | undefined
}

const loadConnect = () => import('../connect/connect-chunk.ts')

/** The form: whose token is replaced, the new one or the way to it, and what there may be to confirm. */
export function ReplaceFields(props: ReplaceFieldsProps) {
  const { connector, credential, form, attempts, authorization, isAsking } = props
  const { onConnected, onCancel, onReplaced, onUseExisting } = props
  const { method } = credential
  const isConnecting = method === 'oauth'
  const purpose = isConnecting ? 'reconnect' : 'replace'
  const words = replacingWords[method]
  const way = connector.methods.find(({ id }) => id === method)
  const isAvailable = !isConnecting || (way?.available ?? false)
  const connect = useChunk(loadConnect, isConnecting)
  const { ConnectFields, SetUpNeeded } = connect.part ?? {}
  // What the list makes of the credential meanwhile nobody has seen here: only a look of the person's own counts.
  const [seen, setSeen] = useState({ credential, isSecondLook: false })
  const replace = useReplacing({ connector, seen: seen.credential, form, attempts, authorization, onReplaced })
  const { attempt } = attempts
  const setback = attempt?.setback
  const isBusy = attempt?.isRunning ?? false
  const formElement = useRef<HTMLFormElement>(null)
  const notice = useRef<HTMLDivElement>(null)

  const isConnectShown = connect.part !== null
  const focusConnect = useEffectEvent(() => {
    // The dialog was opened before there was a button to begin with, and nobody has gone elsewhere in it since.
    if (document.activeElement?.contains(formElement.current)) formElement.current?.querySelector('button')?.focus()
  })
  useEffect(() => {
    if (isConnectShown) focusConnect()
  }, [isConnectShown])

  function replaceFromNotice(wish: Wish) {
    keepFocus(purpose, formElement, notice)
    replace(wish)
  }

  function lookAgain(now: Credential) {
    keepFocus(purpose, formElement, notice)
    attempts.forget()
    setSeen({ credential: now, isSecondLook: true })
  }

  const shared = {
    connector,
    isPaused: isAsking,
    form: formElement,
    notice,
    onAgain: replace,
    onUseExisting,
    children: (
      <>
        {attempt && setback?.kind === 'other_account' && (
          <OtherAccountNotice
            ref={notice}
            connector={connector}
            credential={seen.credential}
            account={setback.account}
            onAccept={() =>
              replaceFromNotice({
                purpose,
                accepting: { ...attempt.accepting, acceptAccountChange: true },
                byPerson: true,
              })
            }
          />
        )}
        {setback?.kind === 'changed_meanwhile' && (
          <ChangedNotice ref={notice} id={credential.id} method={method} onLooked={lookAgain} />
        )}
        {setback?.kind === 'gone' && <GoneNotice ref={notice} credential={credential} />}
      </>
    ),
  }

  return (
    <FormProvider {...form}>
      <SecretForm
        ref={formElement}
        connector={connector}
        guide={way?.guide}
        isBusy={isBusy}
        onSubmit={() => isAvailable && replace({ purpose, accepting: {}, byPerson: true })}
        footer={
          <FormFooter
            footnote={attempt?.wasCancelled ? words.cancelled : words.footnote}
            onCancel={isBusy ? attempts.cancel : onCancel}
          >
            {isAvailable && (
              <AttemptButton
                purpose={purpose}
                attempt={attempt}
                label={words.confirm}
                busyLabel={`Checking with ${connector.name}…`}
              />
            )}
          </FormFooter>
        }
      >
        <OldToken connector={connector} credential={seen.credential} isSecondLook={seen.isSecondLook} />
        {!isConnecting && <SecretFields {...shared} attempt={attempt} onChanged={attempts.forget} />}
        {isConnecting && connect.hasFailed && (
          <ChunkFailed title="The part of the page that connects could not be loaded." onRetry={connect.fetch} />
        )}
        {!isAvailable && SetUpNeeded && <SetUpNeeded connector={connector} setUp={way?.setUp ?? []} />}
        {isConnecting && isAvailable && ConnectFields && (
          <ConnectFields
            {...shared}
            credential={credential.id}
            purpose={purpose}
            attempts={attempts}
            onConnected={(authorized) => onConnected(authorized?.id ?? null)}
          />
        )}
      </SecretForm>
    </FormProvider>
  )
}
