import { type RefObject, useEffect, useEffectEvent, useState } from 'react'
import type { Connector } from '../../contract/connector.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { type Accept, AcceptButton } from './accept-button.tsx'
import { RequestId } from './request-id.tsx'
import type { Throttled } from './setback.ts'
import { useCountdown } from './use-countdown.ts'
import { throttledWords } from './verdict-words.ts'

type ThrottledNoticeProps = {
  connector: Connector
  verdict: Throttled
  /** How things stand until the provider can be asked. */
  meanwhile: string | null
  accept: Accept
  isPaused: boolean
  onTryAgain: (byPerson: boolean) => void
  ref: RefObject<HTMLDivElement | null>
}

/** The provider asks to wait: counts down to when it may be asked again, and asks by itself. */
export function ThrottledNotice(props: ThrottledNoticeProps) {
  const { connector, verdict, meanwhile, accept, isPaused, onTryAgain, ref } = props
  const [isStopped, setIsStopped] = useState(false)
  // Both times are the server's: this machine's clock may be minutes off.
  const secondsLeft = useCountdown(Date.parse(verdict.retryAt) - Date.parse(verdict.checkedAt))
  const isDue = secondsLeft === 0 && !isStopped && !isPaused
  const tryAgain = useEffectEvent(() => onTryAgain(false))
  useEffect(() => {
    if (isDue) tryAgain()
  }, [isDue])
  const { title, text } = throttledWords(connector)
  return (
    <Notice
      ref={ref}
      tone="warning"
      title={title}
      actions={
        <>
          {isStopped ? (
            <Button onClick={() => onTryAgain(true)}>Try again</Button>
          ) : (
            <Button onClick={() => setIsStopped(true)}>Stop waiting</Button>
          )}
          <AcceptButton accept={accept} />
        </>
      }
    >
      <p>{text}</p>
      {meanwhile && <p>{meanwhile}</p>}
      {!isStopped && (
        <p>
          Trying again in <span role="timer">{secondsLeft} s</span>.
        </p>
      )}
      <RequestId provider={connector.name} requestId={verdict.requestId} />
    </Notice>
  )
}
