import { useRef, useState } from 'react'
import type { ConnectorDetail } from '../../contract/connector-detail.ts'
import type { Credential } from '../../contract/credential.ts'
import type { Region } from '../../contract/region.ts'
import { Button } from '../ui/button.tsx'
import { useChunk } from '../ui/use-chunk.ts'
import { atFormPlaces } from './blank-rows.ts'
import { composeRequest, toTestRequest } from './compose-request.ts'
import { type Configuration, isDestination } from './configuration.ts'
import type { Mistakes } from './configuration-mistakes.ts'
import { RequestPreview } from './request-preview.tsx'
import { SendQuestion } from './send-question.tsx'
import styles from './test-panel.module.css'
import { TestResult } from './test-result.tsx'
import { useTesting } from './use-testing.ts'

const loadAnswerView = () => import('../answer/answer-view.tsx').then(({ AnswerView }) => AnswerView)

type TestPanelProps = {
  detail: ConnectorDetail
  credential: Credential
  region: Region | undefined
  configuration: Configuration
  /** Whether the configuration can be sent as it is. */
  onLook: () => boolean
  /** What keeps it from being sent; empty where the page has said so already. */
  onRefused: (mistakes: Mistakes) => void
}

/** The request as it will be sent, the way to send it, and what came of it. */
export function TestPanel({ detail, credential, region, configuration, onLook, onRefused }: TestPanelProps) {
  const testing = useTesting(credential.id, detail.name)
  const { isTesting, tested } = testing
  const view = useChunk(loadAnswerView, isTesting || tested !== null)
  const [isAsking, setIsAsking] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const composed = composeRequest(detail, region, configuration)
  const body = toTestRequest(region, configuration)
  const writes = isDestination(configuration)
  const template = detail.sourceTemplates.find(({ id }) => id === configuration.template)

  async function send() {
    setIsAsking(false)
    const refused = await testing.test(body)
    if (Object.keys(refused).length > 0) onRefused(atFormPlaces(configuration, refused))
  }

  function begin() {
    if (isTesting) return
    if (!onLook()) return onRefused({})
    if (writes) setIsAsking(true)
    else void send()
  }

  return (
    <>
      {/* As high as the form beside it, along which the request goes with whoever scrolls. */}
      <div className={styles['side']}>
        <div className={styles['request']}>
          <RequestPreview request={composed} />
          <Button ref={button} aria-busy={isTesting} onClick={begin}>
            {buttonWords(writes, isTesting)}
          </Button>
          <p className={styles['remark']}>
            {writes
              ? 'Sends this for real, once you have confirmed it.'
              : 'Fetches the first page. It uses one call of the credential’s budget.'}
          </p>
        </div>
      </div>
      <div className={styles['result']}>
        <TestResult
          detail={detail}
          testing={testing}
          view={view}
          pointer={template && !writes ? template.records : null}
          writes={writes}
          onStop={() => {
            testing.stop()
            // What was pressed goes with the waiting.
            button.current?.focus()
          }}
          hasChanged={tested !== null && JSON.stringify(tested.request) !== JSON.stringify(body)}
        />
      </div>
      {isAsking && (
        <SendQuestion
          provider={detail.name}
          credential={credential}
          request={composed}
          onConfirm={() => void send()}
          onCancel={() => setIsAsking(false)}
        />
      )}
    </>
  )
}

function buttonWords(writes: boolean, isTesting: boolean): string {
  if (writes) return isTesting ? 'Sending…' : 'Send test request'
  return isTesting ? 'Testing…' : 'Test'
}
