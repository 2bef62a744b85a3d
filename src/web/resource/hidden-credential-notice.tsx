import type { Resource } from '../../contract/resource.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

type HiddenCredentialNoticeProps = {
  kind: Resource['kind']
  /** The credential's. */
  name: string
  /** Null where the person may not change what uses it, either. */
  onChoose: (() => void) | null
}

/** One's own source or destination uses a credential that one does not see any more. */
export function HiddenCredentialNotice({ kind, name, onChoose }: HiddenCredentialNoticeProps) {
  return (
    <Notice
      tone="warning"
      title="Its credential is not shared with you any more."
      actions={
        onChoose && (
          <Button aria-haspopup="dialog" onClick={onChoose}>
            Change credential
          </Button>
        )
      }
    >
      <p>
        The {kind} goes on working with “<bdi>{name}</bdi>”. What it does can be changed again once that is shared with
        you{onChoose && ', or with another credential'}.
      </p>
    </Notice>
  )
}
