import type { ReactNode } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import type { Verdict } from '../../contract/verdict.ts'
import { type Refusal, refusedControl } from '../credential-access/refusal.ts'
import { replaceLabels } from '../replace-token/replace-labels.ts'
import { RequestId } from '../secret/request-id.tsx'
import { secretNouns } from '../secret/secret-nouns.ts'
import { rejectedWords, restrictedWords, throttledWords, unreachableWords } from '../secret/verdict-words.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import styles from './checks.module.css'

type CheckVerdictProps = {
  connector: Connector
  credential: Credential
  verdict: Verdict
  /** Why the person who looks may not replace it; null where they may. */
  refusal: Refusal | null
  onReplace: () => void
}

/** What the provider has just said about a credential's token or connection, and what that means. */
export function CheckVerdict({ connector, credential, verdict, refusal, onReplace }: CheckVerdictProps) {
  const { method } = credential
  const title = verdictTitle(connector, credential, verdict)
  const requestId = <RequestId provider={connector.name} requestId={verdict.requestId} />
  const replace = (
    <Button {...(refusal ? refusedControl(refusal) : { onClick: onReplace })}>{replaceLabels[method]}</Button>
  )
  const say = (tone: 'bad' | 'warning', text: ReactNode, isToBeReplaced: boolean) => (
    <Notice tone={tone} title={title} actions={isToBeReplaced && replace}>
      <p>{text}</p>
      {requestId}
    </Notice>
  )
  switch (verdict.kind) {
    case 'accepted':
      return <p className={styles['accepted']}>{title}</p>
    case 'rejected':
      return say('bad', `Whatever uses it fails until ${mended[method]}.`, true)
    case 'restricted': {
      const missing = connector.scopes.filter(({ id }) => verdict.missing?.includes(id)).map(({ name }) => name)
      const lacking = missing.length > 0 ? ` Missing: ${missing.join(', ')}.` : ''
      return say('warning', `What needs more than it may do fails; everything else may work.${lacking}`, true)
    }
    case 'throttled':
      return say('warning', throttledWords(connector, secretNouns[method]).text, false)
    case 'unreachable':
      return say('warning', unreachableWords(verdict.reason, connector, secretNouns[method]).text, false)
  }
}

const mended = { access_token: 'its token is replaced', oauth: 'it is connected again' } as const

/** The verdict in a sentence. */
export function verdictTitle(
  connector: Connector,
  { region, method }: Pick<Credential, 'region' | 'method'>,
  verdict: Verdict,
): string {
  const subject = `this ${secretNouns[method]}`
  switch (verdict.kind) {
    case 'accepted':
      return `${connector.name} accepts ${subject}.`
    case 'rejected':
      return rejectedWords(verdict.reason, connector, region, subject).title
    case 'restricted':
      return restrictedWords(verdict.reason, connector, method).title
    case 'throttled':
      return throttledWords(connector).title
    case 'unreachable':
      return unreachableWords(verdict.reason, connector).title
  }
}
