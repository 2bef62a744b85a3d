import { useInfiniteQuery } from '@tanstack/react-query'
import { credentialEventsQuery } from '../api/credential-events.ts'
import { useRestoreCredential } from '../api/deleted-credentials.ts'
import { isNotFound } from '../api/request.ts'
import { notBackInWords, restoredInWords, restoreFailedInWords } from '../deleted-credentials/restore-words.ts'
import type { Refusal } from '../credential-access/refusal.ts'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { ageInWords } from '../ui/relative-time.ts'
import { useNow } from '../ui/use-now.ts'
import { LATCHKEY } from './event-words.ts'

type GoneNoticeProps = {
  id: string
  /** Why the person who looks may not have it back, as far as is known. */
  refusal: Refusal | null
  /** Something typed is not saved. */
  holdsUnsaved: boolean
}

/** Says that a credential is gone, who deleted it, and has it back where that can be. */
export function GoneNotice({ id, refusal, holdsUnsaved }: GoneNoticeProps) {
  const history = useInfiniteQuery({ ...credentialEventsQuery(id, 'everything'), refetchOnMount: 'always' })
  const restore = useRestoreCredential()
  const now = useNow()
  // The last thing that became of it: what was restored is not gone.
  const [last] = history.isError ? [] : (history.data?.pages[0]?.events ?? [])
  const deletion = last?.action === 'credential.deleted' ? last : null

  function restoreIt() {
    if (restore.isPending) return
    restore.mutate({ id }, { onSuccess: (restored) => announce(restoredInWords(restored)) })
  }

  return (
    <div role="alert">
      <Notice
        tone="warning"
        title="This credential is gone."
        actions={
          deletion &&
          !refusal && (
            <Button aria-busy={restore.isPending} onClick={restoreIt}>
              {restore.isPending ? 'Restoring…' : 'Restore'}
            </Button>
          )
        }
      >
        {deletion && (
          <p>
            <bdi>{deletion.actor?.name ?? LATCHKEY}</bdi> deleted it {ageInWords(deletion.at, now)}.
            {refusal
              ? ` ${refusal.words}`
              : holdsUnsaved && ' What you typed is still here: restore it, and save then.'}
          </p>
        )}
        {isNotFound(history.error) && (
          <p>
            It was erased for good, it is not shared with you any more, or its address is wrong. Close this, and choose
            or add another.
          </p>
        )}
        {history.isError && !isNotFound(history.error) && (
          <p>It was deleted, or its address is wrong. “Recently deleted” has what can still be restored.</p>
        )}
        {restore.isError && !restore.isPending && (
          <p>
            {notBackInWords(restore.error, 'It')} {restoreFailedInWords(restore.error)}
          </p>
        )}
      </Notice>
    </div>
  )
}
