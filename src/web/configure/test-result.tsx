import { useEffect, useRef } from 'react'
import type { ConnectorDetail } from '../../contract/connector-detail.ts'
import type { AnswerView } from '../answer/answer-view.tsx'
import { ChunkFailed } from '../flow/chunk-failed.tsx'
import { Bone, Loading } from '../flow/loading.tsx'
import { Button } from '../ui/button.tsx'
import type { Chunk } from '../ui/use-chunk.ts'
import { TestFailed } from './test-failed.tsx'
import styles from './test-result.module.css'
import type { Testing } from './use-testing.ts'

type TestResultProps = {
  detail: ConnectorDetail
  testing: Testing
  /** The view of an answer is a chunk of its own. */
  view: Chunk<typeof AnswerView>
  /** Where the template says that records stand. */
  pointer: string | null
  writes: boolean
  /** What was tested is not what stands there now. */
  hasChanged: boolean
  onStop: () => void
}

/** What came of a test: under way, failed, or the provider's answer. */
export function TestResult({ detail, testing, view, pointer, writes, hasChanged, onStop }: TestResultProps) {
  const { tested, failure, isTesting } = testing
  const result = useRef<HTMLElement>(null)
  const isFirst = isTesting && !tested
  const something = Boolean(isFirst || tested || failure)
  const AnswerPart = tested && view.part
  const isShown = Boolean(AnswerPart)
  useEffect(() => {
    // The button is at the top of a long form, and what it does at its end.
    if (something) result.current?.scrollIntoView({ block: 'nearest' })
  }, [something, isFirst, isShown])
  useEffect(() => {
    // Whoever was at *Stop waiting* when the answer came has lost their place with it.
    if (!isFirst && document.activeElement === document.body) result.current?.focus({ preventScroll: true })
  }, [isFirst])
  if (!something) return null
  const reads = tested?.request.method === 'GET'

  return (
    <section ref={result} className={styles['result']} aria-label="Result" tabIndex={-1}>
      <h2 className={styles['title']}>Result</h2>
      {isFirst && (
        <>
          <div className={styles['waiting']}>
            <span aria-hidden="true">Asking {detail.name}…</span>
            <Button onClick={onStop}>Stop waiting</Button>
          </div>
          <Loading words={`Asking ${detail.name}…`}>
            <Bone shape="tile" />
          </Loading>
        </>
      )}
      {Boolean(failure) && <TestFailed failure={failure} provider={detail.name} writes={writes} />}
      {tested && hasChanged && (
        <p className={styles['changed']}>
          The configuration has changed since. Test again to see what it comes to now.
        </p>
      )}
      {tested && !view.part && !view.hasFailed && (
        <Loading words="Loading the answer…">
          <Bone shape="tile" />
        </Loading>
      )}
      {tested && view.hasFailed && <ChunkFailed title="The answer could not be shown." onRetry={view.fetch} />}
      {AnswerPart && (
        <AnswerPart
          provider={detail.name}
          request={tested.request}
          answer={tested.answer}
          pointer={pointer}
          prefers={reads ? 'table' : 'json'}
          paging={reads ? detail.paging : null}
          page={tested.page}
          isBusy={isTesting}
          onNext={testing.goOn}
          onPrevious={testing.goBack}
        />
      )}
    </section>
  )
}
