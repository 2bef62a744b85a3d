import { Badge } from '../authenticate/badge.tsx'
import type { TestAnswer } from '../../contract/test-request.ts'
import styles from './answer-summary.module.css'
import { statusInWords } from './status-phrases.ts'

/** How a call went: the provider's status, how long it took, what it cost and what is left. */
export function AnswerSummary({ provider, answer }: { provider: string; answer: TestAnswer }) {
  const { status, milliseconds, calls, bytes, budget } = answer
  return (
    <div className={styles['summary']}>
      <Badge tone={status < 300 ? 'verified' : status < 400 ? 'limited' : 'failed'}>{statusInWords(status)}</Badge>
      <p>
        {provider} answered in {milliseconds.toLocaleString('en')} ms · {sizeInWords(bytes)}
      </p>
      <p>
        {calls === 1 ? '1 call' : `${calls.toLocaleString('en')} calls`} used
        {budget &&
          ` · ${budget.remaining.toLocaleString('en')} of ${budget.limit.toLocaleString('en')} left in this time window`}
      </p>
    </div>
  )
}

function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return bytes === 1 ? '1 byte' : `${bytes} bytes`
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
