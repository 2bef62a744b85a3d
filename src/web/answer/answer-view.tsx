import { useMemo, useState } from 'react'
import type { ConnectorDetail } from '../../contract/connector-detail.ts'
import type { TestAnswer, TestRequest } from '../../contract/test-request.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Segments } from '../ui/segments.tsx'
import { AnswerSummary } from './answer-summary.tsx'
import styles from './answer-view.module.css'
import { JsonLines } from './json-lines.tsx'
import { nextQuery } from './next-query.ts'
import { type Paging, PagingBar } from './paging-bar.tsx'
import { type ReadAnswer, readAnswer } from './read-answer.ts'
import { RecordsView } from './records-view.tsx'
import { ProviderRefusal } from './provider-refusal.tsx'
import { findRecordPlaces } from './records.ts'

export type AnswerViewProps = {
  provider: string
  request: TestRequest
  answer: TestAnswer
  /** Where the records stand, as the template has it; null where nobody knows. */
  pointer: string | null
  /** How people read it at first. */
  prefers: 'table' | 'json'
  /** How the page after one is asked for; null where answers have no pages. */
  paging: ConnectorDetail['paging'] | null
} & Paging

const views = [
  { value: 'table', label: 'Table' },
  { value: 'json', label: 'JSON' },
] as const

/** What the provider answered: how it went, the records, and the answer itself. */
export function AnswerView(props: AnswerViewProps) {
  const { provider, request, answer, pointer, prefers, paging, page, isBusy, onNext, onPrevious } = props
  const read = useMemo(() => readAnswer(answer), [answer])
  const json = read.kind === 'json' ? read.value : undefined
  const places = useMemo(() => findRecordPlaces(json), [json])
  const isRefused = answer.status >= 400
  const [chosenView, chooseView] = useState<'table' | 'json' | null>(null)
  const hasTable = places.length > 0 && !isRefused
  const view = hasTable ? (chosenView ?? prefers) : 'json'
  const text = useMemo(() => (view === 'json' ? textOf(read) : ''), [read, view])
  const what = read.kind === 'json' ? 'JSON' : 'answer'

  return (
    <div className={styles['answer']}>
      <AnswerSummary provider={provider} answer={answer} />
      {isRefused && <ProviderRefusal provider={provider} answer={answer} json={json} />}
      {read.kind === 'nothing' && <p className={styles['remark']}>The answer has no body.</p>}
      {read.kind === 'binary' && <p className={styles['remark']}>The answer is no text, so it cannot be shown here.</p>}
      {read.kind === 'text' && !isRefused && (
        <p className={styles['remark']}>
          The answer is not JSON{answer.contentType && `, but ${answer.contentType}`}. This is what came.
        </p>
      )}
      {(read.kind === 'json' || read.kind === 'text') && (
        <>
          <div className={styles['bar']}>
            {!hasTable && <h3 className={styles['title']}>Answer</h3>}
            {hasTable && <Segments label="Show the answer as" options={views} value={view} onChange={chooseView} />}
            {view === 'json' && <CopyButton text={text} what={what} />}
            {paging && <PagingBar {...{ page, isBusy, onNext, onPrevious }} next={nextQuery(paging, request, json)} />}
          </div>
          {view === 'table' ? (
            <RecordsView answer={json} places={places} pointer={pointer} />
          ) : (
            <JsonLines text={text} label={what} />
          )}
        </>
      )}
    </div>
  )
}

function textOf(read: ReadAnswer): string {
  if (read.kind === 'json') return JSON.stringify(read.value, null, 2)
  return read.kind === 'text' ? read.text : ''
}
