import type { RefObject } from 'react'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import type { AcceptedSecret } from './account-card.tsx'
import type { Setback } from './setback.ts'

type OutcomeFailedProps = {
  outcome: Setback | AcceptedSecret
  onRetry: () => void
  ref: RefObject<HTMLDivElement | null>
}

/** The part of the page that has the words for an outcome did not come: the outcome is said all the same, in short. */
export function OutcomeFailed({ outcome, onRetry, ref }: OutcomeFailedProps) {
  return (
    <div role="alert">
      <Notice
        ref={ref}
        tone="bad"
        title={inShort(outcome)}
        actions={<Button onClick={onRetry}>Load the rest of the page</Button>}
      >
        <p>The part of this page that says more about it could not be loaded. Nothing you typed is lost.</p>
      </Notice>
    </div>
  )
}

function inShort(outcome: Setback | AcceptedSecret): string {
  switch (outcome.kind) {
    case 'accepted':
      return `The token is accepted: ${outcome.account?.workspaceName ?? 'of which workspace was not said'}.`
    case 'rejected':
    case 'restricted':
    case 'unreachable':
      return `The answer to the check: ${outcome.kind} (${outcome.verdict.reason}).`
    case 'duplicate':
      return outcome.existing
        ? `This token is stored already, as “${outcome.existing.name}”.`
        : 'This token is stored already, in a credential that is not shared with you.'
    case 'latchkey':
      return `Latchkey did not answer as it should (${outcome.trouble}).`
    case 'problem':
      return `Latchkey refused: ${outcome.problem.title}.`
    default:
      return `The answer: ${outcome.kind}.`
  }
}
