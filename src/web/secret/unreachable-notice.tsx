import type { RefObject } from 'react'
import type { Connector } from '../../contract/connector.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { type Accept, AcceptButton } from './accept-button.tsx'
import { RequestId } from './request-id.tsx'
import type { Unreachable } from './setback.ts'
import { unreachableWords } from './verdict-words.ts'

type UnreachableNoticeProps = {
  connector: Connector
  verdict: Unreachable
  /** How things stand until the provider can be asked. */
  meanwhile: string | null
  accept: Accept
  onTryAgain: () => void
  ref: RefObject<HTMLDivElement | null>
}

/** The provider could not be asked, which says nothing about the token. */
export function UnreachableNotice(props: UnreachableNoticeProps) {
  const { connector, verdict, meanwhile, accept, onTryAgain, ref } = props
  const { title, text } = unreachableWords(verdict.reason, connector)
  return (
    <Notice
      ref={ref}
      tone="warning"
      title={title}
      actions={
        <>
          <Button onClick={onTryAgain}>Try again</Button>
          <AcceptButton accept={accept} />
        </>
      }
    >
      <p>{text}</p>
      {meanwhile && <p>{meanwhile}</p>}
      <RequestId provider={connector.name} requestId={verdict.requestId} />
    </Notice>
  )
}
