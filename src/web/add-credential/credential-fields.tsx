import { useRef } from 'react'
import { FormProvider } from 'react-hook-form'
import type { Connector } from '../../contract/connector.ts'
import type { CheckedSecret, NamedCredential } from '../../contract/credential.ts'
import { AttemptButton } from '../secret/attempt-button.tsx'
import { FormFooter } from '../secret/form-footer.tsx'
import { MethodChoice } from '../secret/method-choice.tsx'
import { SecretFields } from '../secret/secret-fields.tsx'
import { SecretForm } from '../secret/secret-form.tsx'
import type { Attempts, Wish } from '../secret/use-attempt.ts'
import { ChunkFailed } from '../flow/chunk-failed.tsx'
import { useChunk } from '../ui/use-chunk.ts'
import { toFreeName } from './free-name.ts'
import { DescriptionField, NameField } from './text-fields.tsx'
import type { CredentialForm } from './use-credential-form.ts'
import type { MethodWish } from './use-method.ts'
import type { SecretTesting } from './use-testing.ts'

type CredentialFieldsProps = {
  connector: Connector
  form: CredentialForm
  methodWish: MethodWish
  attempts: Attempts
  testing: SecretTesting
  save: (wish: Wish) => void
  /** The person is being asked whether to discard. */
  isAsking: boolean
  onCancel: () => void
  onUseExisting: (existing: NamedCredential) => void
}

const loadConnect = () => import('../connect/connect-chunk.ts')

/** The form: its fields in the order in which they are filled in, the guide beside them, Test and Save below. */
export function CredentialFields(props: CredentialFieldsProps) {
  const { connector, form, methodWish, attempts, testing, save, isAsking, onCancel, onUseExisting } = props
  const { method } = methodWish
  const isConnecting = method === 'oauth'
  const chosen = connector.methods.find(({ id }) => id === method)
  const isAvailable = chosen?.available ?? true
  const connect = useChunk(loadConnect, isConnecting)
  const { ConnectFields, SetUpNeeded } = connect.part ?? {}
  const { attempt } = attempts
  const isBusy = attempt?.isRunning ?? false
  const formElement = useRef<HTMLFormElement>(null)
  const notice = useRef<HTMLDivElement>(null)
  const givenName = useRef('')
  const shared = { connector, isPaused: isAsking, form: formElement, notice, onUseExisting }
  return (
    <FormProvider {...form}>
      <SecretForm
        ref={formElement}
        connector={connector}
        guide={chosen?.guide}
        isBusy={isBusy}
        onSubmit={() => isAvailable && save({ purpose: 'save', accepting: {}, byPerson: true })}
        footer={
          <FormFooter footnote={footnote()} onCancel={isBusy ? attempts.cancel : onCancel}>
            {!isConnecting && (
              <AttemptButton
                purpose="test"
                attempt={attempt}
                label="Test"
                busyLabel="Testing…"
                onPress={() => testing.test({ purpose: 'test', accepting: {}, byPerson: true })}
              />
            )}
            {isAvailable && (
              <AttemptButton
                purpose="save"
                attempt={attempt}
                label="Save"
                busyLabel={`Checking with ${connector.name}…`}
              />
            )}
          </FormFooter>
        }
      >
        {connector.methods.length > 1 && (
          <MethodChoice
            methods={connector.methods}
            value={method}
            isReadOnly={isBusy}
            onLikely={(likely) => likely === 'oauth' && connect.fetch()}
            onChange={(wanted) => {
              testing.forget()
              methodWish.choose(wanted)
            }}
          />
        )}
        <NameField
          form={form}
          readOnly={isBusy}
          hint={isConnecting && isAvailable ? 'Left empty, it takes the name of the workspace.' : undefined}
        />
        <DescriptionField form={form} readOnly={isBusy} />
        {!isConnecting && (
          <SecretFields
            {...shared}
            attempt={attempt}
            checked={testing.checked}
            onChanged={() => {
              attempts.forget()
              testing.forget()
            }}
            onAgain={(wish) => (wish.purpose === 'test' ? testing.test(wish) : save(wish))}
          />
        )}
        {isConnecting && connect.hasFailed && (
          <ChunkFailed title="The part of the page that connects could not be loaded." onRetry={connect.fetch} />
        )}
        {isConnecting && !isAvailable && SetUpNeeded && (
          <SetUpNeeded connector={connector} setUp={chosen?.setUp ?? []} />
        )}
        {isConnecting && isAvailable && ConnectFields && (
          <ConnectFields
            {...shared}
            credential={null}
            purpose="save"
            attempts={attempts}
            onConnected={(authorized) => {
              methodWish.handleConnected(authorized)
              if (authorized) nameAfter(authorized.checked)
            }}
            onAgain={save}
          />
        )}
      </SecretForm>
    </FormProvider>
  )

  /** What somebody typed stays; what a workspace that was connected before gave does not. */
  function nameAfter(checked: CheckedSecret) {
    const account = checked.kind === 'accepted' ? checked.account : null
    const workspace = account?.workspaceName ?? account?.workspaceId ?? ''
    if (!['', givenName.current].includes(form.getValues('name').trim())) return
    givenName.current = workspace && toFreeName(workspace, checked.sameWorkspace)
    form.setValue('name', givenName.current)
    form.clearErrors('name')
  }

  function footnote() {
    if (!attempt?.wasCancelled) return 'Sealed on saving; never shown again.'
    return attempt.purpose === 'test'
      ? 'Cancelled. A test stores nothing.'
      : 'Cancelled. If it was saved all the same, its tile will appear.'
  }
}
