import type { ProblemCode } from '../../contract/problem.ts'
import { NoAnswerFailure, ProblemFailure } from '../api/request.ts'
import { failureInWords } from '../flow/failed-notice.tsx'
import { Notice } from '../ui/notice.tsx'

/** Why a test came to no answer of the provider's: Latchkey's word, and not the provider's. */
export function TestFailed({ failure, provider, writes }: { failure: unknown; provider: string; writes: boolean }) {
  const code = failure instanceof ProblemFailure ? failure.problem.code : null
  // What is wrong with one part stands at the part.
  if (code === 'invalid_input') return null
  const known = code && words[code]?.(provider)
  const isUncertain = failure instanceof NoAnswerFailure || (code !== null && uncertain.has(code))
  return (
    <div role="alert">
      <Notice
        tone={known ? 'warning' : 'bad'}
        title={
          known?.title ?? (failure instanceof NoAnswerFailure ? 'The test came to nothing.' : 'Nothing was tested.')
        }
      >
        <p>{known?.text ?? failureInWords(failure)}</p>
        {writes && isUncertain && (
          <p>Whether {provider} did what was asked is not known: look there before you repeat it.</p>
        )}
      </Notice>
    </div>
  )
}

/** After these the provider may have heard the request. */
const uncertain: ReadonlySet<ProblemCode> = new Set([
  'provider_timeout',
  'provider_unreachable',
  'answer_withheld',
  'answer_too_large',
  'internal_error',
])

const words: Partial<Record<ProblemCode, (provider: string) => { title: string; text: string }>> = {
  rate_budget_spent: (provider) => ({
    title: 'The calls of this time window are used up.',
    text: `Latchkey did not ask ${provider}: others use this credential, too. Test again in some seconds.`,
  }),
  provider_throttled: (provider) => ({
    title: `${provider} asks to wait.`,
    text: 'Test again in some seconds.',
  }),
  provider_unreachable: (provider) => ({
    title: `${provider} could not be reached.`,
    text: 'The connection failed, or broke off. That says nothing about the configuration.',
  }),
  provider_timeout: (provider) => ({
    title: `${provider} did not answer in time.`,
    text: 'That says nothing about the configuration. Test again later, or ask for fewer records at once.',
  }),
  answer_too_large: () => ({
    title: 'The answer is too large to show.',
    text: 'Over 8 MB came. Ask for fewer records at once, by the query.',
  }),
  answer_withheld: (provider) => ({
    title: 'The answer is withheld.',
    text: `${provider} repeated the credential’s token in it, and Latchkey lets no token out.`,
  }),
  path_not_allowed: (provider) => ({
    title: 'Latchkey does not let this path through.',
    text: `It is not among the parts of ${provider} that a data flow may use.`,
  }),
  method_not_allowed: (provider) => ({
    title: 'Latchkey does not let this method through.',
    text: `${provider} does not have it for this path.`,
  }),
  not_found: () => ({
    title: 'The credential is gone.',
    text: 'Somebody deleted it meanwhile. Go back, and choose another.',
  }),
}
