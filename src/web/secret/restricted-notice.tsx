import type { RefObject } from 'react'
import type { Connector, Method } from '../../contract/connector.ts'
import { Notice } from '../ui/notice.tsx'
import { type Accept, AcceptButton } from './accept-button.tsx'
import { RequestId } from './request-id.tsx'
import { ScopeList, scopesOf } from './scope-list.tsx'
import type { Restricted } from './setback.ts'
import { restrictedWords } from './verdict-words.ts'

type RestrictedNoticeProps = {
  connector: Connector
  method: Method
  verdict: Restricted
  accept: Accept
  ref: RefObject<HTMLDivElement | null>
}

/** The provider knows the token, and does not let it do everything. */
export function RestrictedNotice({ connector, method, verdict, accept, ref }: RestrictedNoticeProps) {
  const { title, text } = restrictedWords(verdict.reason, connector, method)
  return (
    <Notice ref={ref} tone="warning" title={title} actions={accept && <AcceptButton accept={accept} />}>
      <ScopeList scopes={scopesOf(connector, verdict.missing ?? [])} />
      <p>{text}</p>
      <RequestId provider={connector.name} requestId={verdict.requestId} />
    </Notice>
  )
}
