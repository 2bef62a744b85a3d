import type { RefObject } from 'react'
import type { Connector } from '../../contract/connector.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { LatchkeyNotice, ProblemNotice, UnplacedInputNotice } from './latchkey-notice.tsx'
import { RequestId } from './request-id.tsx'
import { ScopeList, scopesOf } from './scope-list.tsx'
import type { Setback } from './setback.ts'
import { ThrottledNotice } from './throttled-notice.tsx'
import type { Accepting } from './use-saving.ts'
import { restrictedWords, unreachableWords } from './verdict-words.ts'

type SetbackNoticeProps = {
  connector: Connector
  setback: Setback
  /** The clock stands still while the person is being asked something else. */
  isPaused: boolean
  onTryAgain: (byPerson: boolean) => void
  onAccept: (accepting: Accepting) => void
  ref: RefObject<HTMLDivElement | null>
}

/** What came of a save, where it belongs to no single field. */
export function SetbackNotice({ connector, setback, isPaused, onTryAgain, onAccept, ref }: SetbackNoticeProps) {
  switch (setback.kind) {
    case 'restricted': {
      const { reason, missing = [], requestId } = setback.verdict
      const { title, text } = restrictedWords(reason, connector)
      return (
        <Notice
          ref={ref}
          tone="warning"
          title={title}
          actions={<Button onClick={() => onAccept({ acceptRestricted: true })}>Save anyway</Button>}
        >
          <ScopeList scopes={scopesOf(connector, missing)} />
          <p>{text}</p>
          <RequestId provider={connector.name} requestId={requestId} />
        </Notice>
      )
    }
    case 'throttled':
      return (
        <ThrottledNotice
          ref={ref}
          connector={connector}
          verdict={setback.verdict}
          isPaused={isPaused}
          onTryAgain={onTryAgain}
          onSaveUnchecked={() => onAccept({ acceptUnverified: true })}
        />
      )
    case 'unreachable': {
      const { title, text } = unreachableWords(setback.verdict.reason, connector)
      return (
        <Notice
          ref={ref}
          tone="warning"
          title={title}
          actions={
            <>
              <Button onClick={() => onTryAgain(true)}>Try again</Button>
              <Button onClick={() => onAccept({ acceptUnverified: true })}>Save without checking</Button>
            </>
          }
        >
          <p>{text}</p>
          <RequestId provider={connector.name} requestId={setback.verdict.requestId} />
        </Notice>
      )
    }
    case 'latchkey':
      return <LatchkeyNotice ref={ref} trouble={setback.trouble} onTryAgain={() => onTryAgain(true)} />
    case 'problem':
      return <ProblemNotice ref={ref} problem={setback.problem} />
    case 'invalid_input':
      return setback.errors.length > 0 ? <UnplacedInputNotice ref={ref} errors={setback.errors} /> : null
    case 'rejected':
    case 'duplicate':
    case 'name_taken':
      return null
  }
}
