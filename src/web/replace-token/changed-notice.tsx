import { useQueryClient } from '@tanstack/react-query'
import { type RefObject, useState } from 'react'
import type { Method } from '../../contract/connector.ts'
import type { Credential } from '../../contract/credential.ts'
import { credentialQuery } from '../api/credentials.ts'
import { failureInWords } from '../flow/failed-notice.tsx'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { replacingWords } from './replacing-words.ts'

type ChangedNoticeProps = {
  /** The credential's. */
  id: string
  method: Method
  /** @param credential as it is now */
  onLooked: (credential: Credential) => void
  ref: RefObject<HTMLDivElement | null>
}

/** Somebody was faster. Nothing is overwritten unseen: first comes a look, then another press. */
export function ChangedNotice({ id, method, onLooked, ref }: ChangedNoticeProps) {
  const client = useQueryClient()
  const words = replacingWords[method]
  const [isLooking, setIsLooking] = useState(false)
  const [failure, setFailure] = useState('')

  async function look() {
    if (isLooking) return
    setIsLooking(true)
    try {
      const credential = await client.fetchQuery({ ...credentialQuery(id), staleTime: 0 })
      announce(`The credential is shown as it is now. ${words.notYet}`)
      onLooked(credential)
    } catch (thrown) {
      setIsLooking(false)
      setFailure(failureInWords(thrown))
      announce(failureInWords(thrown))
    }
  }

  return (
    <Notice
      ref={ref}
      tone="warning"
      title="Somebody changed this credential meanwhile."
      actions={
        // Not disabled: a button that goes grey under the finger loses the focus.
        <Button aria-busy={isLooking} onClick={() => void look()}>
          {isLooking ? 'Loading…' : 'Show it as it is now'}
        </Button>
      }
    >
      <p>
        {words.changed}: its history says which, and who. It may even have been your own attempt, where its answer was
        lost. Look at it as it is now, then press <strong>{words.confirm}</strong> again.
      </p>
      {failure && <p>{failure}</p>}
    </Notice>
  )
}
