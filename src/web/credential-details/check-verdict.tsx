import type { ReactNode } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import type { Verdict } from '../../contract/verdict.ts'
import { type Refusal, refusedControl } from '../credential-access/refusal.ts'
import { RequestId } from '../secret/request-id.tsx'
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

/** What the provider has just said about a credential's token, and what that means. */
export function CheckVerdict({ connector, credential, verdict, refusal, onReplace }: CheckVerdictProps) {
  const title = verdictTitle(connector, credential, verdict)
  const requestId = <RequestId provider={connector.name} requestId={verdict.requestId} />
  const replace = <Button {...(refusal ? refusedControl(refusal) : { onClick: onReplace })}>Replace token</Button>
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
      return say('bad', 'Whatever uses it fails until its token is replaced.', true)
    case 'restricted': {
      const missing = connector.scopes.filter(({ id }) => verdict.missing?.includes(id)).map(({ name }) => name)
      const lacking = missing.length > 0 ? ` Missing: ${missing.join(', ')}.` : ''
      return say('warning', `What needs more than it may do fails; everything else may work.${lacking}`, true)
    }
    case 'throttled':
      return say('warning', throttledWords(connector).text, false)
    case 'unreachable':
      return say('warning', unreachableWords(verdict.reason, connector).text, false)
  }
}

/** The verdict in a sentence. */
export function verdictTitle(connector: Connector, { region }: Pick<Credential, 'region'>, verdict: Verdict): string {
  switch (verdict.kind) {
    case 'accepted':
      return `${connector.name} accepts this token.`
    case 'rejected':
      return rejectedWords(verdict.reason, connector, region).title
    case 'restricted':
      return restrictedWords(verdict.reason, connector).title
    case 'throttled':
      return throttledWords(connector).title
    case 'unreachable':
      return unreachableWords(verdict.reason, connector).title
  }
}
