import { ExternalLink, LoaderCircle } from 'lucide-react'
import { type RefObject, useEffect, useId, useRef } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { NamedCredential } from '../../contract/credential.ts'
import { latchkeyWords } from '../secret/latchkey-words.ts'
import { RequestId } from '../secret/request-id.tsx'
import type { Rejected, Setback } from '../secret/setback.ts'
import type { Words } from '../secret/verdict-words.ts'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import styles from './connect-panel.module.css'
import { troubleWords } from './connect-words.ts'
import type { ConnectTrouble, Connecting } from './use-connecting.ts'

type ConnectPanelProps = {
  connector: Connector
  connecting: Connecting
  /** Save was pressed, and nothing is connected yet. */
  isMissing: boolean
  duplicate: Extract<Setback, { kind: 'duplicate' }> | null
  /** What was connected has ceased to work since. */
  rejected: Rejected | null
  isReadOnly: boolean
  button: RefObject<HTMLButtonElement | null>
  onConnect: () => void
  onCancel: () => void
  onUseExisting: ((existing: NamedCredential) => void) | undefined
}

/** The way to the provider's page, how far it is, and why it came to nothing. */
export function ConnectPanel(props: ConnectPanelProps) {
  const {
    connector,
    connecting,
    isMissing,
    duplicate,
    rejected,
    isReadOnly,
    button,
    onConnect,
    onCancel,
    onUseExisting,
  } = props
  const { step, trouble, isWindowClosed } = connecting
  const isUnderWay = step === 'leaving' || step === 'waiting'
  const id = useId()
  const panel = useRef<HTMLElement>(null)
  const error = errorOf()
  const said = error ? `${error.title} ${error.text}` : ''
  useEffect(() => {
    if (!said) return
    announce(said)
    // The focus goes to the button: what is below it would stay out of sight on a small screen.
    panel.current?.scrollIntoView({ block: 'nearest' })
  }, [said])

  return (
    <section ref={panel} className={styles['panel']} aria-label={`Connect with ${connector.name}`}>
      {isUnderWay && (
        <p className={styles['waiting']} role="status">
          {!isWindowClosed && <LoaderCircle className={styles['turning']} size={16} aria-hidden />}
          <span>{waitingWords()}</span>
        </p>
      )}
      <div className={styles['actions']}>
        <Button
          ref={button}
          variant={step === 'idle' ? 'primary' : 'secondary'}
          aria-describedby={error ? `${id}-error` : undefined}
          aria-disabled={isReadOnly || step === 'leaving'}
          onClick={() => !isReadOnly && step !== 'leaving' && onConnect()}
        >
          <ExternalLink size={16} aria-hidden />
          {buttonWords()}
        </Button>
        {isUnderWay && (
          <Button variant="quiet" onClick={onCancel}>
            Stop waiting
          </Button>
        )}
      </div>
      {error && (
        <div className={styles['error']} id={`${id}-error`}>
          <strong>{error.title}</strong>
          <span>{error.text}</span>
          {trouble?.kind === 'failed' && <RequestId provider={connector.name} requestId={trouble.verdict?.requestId} />}
        </div>
      )}
      {duplicate?.existing && onUseExisting && (
        <Button className={styles['use']} onClick={() => duplicate.existing && onUseExisting(duplicate.existing)}>
          <span className={styles['name']}>
            Use “<bdi>{duplicate.existing.name}</bdi>”
          </span>
        </Button>
      )}
    </section>
  )

  function buttonWords(): string {
    if (step === 'connected') return 'Connect another workspace'
    return step === 'waiting' ? 'Open it again' : `Connect with ${connector.name}`
  }

  function waitingWords(): string {
    if (step === 'leaving') return `Opening ${connector.name}…`
    if (!isWindowClosed) return `Waiting for ${connector.name}: go on in its window.`
    return `The window was closed, or cannot be seen from here. If you are still on ${connector.name}’s page, go on there: this form follows. Else open it again.`
  }

  function errorOf(): Words | null {
    if (duplicate) return duplicateWords(duplicate)
    if (rejected) return wordsOf({ kind: 'failed', reason: 'token_rejected', verdict: rejected })
    if (isUnderWay) return null
    if (trouble) return wordsOf(trouble)
    return isMissing ? { title: 'Nothing is connected yet.', text: `Connect with ${connector.name} first.` } : null
  }

  function wordsOf(of: ConnectTrouble): Words {
    if (of.kind !== 'setback') return troubleWords(of, connector)
    if (of.setback.kind === 'latchkey') return latchkeyWords(of.setback.trouble)
    const detail = of.setback.kind === 'problem' ? of.setback.problem.title : 'it could not be begun'
    return { title: `Latchkey refused: ${detail}.`, text: 'Nothing was stored, and nothing you typed is lost.' }
  }

  function duplicateWords({ existing }: NonNullable<ConnectPanelProps['duplicate']>): Words {
    return existing
      ? {
          title: `This workspace is connected already, as “${existing.name}”.`,
          text: `${connector.name} gave the very token that is stored there. Use that one, or connect another workspace.`,
        }
      : {
          title: 'This workspace is connected already, in a credential that is not shared with you.',
          text: 'Ask an admin of your organisation, or connect another workspace.',
        }
  }
}
