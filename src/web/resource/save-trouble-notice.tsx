import { type RefObject } from 'react'
import type { Connector } from '../../contract/connector.ts'
import type { Resource } from '../../contract/resource.ts'
import { isNotFound } from '../api/request.ts'
import { notDoneInWords } from '../credential-details/not-done-words.ts'
import { endpointInWords } from '../flow/endpoint-words.ts'
import { failureInWords } from '../flow/failed-notice.tsx'
import { requestInWords } from '../flow/resource-request.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import type { ResourceField } from './resource-draft.ts'
import type { SaveTrouble } from './use-resource-edit.ts'

type SaveTroubleNoticeProps = {
  ref: RefObject<HTMLDivElement | null>
  connector: Connector
  kind: Resource['kind']
  trouble: SaveTrouble
  onKeepMine: () => void
  onTakeTheirs: () => void
}

/** Why the changes are not saved, and what can be done about it. Nothing that was typed is lost by either. */
export function SaveTroubleNotice(props: SaveTroubleNoticeProps) {
  const { ref, connector, kind, trouble, onKeepMine, onTakeTheirs } = props
  if (trouble.kind === 'conflict') {
    return (
      <Notice
        ref={ref}
        tone="warning"
        title="Not saved: somebody else has changed the same meanwhile."
        actions={
          <>
            <Button onClick={onKeepMine}>Save mine</Button>
            <Button onClick={onTakeTheirs}>Take theirs</Button>
          </>
        }
      >
        <ul>
          {trouble.fields.map((field) => (
            <li key={field}>{theirsInWords(field, connector, trouble.now)}</li>
          ))}
        </ul>
        <p>What you entered is still here.</p>
      </Notice>
    )
  }
  if (isNotFound(trouble.failure)) {
    return (
      <Notice ref={ref} tone="warning" title={`Not saved: this ${kind} was removed meanwhile.`}>
        <p>What you entered is still here, to be copied into a new one.</p>
      </Notice>
    )
  }
  return (
    <Notice ref={ref} tone="bad" title={notDoneInWords(trouble.failure, 'saved')}>
      <p>{failureInWords(trouble.failure)}</p>
      <p>Nothing you entered is lost: press Save changes to try again.</p>
    </Notice>
  )
}

/** What somebody else has made of it. */
function theirsInWords(field: ResourceField, connector: Connector, now: Resource): string {
  switch (field) {
    case 'name':
      return `Its name is now “${now.name}”.`
    case 'credentialId':
      return `Its credential is now “${now.credential.name}”.`
    case 'region':
      return `Its API endpoint is now: ${endpointInWords(connector, now.region)}.`
    case 'configuration':
      return `It is configured otherwise now: ${requestInWords(now.request) ?? 'not at all'}.`
  }
}
