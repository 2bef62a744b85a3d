import { isProblem, isSessionRequired, NoAnswerFailure, ProblemFailure } from '../api/request.ts'
import { restoreSession } from '../api/session-hold.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

type FailedNoticeProps = {
  /** What did not come: "The credentials could not be loaded." */
  title: string
  failure: unknown
  onRetry: () => void
  isRetrying?: boolean
}

/** Says why something could not be loaded, and lets a person ask for it again. */
export function FailedNotice({ title, failure, onRetry, isRetrying = false }: FailedNoticeProps) {
  const isSignedOut = isSessionRequired(failure)
  async function handlePress() {
    if (!isSignedOut || (await restoreSession())) onRetry()
  }
  return (
    <div role="alert">
      <Notice
        tone="bad"
        title={title}
        actions={
          // Not disabled: a button that goes grey under the finger loses the focus.
          <Button aria-busy={isRetrying} onClick={() => !isRetrying && void handlePress()}>
            {isRetrying ? 'Trying…' : isSignedOut ? 'Sign in' : 'Retry'}
          </Button>
        }
      >
        <p>{failureInWords(failure)}</p>
      </Notice>
    </div>
  )
}

/** Neither Latchkey's doing nor the provider's. */
export const pageFailedWords = 'Something went wrong on this page.'

/** Silence reads differently from a refusal: only one of them is a matter of the connection. */
export function failureInWords(failure: unknown): string {
  if (isSessionRequired(failure)) return 'You are signed out.'
  // Why, and whom to ask, is in its detail.
  if (isProblem(failure, 'not_permitted') && failure.problem.detail) return failure.problem.detail
  if (failure instanceof ProblemFailure) {
    return `Latchkey answered: ${failure.problem.title} (${failure.problem.code}).`
  }
  if (failure instanceof NoAnswerFailure) return noAnswerWords[failure.reason]
  return pageFailedWords
}

const noAnswerWords = {
  unreachable: 'Latchkey did not answer. Check that it is running and that you are connected.',
  timeout: 'Latchkey did not answer in time.',
  unexpected_answer: 'Something answered in Latchkey’s place, or Latchkey has another version than this page.',
} as const satisfies Record<NoAnswerFailure['reason'], string>
