import type { RefObject } from 'react'
import type { Connector, Method } from '../../contract/connector.ts'
import { LatchkeyNotice, ProblemNotice, SignedOutNotice, UnplacedInputNotice } from './latchkey-notice.tsx'
import { purposeWords } from './purpose-words.ts'
import { RestrictedNotice } from './restricted-notice.tsx'
import type { Setback } from './setback.ts'
import { ThrottledNotice } from './throttled-notice.tsx'
import { UnreachableNotice } from './unreachable-notice.tsx'
import type { Accepting, Purpose } from './use-attempt.ts'

export type SetbackNoticeProps = {
  connector: Connector
  method: Method
  setback: Setback
  purpose: Purpose
  /** The clock stands still while the person is being asked something else. */
  isPaused: boolean
  onTryAgain: (byPerson: boolean) => void
  onAccept: (accepting: Accepting) => void
  ref: RefObject<HTMLDivElement | null>
}

/** What came of an attempt, where it belongs to no single field. */
export function SetbackNotice(props: SetbackNoticeProps) {
  const { connector, method, setback, purpose, isPaused, onTryAgain, onAccept, ref } = props
  const words = purposeWords[purpose]
  const acceptUnverified = words.acceptUnverified && {
    label: words.acceptUnverified,
    onPress: () => onAccept({ acceptUnverified: true }),
  }
  switch (setback.kind) {
    case 'restricted': {
      const accept = words.acceptRestricted && {
        label: words.acceptRestricted,
        onPress: () => onAccept({ acceptRestricted: true }),
      }
      return (
        <RestrictedNotice ref={ref} connector={connector} method={method} verdict={setback.verdict} accept={accept} />
      )
    }
    case 'throttled':
      return (
        <ThrottledNotice
          ref={ref}
          connector={connector}
          verdict={setback.verdict}
          meanwhile={words.meanwhile}
          accept={acceptUnverified}
          isPaused={isPaused}
          onTryAgain={onTryAgain}
        />
      )
    case 'unreachable':
      return (
        <UnreachableNotice
          ref={ref}
          connector={connector}
          verdict={setback.verdict}
          meanwhile={words.meanwhile}
          accept={acceptUnverified}
          onTryAgain={() => onTryAgain(true)}
        />
      )
    case 'latchkey':
      return (
        <LatchkeyNotice
          ref={ref}
          trouble={setback.trouble}
          certainty={words.unanswered}
          onTryAgain={() => onTryAgain(true)}
        />
      )
    case 'problem':
      if (setback.problem.code === 'session_required') {
        return <SignedOutNotice ref={ref} certainty={words.refused} onSignIn={() => onTryAgain(true)} />
      }
      return <ProblemNotice ref={ref} problem={setback.problem} certainty={words.refused} />
    case 'invalid_input':
      return <UnplacedInputNotice ref={ref} errors={setback.errors} />
    case 'rejected':
    case 'duplicate':
    case 'name_taken':
    case 'other_account':
    case 'changed_meanwhile':
    case 'gone':
    case 'not_connected':
    case 'authorization_gone':
      return null
  }
}
