import { type ReactNode, type RefObject, useEffect, useEffectEvent, useRef } from 'react'
import { useFormContext } from 'react-hook-form'
import type { Connector } from '../../contract/connector.ts'
import type { NamedCredential } from '../../contract/credential.ts'
import { OutcomeView } from '../secret/outcome-view.tsx'
import type { SecretValues } from '../secret/secret-values.ts'
import type { Setback } from '../secret/setback.ts'
import { verdictSetback } from '../secret/setback.ts'
import type { Attempts, Purpose, Wish } from '../secret/use-attempt.ts'
import { useOutcome } from '../secret/use-outcome.ts'
import { isTyping } from '../secret/use-setback-focus.ts'
import { ConnectPanel } from './connect-panel.tsx'
import { type Authorized, useConnecting } from './use-connecting.ts'

export type ConnectFieldsProps = {
  connector: Connector
  /** The credential that is connected again; null for a new one. */
  credential: string | null
  /** What is done with what was connected. */
  purpose: Purpose
  attempts: Attempts
  isPaused: boolean
  form: RefObject<HTMLFormElement | null>
  notice: RefObject<HTMLDivElement | null>
  /** What may be saved now; null for nothing. */
  onConnected: (authorized: Authorized | null) => void
  onAgain: (wish: Wish) => void
  onUseExisting?: ((existing: NamedCredential) => void) | undefined
  children?: ReactNode
}

/** In the place of a secret that is typed in: the provider itself gives one, and here stands whose it is, or why not. */
export function ConnectFields(props: ConnectFieldsProps) {
  const { connector, credential, purpose, attempts, form, notice, onConnected, onUseExisting, children } = props
  const { attempt } = attempts
  const { getValues, subscribe } = useFormContext<SecretValues>()
  const connecting = useConnecting(connector, credential)
  const { authorized, trouble } = connecting
  const button = useRef<HTMLButtonElement>(null)
  const checked = authorized?.checked.kind === 'accepted' && !authorized.checked.existing ? authorized.checked : null
  const outcome = useOutcome({ attempt, checked, form, notice })
  const { setback } = outcome
  const authorizedId = authorized?.id ?? null

  const tell = useEffectEvent(() => {
    onConnected(authorized)
    if (!authorized) return
    const against = setbackOf(authorized)
    // As if it had been saved, and refused: what there is to accept is asked in the same words.
    if (against) void attempts.make({ purpose, accepting: {}, byPerson: false }, () => Promise.resolve(against), same)
    else if (!isTyping()) nextOf(form.current, purpose)?.focus()
  })
  useEffect(() => tell(), [authorizedId])

  const isGone = setback?.kind === 'authorization_gone'
  const isMissing = setback?.kind === 'not_connected'
  const expire = useEffectEvent(() => connecting.expire())
  useEffect(() => {
    if (isGone) expire()
  }, [isGone])
  const isDuplicate = setback?.kind === 'duplicate'
  const rejected = setback?.kind === 'rejected' ? setback.verdict : null
  useEffect(() => {
    if (isMissing || isDuplicate || rejected || trouble) button.current?.focus()
  }, [isMissing, isDuplicate, rejected, trouble])

  const noticeChange = useEffectEvent((name: string | undefined) => {
    if (name !== 'region') return
    // What is connected, or on its way, is of the region that was chosen before.
    connecting.forget()
    attempts.forget()
  })
  useEffect(() => subscribe({ formState: { values: true }, callback: ({ name }) => noticeChange(name) }), [subscribe])

  return (
    <>
      <ConnectPanel
        connector={connector}
        connecting={connecting}
        isMissing={isMissing}
        duplicate={setback?.kind === 'duplicate' ? setback : null}
        rejected={rejected}
        isReadOnly={attempt?.isRunning ?? false}
        button={button}
        onConnect={() => {
          attempts.forget()
          connecting.connect(getValues('region'))
        }}
        onCancel={() => {
          connecting.forget()
          button.current?.focus()
        }}
        onUseExisting={onUseExisting}
      />
      <OutcomeView {...props} method="oauth" attempt={attempt} outcome={outcome} isReadOnly={isBusy()}>
        {children}
      </OutcomeView>
    </>
  )

  function isBusy(): boolean {
    return (attempt?.isRunning ?? false) || connecting.step === 'leaving'
  }
}

/** What is left to do: a field that has to be filled in, or else the button. */
function nextOf(form: HTMLFormElement | null, purpose: Purpose): HTMLElement | null {
  const missing = [...(form?.querySelectorAll<HTMLInputElement>('input:required') ?? [])].find(
    ({ value }) => value === '',
  )
  return missing ?? form?.querySelector<HTMLElement>(`[data-purpose="${purpose}"]`) ?? null
}

/** What a check has against saving what was connected. */
function setbackOf({ checked }: Authorized): Setback | null {
  if (checked.existing) return { kind: 'duplicate', existing: checked.existing }
  return verdictSetback(checked)
}

function same(setback: Setback): Setback {
  return setback
}
